package io.molt.proxy.session;

import io.molt.proxy.message.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a session whose client names none: it tells, to every proxy, under which key it was begun. */
public final class FoundSession {

    private static final Pattern ID = Pattern.compile("c-([0-9a-f]{8})-.+", Pattern.DOTALL);

    private FoundSession() {}

    /**
     * A new one.
     *
     * @param keyScope stands for the client's key, 8 hex digits
     * @param turnId its first turn
     */
    public static String id(String keyScope, String turnId) {
        return "c-" + keyScope + "-" + turnId;
    }

    /** Within what a conversation is looked for: one agent under one key. */
    public static String scope(String agentId, String keyScope) {
        return Sha256.of(keyScope + '\n' + agentId);
    }

    /** The scope of a session that was named here; empty for one that its client has named. */
    static Optional<String> scopeOf(String agentId, String sessionId) {
        Matcher id = ID.matcher(sessionId);
        return id.matches() ? Optional.of(scope(agentId, id.group(1))) : Optional.empty();
    }
}
