package io.molt.jobs.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** The files that hold the rows of a table, on any file system that Flink knows; those of compacted days as {@link DayFiles} says. */
public final class TableFiles {

    private TableFiles() {}

    /** In no order, each row once; none if there is no such table yet. */
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
        List<Path> folders = new ArrayList<>();
        List<Path> rows;
        try {
            rows = rows(files, directory, folders);
        } catch (FileNotFoundException e) {
            folders.clear();
            rows = rows(files, directory, folders); // compacted meanwhile
        }
        found.addAll(rows);
        for (Path folder : folders) {
            collect(files, folder, found);
        }
    }

    private static List<Path> rows(FileSystem files, Path directory, List<Path> folders) throws IOException {
        DayFiles day = listed(files, new Path(directory, DayFiles.NAME));
        Set<String> names = new LinkedHashSet<>();
        for (FileStatus file : files.listStatus(directory)) {
            String name = file.getPath().getName();
            if (!file.isDir()) {
                names.add(name);
            } else if (!name.startsWith(".") && !name.startsWith("_")) {
                folders.add(file.getPath());
            }
        }
        return day.of(names).stream().map(name -> new Path(directory, name)).toList();
    }

    private static DayFiles listed(FileSystem files, Path list) throws IOException {
        if (!files.exists(list)) {
            return DayFiles.NONE;
        }
        try (FSDataInputStream in = files.open(list)) {
            return DayFiles.read(in.readAllBytes());
        }
    }
}
