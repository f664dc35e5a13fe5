/**
 * ScoreJob: what happened becomes the agents' logs.
 *
 * <pre>
 * reads       turns, control
 * writes      scored, rejected
 * guarantees  every recorded turn stands in its agent's log once per revision, whatever restarts
 * </pre>
 */
package io.molt.jobs.score;
