package io.molt.operators.judge;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to ask a model for votes.
 *
 * @param url of an OpenAI-compatible endpoint, up to and with {@code /v1}
 * @param model its name there
 * @param votes asked for in parallel, 1 to 16
 * @param timeout of one vote, at most 60 s
 * @param keyVariable name of the environment variable that holds the key; empty if the endpoint needs none
 */
public record LlmSettings(URI url, String model, int votes, Duration timeout, String keyVariable)
        implements Serializable {

    /** The key itself is read where it is used, so that it never travels with the job. */
    Optional<String> key() {
        return keyVariable.isEmpty() ? Optional.empty() : Optional.ofNullable(System.getenv(keyVariable));
    }
}
