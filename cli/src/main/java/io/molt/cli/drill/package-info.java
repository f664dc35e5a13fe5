/**
 * Drills: a cluster under load whose processes are killed, and what it has left compared with what it should have left.
 *
 * <pre>
 * reads       topics, the adapter store and the tables of a cluster that has come to rest
 * writes      a report
 * guarantees  the same seed gives the same order of deaths; every difference is one readable sentence
 * limits      what is expected is computed from the recorded turns alone, for sessions as simulated users have them
 * </pre>
 */
package io.molt.cli.drill;
