package io.molt.cli.imports;

/** A line that cannot be read. Its message is a constant: nothing that anybody wrote. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    Unreadable(String reason) {
        super(reason);
    }
}
