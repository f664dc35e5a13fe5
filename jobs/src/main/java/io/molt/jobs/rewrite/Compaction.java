package io.molt.jobs.rewrite;

import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Compacts the closed days of all tables. */
public final class Compaction {

    /** Full days between the end of a day and its compaction: rows of a day come late. */
    private static final int OPEN_DAYS = 2;

    private final Path tables;
    private final InstantSource clock;
    private final Consumer<String> reached;

    public Compaction(Path tables, InstantSource clock) {
        this(tables, clock, change -> {});
    }

    /**
     * A compaction that can be made to die.
     *
     * @param reached told before each change of a file
     */
    Compaction(Path tables, InstantSource clock, Consumer<String> reached) {
        this.tables = tables;
        this.clock = clock;
        this.reached = reached;
    }

    /** The first UTC day that may not be rewritten yet. */
    public LocalDate firstOpenDay() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate().minusDays(OPEN_DAYS);
    }

    /**
     * Compacts every day before {@code day}.
     *
     * @param done told of each folder that was rewritten, and how many files became one
     * @throws IllegalArgumentException if that would rewrite days that have not been closed for 48 h
     * @throws IllegalStateException if somebody else rewrites these tables
     */
    public void run(LocalDate day, BiConsumer<Path, Integer> done) throws IOException {
        if (day.isAfter(firstOpenDay())) {
            throw new IllegalArgumentException(
                    "only days before " + firstOpenDay() + " have been closed for 48 h, but was " + day);
        }
        try (TablesLock unused = TablesLock.take(tables)) {
            for (Path folder : folders(day)) {
                int files = new DayCompaction(new DayFolder(folder, reached), clock.millis()).run();
                if (files > 0) {
                    done.accept(tables.relativize(folder), files);
                }
            }
        }
    }

    private List<Path> folders(LocalDate before) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String table : Tables.ROWS.keySet()) {
            Path directory = tables.resolve(table);
            if (Files.isDirectory(directory)) {
                try (Stream<Path> days = Files.list(directory)) {
                    days.filter(day -> isBefore(day, before)).sorted().forEach(folders::add);
                }
            }
        }
        return folders;
    }

    private static boolean isBefore(Path folder, LocalDate day) {
        String name = folder.getFileName().toString();
        return name.matches("day=\\d{4}-\\d{2}-\\d{2}")
                && LocalDate.parse(name.substring("day=".length())).isBefore(day);
    }
}
