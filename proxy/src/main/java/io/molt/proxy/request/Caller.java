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

    /** The owner of one of molt's keys; an agent may have several, one after the other. */
    public static Caller of(String agentId) {
        return new Caller(Optional.of(agentId), Sha256.of("agent " + agentId).substring(0, 8));
    }

    /**
     * Somebody without a key of molt's.
     *
     * @param key for the upstream; empty if there is none
     */
    public static Caller withOwnKey(String key) {
        return new Caller(Optional.empty(), Sha256.of(key).substring(0, 8));
    }
}
