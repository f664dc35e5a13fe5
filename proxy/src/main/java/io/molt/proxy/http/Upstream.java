package io.molt.proxy.http;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The engine or provider behind the proxy.
 *
 * @param url with {@code /v1}, without a slash at the end
 * @param model what it calls the policy without adapter
 * @param trained it serves the policy that this installation trains: it takes adapters and tells tokens
 * @param apiKey sent instead of the client's own
 */
public record Upstream(String url, String model, boolean trained, Optional<Secret> apiKey) {

    public Upstream {
        requireNonNull(url, "url");
        requireNonNull(model, "model");
        requireNonNull(apiKey, "apiKey");
    }

    /** The header's value, if there is an API key. */
    public Optional<String> authorization() {
        return apiKey.map(key -> "Bearer " + key.value());
    }
}
