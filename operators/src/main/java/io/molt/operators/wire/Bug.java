package io.molt.operators.wire;

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
}
