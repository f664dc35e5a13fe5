package io.molt.proxy.upstream;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.dialect.Dialects;
import java.util.Optional;

/**
 * An engine or provider behind the proxy.
 *
 * @param name as the settings have it; {@code default} for the one that takes what no other does
 * @param endpoint where it is
 * @param serves what it is asked for
 * @param model what it calls the policy without adapter
 * @param trained it serves the policy that this installation trains: it takes adapters and tells tokens
 * @param injects what agents have learned is added to what it is asked
 */
public record Upstream(String name, Endpoint endpoint, Serves serves, String model, boolean trained, boolean injects) {

    /**
     * Where an upstream is.
     *
     * @param url with {@code /v1}, without a slash at the end
     * @param speaks what can be passed on as it is
     * @param apiKey sent instead of the client's own
     */
    public record Endpoint(String url, Dialects speaks, Optional<Secret> apiKey) {

        public Endpoint {
            requireNonNull(url, "url");
            requireNonNull(apiKey, "apiKey");
            requireNonNull(speaks, "speaks");
        }
    }

    /**
     * What an upstream is asked for.
     *
     * @param agents whose turns it answers
     * @param models whose turns it answers
     * @param aliases the models among them that mean the policy, whatever it is called upstream
     */
    public record Serves(Names agents, Names models, Names aliases) {

        public Serves {
            requireNonNull(agents, "agents");
            requireNonNull(models, "models");
            requireNonNull(aliases, "aliases");
        }
    }

    public Upstream {
        requireNonNull(name, "name");
        requireNonNull(endpoint, "endpoint");
        requireNonNull(serves, "serves");
        requireNonNull(model, "model");
    }

    /** The header's value, if there is an API key. */
    public Optional<String> authorization() {
        return endpoint.apiKey().map(key -> "Bearer " + key.value());
    }

    /** A request for this model means the policy. */
    public boolean isPolicy(String asked) {
        return serves.aliases().match(asked);
    }

    /** What a client speaks goes through as it is. */
    public boolean speaks(Dialect dialect) {
        return endpoint.speaks().contains(dialect);
    }
}
