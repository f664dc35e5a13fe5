package io.molt.proxy.route;

import io.molt.schemas.adapter.AdapterServing;

/** Hears of adapter versions that come into serving. Called on one thread at a time, but for {@link #live}. */
public interface SwapListener {

    /** The route has been flipped: the agent's next turn is answered by this version, or by its canary. Any thread. */
    void live(Route route);

    /** A version could not be loaded or is not what was trained; it is tried again. */
    default void failed(String policy, String reason) {}

    /** What others should know: a version is refused, for another reason than before, or served at last. */
    default void said(AdapterServing serving) {}
}
