package io.molt.proxy.request;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.message.Sha256;
import java.util.Optional;

/**
 * By which key a request came in.
 *
 * @param agentId whose key of molt's it is; empty if the key is the client's own and goes through to the upstream
 * @param scope stands for the key, 8 hex digits; conversations under two keys are never looked for together
 */
public record Caller(Optional<String> agentId, String scope) {

    public Caller {
        requireNonNull(agentId, "agentId");
        requireNonNull(scope, "scope");
    }

    /** Somebody with a key of their own, or with none. */
    public static Caller open(Headers headers) {
        String key =
                headers.get("authorization").or(() -> headers.get("x-api-key")).orElse("");
        return new Caller(Optional.empty(), Sha256.of(key).substring(0, 8));
    }
}
