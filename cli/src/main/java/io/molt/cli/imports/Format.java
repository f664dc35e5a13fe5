package io.molt.cli.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a program writes its sessions down, a JSON object per line. */
interface Format {

    /** What it is called in session names, and the agent where nobody says otherwise. */
    String name();

    /** True if every line is a session of its own; else every file is one. */
    boolean oneLineIsASession();

    /**
     * Takes down what a line says.
     *
     * @throws Unreadable with a reason, if it is not of this format; then nothing was taken down
     */
    void read(ObjectNode line, History history) throws Unreadable;
}
