package io.molt.cli.demo;

import io.molt.schemas.batch.Method;

/**
 * What a demo run varies.
 *
 * @param seed of personas, requests, sampling and training
 * @param method how the weights learn
 * @param skills whether corrections become skills that are injected
 * @param interactions of each agent
 */
public record DemoOptions(long seed, Method method, boolean skills, int interactions) {

    public DemoOptions {
        if (interactions < 0 || interactions > 10_000) {
            throw new IllegalArgumentException("--interactions must be from 0 to 10000, but was " + interactions);
        }
    }
}
