package io.molt.proxy.route;

import io.molt.schemas.adapter.Probe;
import java.io.IOException;

/** The engine behind the proxy, as far as adapters go. */
public interface ServingEngine {

    /**
     * Makes an adapter servable; asking twice is fine.
     *
     * @param policy the name it is served by
     * @param path where its files lie, as the engine sees it
     */
    void load(String policy, String path) throws IOException, InterruptedException;

    /** Takes it out; one that is not there is fine. */
    void unload(String policy) throws IOException, InterruptedException;

    /** What the engine answers to a probe's prompt: as many greedy tokens, with log-probabilities at temperature 1. */
    Probe ask(String policy, Probe probe) throws IOException, InterruptedException;
}
