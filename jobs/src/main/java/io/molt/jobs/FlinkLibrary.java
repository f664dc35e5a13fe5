package io.molt.jobs;

import java.util.List;

/** What lies in Flink's {@code lib/}: native libraries are loaded once per process, so that the jar of the jobs is without them. */
public final class FlinkLibrary {

    private FlinkLibrary() {}

    /**
     * Looks for classes.
     *
     * @throws IllegalStateException if one is missing; the message says what to do
     */
    public static void require(List<String> classes, ClassLoader loader) {
        for (String needed : classes) {
            try {
                Class.forName(needed, false, loader);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(
                        needed + " is not in Flink's lib/: copy everything of jobs/target/flink-lib there,"
                                + " on every machine, and restart Flink",
                        e);
            }
        }
    }
}
