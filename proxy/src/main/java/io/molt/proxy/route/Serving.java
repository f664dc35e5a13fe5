package io.molt.proxy.route;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The routes of one agent.
 *
 * @param main of all sessions that are not the canary's
 * @param canary of its sessions; empty if there is none
 */
public record Serving(Route main, Optional<Some> canary) {

    /**
     * The route of some sessions.
     *
     * @param draw which
     */
    public record Some(Route route, Canary draw) {

        public Some {
            requireNonNull(route, "route");
            requireNonNull(draw, "draw");
        }
    }

    public Serving {
        requireNonNull(main, "main");
        requireNonNull(canary, "canary");
    }

    static Serving of(Route route) {
        return new Serving(route, Optional.empty());
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(List.of(main));
        canary.ifPresent(some -> routes.add(some.route()));
        return routes;
    }

    /** Of the canary; 0 if there is none. */
    long canaryVersion() {
        return canary.map(some -> some.route().version()).orElse(0L);
    }
}
