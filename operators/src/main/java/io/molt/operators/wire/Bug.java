package io.molt.operators.wire;

import io.molt.schemas.Rejected;
import io.molt.schemas.Topics;
import java.nio.charset.StandardCharsets;

/** How a bug that one record uncovered is reported: where and what, without any content of the record. */
public final class Bug {

    /** {@link io.molt.schemas.Rejected#reason} of such a record, and why its turn has no score. */
    public static final String REASON = "BUG";

    private Bug() {}

    /**
     * One line.
     *
     * @param stage what was being done: pairing, judging, ...
     * @param subject which turn or session, empty if unknown
     * @param bug what was thrown; its message may hold content and stays out
     */
    public static String detail(String stage, String subject, RuntimeException bug) {
        StackTraceElement[] trace = bug.getStackTrace();
        String where = trace.length == 0
                ? ""
                : " at " + trace[0].getClassName() + "." + trace[0].getMethodName() + ":" + trace[0].getLineNumber();
        return stage + " " + subject + ": " + bug.getClass().getSimpleName() + where;
    }

    /** Of a turn whose record is not at hand any more: its place is no place, its id is its value. */
    public static Rejected rejected(String detail, String turnId) {
        return new Rejected(
                REASON, detail, Topics.TURNS, -1, turnId.hashCode(), turnId.getBytes(StandardCharsets.UTF_8));
    }
}
