/**
 * A drill: strangers who want to keep a proxy from serving, beside an agent who wants to be served.
 *
 * <pre>
 * reads       how long the agent waits for its answers, alone and beside each attack
 * writes      a report
 * guarantees  every attack is measured against the agent alone in the same run
 * limits      attackers, agent, upstream, broker and proxy share one machine
 * </pre>
 */
package io.molt.cli.drill.hostile;
