package io.molt.proxy.route;

/** Knows which sessions have begun, so that a canary draws none of them. */
public interface BegunSessions extends AutoCloseable {

    /** Nobody but this proxy has served any, and it was never restarted. */
    BegunSessions ONLY_OURS = new BegunSessions() {
        @Override
        public void learn(String agentId) {}

        @Override
        public void forget(String agentId) {}
    };

    /** An agent's canary is about to draw; returns when its sessions are known, or have been waited for long enough. */
    void learn(String agentId);

    /** An agent has no canary any more. */
    void forget(String agentId);

    @Override
    default void close() {}
}
