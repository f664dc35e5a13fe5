/**
 * Makes skills of failures.
 *
 * <pre>
 * reads       evolution requests of the fold
 * writes      skill versions; one to three per evolution, none if everything was known already; and one without words for each that
 *             came of something forgotten
 * guarantees  deterministic; names are valid and unique within an agent; near duplicates are merged; what looks like an
 *             attempt to take over the prompt never becomes a skill
 * </pre>
 */
package io.molt.operators.skill;
