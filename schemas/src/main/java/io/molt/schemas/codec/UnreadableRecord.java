package io.molt.schemas.codec;

/** Bytes that are no record of their topic: truncated, of an unknown schema, or refused by the record's own checks. */
public final class UnreadableRecord extends Exception {

    UnreadableRecord(String message) {
        super(message);
    }

    UnreadableRecord(String message, Throwable cause) {
        super(message, cause);
    }
}
