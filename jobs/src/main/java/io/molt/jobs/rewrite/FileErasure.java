package io.molt.jobs.rewrite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** One file of a table, of which some content is gone. */
final class FileErasure {

    static final String WRITING = ".erase.tmp";
    private static final long GROUP_BYTES = 64L << 20;

    private final Path file;
    private final TableContent content;
    private final ForgottenSessions sessions;
    private final Set<String> turns;
    private final MessageType schema;

    /**
     * Looks at the columns of a file.
     *
     * @throws IOException if it does not say whose its rows are
     */
    FileErasure(Path file, TableContent content, ForgottenSessions sessions, Set<String> turns) throws IOException {
        this.file = file;
        this.content = content;
        this.sessions = sessions;
        this.turns = turns;
        try (ParquetFileReader reader = GroupFile.open(file)) {
            this.schema = reader.getFileMetaData().getSchema();
        }
        for (String column : content.identity()) {
            if (!schema.containsField(column)) {
                throw new IOException(file + " has no column " + column + ", so that nobody knows whose its rows are");
            }
        }
    }

    Path path() {
        return file;
    }

    /**
     * The rows that have content that should be gone; empty if there are none. Reads no more than the columns that tell, where
     * nothing is gone.
     */
    Optional<FileRows> rows() throws IOException {
        long[] rows = {0};
        each(content.identity(), row -> rows[0]++);
        if (rows[0] > 0 && !content.columns().isEmpty()) {
            Set<String> columns = new HashSet<>(content.identity());
            content.columns().keySet().forEach(path -> columns.add(path.replaceFirst("[.].*", "")));
            rows[0] = 0;
            each(columns, row -> rows[0] += new BlankedRow(row, content.columns()).isChanged() ? 1 : 0);
        }
        return rows[0] == 0 ? Optional.empty() : Optional.of(new FileRows(file, rows[0]));
    }

    /** Of the rows whose content is gone, whether or not it was taken out already, some columns. */
    void each(Collection<String> columns, Consumer<Group> reader) throws IOException {
        MessageType wanted = new MessageType(
                schema.getName(),
                schema.getFields().stream()
                        .filter(field -> columns.contains(field.getName()))
                        .toArray(Type[]::new));
        try (GroupFile rows = new GroupFile(file, wanted)) {
            for (Optional<Group> row = rows.next(); row.isPresent(); row = rows.next()) {
                if (isGone(row.get())) {
                    reader.accept(row.get());
                }
            }
        }
    }

    private boolean isGone(Group row) throws IOException {
        return content.rows().areGone(row, sessions, turns);
    }

    /**
     * Writes the file without that content, under another name beside it.
     *
     * @throws IOException if a row were lost
     */
    void write(Path output) throws IOException {
        long expected = 0;
        try (GroupFile rows = new GroupFile(file, schema);
                ParquetWriter<Group> writer = GroupFile.writer(output, schema, GROUP_BYTES)) {
            for (Optional<Group> row = rows.next(); row.isPresent(); row = rows.next()) {
                boolean gone = isGone(row.get());
                if (!gone || !content.columns().isEmpty()) {
                    writer.write(gone ? new BlankedRow(row.get(), content.columns()).row() : row.get());
                    expected++;
                }
            }
        }
        try (ParquetFileReader written = GroupFile.open(output)) {
            if (written.getRecordCount() != expected) {
                throw new IOException(
                        "of " + expected + " rows " + written.getRecordCount() + " were written to " + output);
            }
        }
    }
}
