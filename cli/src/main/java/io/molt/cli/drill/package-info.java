/**
 * Drills: a cluster, or a proxy with its broker, under load whose processes are killed, and what is left compared with what
 * should be left.
 *
 * <pre>
 * reads       topics, the adapter store and the tables of what has come to rest; what clients have seen
 * writes      a report
 * guarantees  the same seed gives the same order of deaths; every difference is one readable sentence
 * limits      what is expected is computed from the recorded turns alone, for sessions as simulated users have them
 * </pre>
 */
package io.molt.cli.drill;
