package io.molt.jobs.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** The finished files of a table, on any file system that Flink knows. */
public final class TableFiles {

    private TableFiles() {}

    /** In no order; none if there is no such table yet. */
    public static List<Path> of(Path tables, String table) throws IOException {
        Path directory = new Path(tables, table);
        FileSystem files = directory.getFileSystem();
        List<Path> found = new ArrayList<>();
        if (files.exists(directory)) {
            collect(files, directory, found);
        }
        return found;
    }

    private static void collect(FileSystem files, Path directory, List<Path> found) throws IOException {
        for (FileStatus file : files.listStatus(directory)) {
            String name = file.getPath().getName();
            if (name.startsWith(".") || name.startsWith("_")) {
                continue; // in progress, or about files
            }
            if (file.isDir()) {
                collect(files, file.getPath(), found);
            } else if (name.endsWith(".parquet")) {
                found.add(file.getPath());
            }
        }
    }
}
