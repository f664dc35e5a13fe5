package io.molt.operators.replay;

import io.molt.operators.lora.AdapterStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The windows of the agents that were met last; finding one out reads all manifests of an agent. */
final class ReplayWindows {

    private static final int KEPT = 1_000;

    private final AdapterStore published;
    private final ReplayScope scope;
    private final Map<String, ReplayWindow> byAgent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ReplayWindow> eldest) {
            return size() > KEPT;
        }
    };

    ReplayWindows(AdapterStore published, ReplayScope scope) {
        this.published = published;
        this.scope = scope;
    }

    ReplayWindow of(String agentId) throws IOException {
        ReplayWindow window = byAgent.get(agentId);
        if (window == null) {
            window = ReplayWindow.of(published, agentId, scope);
            byAgent.put(agentId, window);
        }
        return window;
    }
}
