package io.molt.cli.comparison;

/**
 * How a run's newest adapter does what its user wants, on requests that were never asked.
 *
 * @param agent whose
 * @param version that was measured; 0 is the base policy
 * @param before success of the base policy
 * @param success probability of the wanted reply at temperature 1, 0 to 1
 * @param greedy share of requests whose greedy reply is the wanted one, 0 to 1
 */
public record HeldOutResult(String agent, long version, double before, double success, double greedy) {}
