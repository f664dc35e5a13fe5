package io.molt.proxy.route;

/** Hears of adapter versions that come into serving. Called on one thread. */
public interface SwapListener {

    /** The route has been flipped: the agent's next turn is answered by this version. */
    void live(Route route);

    /** A version could not be loaded or is not what was trained; it is tried again. */
    default void failed(String policy, String reason) {}
}
