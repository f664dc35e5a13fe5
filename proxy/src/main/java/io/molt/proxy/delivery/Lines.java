package io.molt.proxy.delivery;

import java.io.IOException;

/** Makes connections to the broker. */
public interface Lines {

    /**
     * A line on which records can be sent now; waits for it, within reason.
     *
     * @throws IOException if there is none now
     */
    Line open(Line.Listener listener) throws IOException;
}
