package io.molt.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** One part of {@code bench/job}: numbers, and whether they keep their bounds. */
interface BenchPart {

    /**
     * Measures.
     *
     * @param directory a fresh one; whoever calls deletes it
     * @param report gets the numbers and their bounds
     * @return true if the bounds are kept
     */
    boolean run(Path directory, ObjectNode report) throws Exception;
}
