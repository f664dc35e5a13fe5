package io.molt.cli.drill.hostile;

/** Goes on from its start until it is closed. */
interface Attack extends AutoCloseable {

    /** How often it has done what it does. */
    long attempts();

    @Override
    void close();
}
