package io.molt.jobs.rewrite;

import io.molt.schemas.log.ScoredTurn;
import org.apache.parquet.io.api.Binary;

/** What stands in a column instead of forgotten content. */
enum Blank {
    /** An empty text, or a list without elements. */
    EMPTY,
    /** {@link ScoredTurn#FORGOTTEN}. */
    MARKED,
    /** {@link ScoredTurn#FORGOTTEN}, unless there was no text. */
    MARKED_UNLESS_EMPTY,
    /** Zeros, as many as there were numbers. */
    ZEROS;

    private static final Binary MARK = Binary.fromString(ScoredTurn.FORGOTTEN);

    /** Instead of a text. */
    Binary insteadOf(Binary text) {
        return switch (this) {
            case MARKED -> MARK;
            case MARKED_UNLESS_EMPTY -> text.length() == 0 ? text : MARK;
            case EMPTY, ZEROS -> Binary.EMPTY;
        };
    }
}
