package io.molt.jobs.rewrite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * The rows of some files in one file, by agent and time. Columns that only some have stay null in the rows of the others, and
 * columns that this release does not know stay as they are. What does not fit into memory is sorted in runs beside the file.
 */
final class SortedRows {

    /** Uncompressed; as objects a row takes some ten times that. */
    private static final long RUN_BYTES = 16L << 20;

    private static final long RUN_GROUP_BYTES = 256L << 10;
    private static final long GROUP_BYTES = 64L << 20;
    private static final List<String> TIMES =
            List.of("sequenced_at", "requested_at", "closed_at", "seen_at", "formed_at", "recorded_at");

    private final MessageType schema;
    private final Comparator<Group> order;

    private SortedRows(MessageType schema) {
        this.schema = schema;
        Optional<String> time = TIMES.stream().filter(schema::containsField).findFirst();
        Comparator<Group> byAgent = Comparator.comparing(row -> text(row, "agent_id"));
        this.order = time.isPresent() ? byAgent.thenComparing(row -> number(row, time.get())) : byAgent;
    }

    /**
     * Writes them.
     *
     * @throws IOException if a file is damaged, if two have a column in common but not its type, or if a row were lost
     */
    static void of(List<Path> inputs, Path output) throws IOException {
        MessageType schema = null;
        long rows = 0;
        for (Path input : inputs) {
            try (ParquetFileReader reader = GroupFile.open(input)) {
                MessageType own = reader.getFileMetaData().getSchema();
                schema = schema == null ? own : schema.union(own);
                rows += reader.getRecordCount();
            }
        }
        new SortedRows(schema).write(inputs, output);
        try (ParquetFileReader written = GroupFile.open(output)) {
            if (written.getRecordCount() != rows) {
                throw new IOException(
                        "of " + rows + " rows " + written.getRecordCount() + " were written to " + output);
            }
        }
    }

    private void write(List<Path> inputs, Path output) throws IOException {
        List<Path> runs = new ArrayList<>();
        try {
            List<Group> run = new ArrayList<>();
            double bytes = 0;
            for (Path input : inputs) {
                try (GroupFile rows = new GroupFile(input, schema)) {
                    double each = bytesPerRow(input);
                    for (Optional<Group> row = rows.next(); row.isPresent(); row = rows.next()) {
                        run.add(row.get());
                        bytes += each;
                        if (bytes >= RUN_BYTES) {
                            runs.add(spill(run, output, runs.size()));
                            run.clear();
                            bytes = 0;
                        }
                    }
                }
            }
            run.sort(order);
            merge(runs, run, output);
        } finally {
            for (Path each : runs) {
                Files.deleteIfExists(each);
            }
        }
    }

    private Path spill(List<Group> run, Path output, int number) throws IOException {
        Path file = output.resolveSibling(output.getFileName() + "-" + number);
        run.sort(order);
        try (ParquetWriter<Group> writer = GroupFile.writer(file, schema, RUN_GROUP_BYTES)) {
            for (Group row : run) {
                writer.write(row);
            }
        }
        return file;
    }

    /** One row of each run at a time. */
    private record Next(Group row, int run) {}

    private void merge(List<Path> runs, List<Group> last, Path output) throws IOException {
        List<GroupFile> files = new ArrayList<>();
        try (ParquetWriter<Group> writer = GroupFile.writer(output, schema, GROUP_BYTES)) {
            PriorityQueue<Next> queue =
                    new PriorityQueue<>(Comparator.comparing(Next::row, order).thenComparing(Next::run));
            for (Path run : runs) {
                files.add(new GroupFile(run, schema));
                files.get(files.size() - 1).next().ifPresent(row -> queue.add(new Next(row, files.size() - 1)));
            }
            int inMemory = 0;
            if (!last.isEmpty()) {
                queue.add(new Next(last.get(inMemory++), runs.size()));
            }
            while (!queue.isEmpty()) {
                Next next = queue.poll();
                writer.write(next.row());
                if (next.run() < files.size()) {
                    files.get(next.run()).next().ifPresent(row -> queue.add(new Next(row, next.run())));
                } else if (inMemory < last.size()) {
                    queue.add(new Next(last.get(inMemory++), next.run()));
                }
            }
        } finally {
            for (GroupFile file : files) {
                file.close();
            }
        }
    }

    private static double bytesPerRow(Path file) throws IOException {
        try (ParquetFileReader reader = GroupFile.open(file)) {
            long bytes = reader.getRowGroups().stream()
                    .mapToLong(BlockMetaData::getTotalByteSize)
                    .sum();
            return bytes / (double) Math.max(1, reader.getRecordCount());
        }
    }

    private static String text(Group row, String column) {
        return has(row, column, PrimitiveType.PrimitiveTypeName.BINARY) ? row.getString(column, 0) : "";
    }

    private static long number(Group row, String column) {
        return has(row, column, PrimitiveType.PrimitiveTypeName.INT64) ? row.getLong(column, 0) : 0;
    }

    private static boolean has(Group row, String column, PrimitiveType.PrimitiveTypeName kind) {
        if (!row.getType().containsField(column)) {
            return false;
        }
        Type type = row.getType().getType(column);
        return type.isPrimitive()
                && type.asPrimitiveType().getPrimitiveTypeName() == kind
                && row.getFieldRepetitionCount(column) > 0;
    }
}
