package io.molt.proxy.delivery;

/** What becomes of a record. One of the two is called, once, on any thread; it must not wait. */
public interface Fate {

    /** The broker has acknowledged it, or it is safe in the spool. */
    void kept();

    /** It will not be recorded. */
    void lost();
}
