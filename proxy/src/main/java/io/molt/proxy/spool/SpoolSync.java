package io.molt.proxy.spool;

/** When what was appended is made to survive a loss of power; {@code kill -9} it survives in any case. */
public enum SpoolSync {

    /** At once; what comes together is synced together. */
    ALWAYS,

    /** At most every 50 ms. */
    INTERVAL,

    /** When the operating system thinks fit. */
    NEVER
}
