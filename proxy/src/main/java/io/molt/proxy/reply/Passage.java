package io.molt.proxy.reply;

/**
 * The body of an answer on its way to the client. What it has read is read before it is given on, so that an end is known
 * before the client can see it. Not thread-safe.
 */
public interface Passage extends AutoCloseable {

    /**
     * More bytes of the upstream.
     *
     * @return those for the client, perhaps none yet
     * @throws IllegalStateException if the upstream sends more than anybody can hold
     */
    byte[] take(byte[] bytes);

    /** The upstream's body has ended; the last bytes for the client. */
    byte[] end();

    /** A comment may stand here: the client has seen whole events only. */
    boolean isBetweenEvents();

    /** Nothing more will come. */
    @Override
    default void close() {}
}
