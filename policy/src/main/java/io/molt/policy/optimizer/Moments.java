package io.molt.policy.optimizer;

import java.util.SortedMap;
import java.util.TreeMap;

/** What Adam remembers of earlier gradients, by parameter name. Not for several threads. */
public final class Moments {

    private int steps;
    private final SortedMap<String, float[]> first;
    private final SortedMap<String, float[]> second;

    /**
     * Moments after some steps; the arrays are used as they are.
     *
     * @param steps made so far
     * @param first running mean of the gradient
     * @param second running mean of its square
     */
    public Moments(int steps, SortedMap<String, float[]> first, SortedMap<String, float[]> second) {
        if (steps < 0 || !first.keySet().equals(second.keySet())) {
            throw new IllegalArgumentException("moments after " + steps + " steps do not belong together");
        }
        this.steps = steps;
        this.first = first;
        this.second = second;
    }

    /** Moments before the first step. */
    public static Moments zero(SortedMap<String, float[]> parameters) {
        SortedMap<String, float[]> first = new TreeMap<>();
        SortedMap<String, float[]> second = new TreeMap<>();
        parameters.forEach((name, values) -> {
            first.put(name, new float[values.length]);
            second.put(name, new float[values.length]);
        });
        return new Moments(0, first, second);
    }

    /** A copy of its own. */
    public Moments copy() {
        return new Moments(steps, copy(first), copy(second));
    }

    private static SortedMap<String, float[]> copy(SortedMap<String, float[]> arrays) {
        SortedMap<String, float[]> copy = new TreeMap<>();
        arrays.forEach((name, values) -> copy.put(name, values.clone()));
        return copy;
    }

    int nextStep() {
        return ++steps;
    }

    /** Steps made so far. */
    public int steps() {
        return steps;
    }

    public SortedMap<String, float[]> first() {
        return first;
    }

    public SortedMap<String, float[]> second() {
        return second;
    }
}
