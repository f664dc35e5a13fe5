/**
 * Judges turns by what followed them.
 *
 * <pre>
 * reads       paired turns
 * writes      judged turns: a reward by majority of votes, a hint where the next state says what to do instead
 * guarantees  every turn leaves once, scored or with the reason why not; no failure of a judge stops the stream; one agent
 *             never takes more than an eighth of the judge
 * </pre>
 */
package io.molt.operators.judge;
