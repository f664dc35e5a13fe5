package io.molt.policy.net;

import java.util.Map;
import java.util.SortedMap;

/**
 * What a backward pass gives.
 *
 * @param loss the scalar
 * @param terms parts of the loss by name, unweighted
 * @param byName gradient of the loss, by parameter
 */
public record Gradients(double loss, Map<String, Double> terms, SortedMap<String, float[]> byName) {}
