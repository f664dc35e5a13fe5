package io.molt.cli.notebook;

/** A cell that did not compile or threw; the message is for the one who wrote it. */
final class CellFailure extends Exception {

    private final String kind;

    CellFailure(String kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** The exception's class name, or {@code does not compile}. */
    String kind() {
        return kind;
    }
}
