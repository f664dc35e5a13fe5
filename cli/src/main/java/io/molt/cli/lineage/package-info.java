/**
 * Which turns taught which weights and skills, told both ways.
 *
 * <pre>
 * reads       the tables, through the views of molt sql; the settings of the jobs, to fold a log again
 * writes      text, JSON, SVG or HTML
 * guarantees  ancestry goes by parents, so that a version which a rollback left behind teaches nothing after it; why a turn
 *             taught nothing is what the fold itself says
 * limits      what the tables do not have yet is not told
 * </pre>
 */
package io.molt.cli.lineage;
