/**
 * All of molt in one process.
 *
 * <pre>
 * reads       the settings file
 * writes      a running stack below one home directory
 * guarantees  one process per home; what stops is resumed from its newest checkpoints
 * </pre>
 */
package io.molt.cli.stack;
