package io.molt.jobs.table;

import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.parquet.io.LocalInputFile;

/** Somebody who reads every finished file as soon as it is there, and looks again and again whether it stays as it was. */
final class TablesReader {

    private final Path tables;
    private final Map<String, Function<Record, String>> ids;
    private final Map<Path, Object> files = new HashMap<>();
    private final Map<String, Integer> rows = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    /**
     * A reader.
     *
     * @param ids what a row of each table is known by
     */
    TablesReader(Path tables, Map<String, Function<Record, String>> ids) {
        this.tables = tables;
        this.ids = ids;
    }

    /** How often each row was seen, named {@code table id}. */
    Map<String, Integer> rows() {
        return rows;
    }

    /** Whatever no reader should ever see. */
    List<String> wrong() {
        return wrong;
    }

    /** Looks once; true if there was something new. */
    boolean poll() throws IOException {
        int before = files.size();
        Map<Path, Object> gone = new HashMap<>(files);
        for (String table : Tables.ROWS.keySet()) {
            for (var file : TableFiles.of(new org.apache.flink.core.fs.Path(tables.toUri()), table)) {
                Path path = Path.of(file.getPath());
                gone.remove(path);
                Object state = List.of(
                        Files.size(path), Files.readAttributes(path, "fileKey"), Files.getLastModifiedTime(path));
                Object known = files.put(path, state);
                if (known == null) {
                    read(table, path);
                } else if (!known.equals(state)) {
                    wrong.add(path + " was changed");
                }
            }
        }
        gone.keySet().forEach(path -> wrong.add(path + " is gone"));
        return files.size() > before;
    }

    private void read(String table, Path path) {
        try (var reader = new RowReader(table, new LocalInputFile(path))) {
            for (var row = reader.next(); row.isPresent(); row = reader.next()) {
                String id =
                        table + " " + ids.getOrDefault(table, Record::toString).apply(row.get());
                if (rows.merge(id, 1, Integer::sum) > 1) {
                    wrong.add(id + " is there twice");
                }
            }
        } catch (IOException | RuntimeException e) {
            wrong.add(path + " is not whole: " + e);
        }
    }
}
