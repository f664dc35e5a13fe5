package io.molt.jobs.rewrite;

import io.molt.jobs.table.DayFiles;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Takes the content of forgotten sessions out of the files of tables, open days and closed ones alike. A file keeps its name and
 * its rows, but for those of {@code messages}; what has no such content is not touched, so that it can be run again, and goes on
 * when it died. The ids of the forgotten turns are held in memory, some 100 bytes each; of the rows a row group at a time.
 */
public final class Erasure {

    private static final int MOST_REMEMBERED = 100_000;

    private final ForgottenSessions sessions;
    private final Consumer<String> reached;

    public Erasure(ForgottenSessions sessions) {
        this(sessions, change -> {});
    }

    /**
     * An erasure that can be made to die.
     *
     * @param reached told before each change of a file
     */
    Erasure(ForgottenSessions sessions, Consumer<String> reached) {
        this.sessions = remembering(sessions);
        this.reached = reached;
    }

    /** Of the sessions asked for last: their keys are small files. */
    private static ForgottenSessions remembering(ForgottenSessions sessions) {
        Map<List<String>, OptionalLong> known = new HashMap<>();
        return (agentId, sessionId) -> {
            List<String> session = List.of(agentId, sessionId);
            OptionalLong at = known.get(session);
            if (at == null) {
                if (known.size() == MOST_REMEMBERED) {
                    known.clear();
                }
                at = sessions.at(agentId, sessionId);
                known.put(session, at);
            }
            return at;
        };
    }

    /** Something to do with those files of a day that may have such content. */
    private interface Visit {
        void of(DayFolder folder, List<FileErasure> files) throws IOException;
    }

    /**
     * Which files have how many rows with content that should be gone; changes nothing.
     *
     * @param tables directories of tables; a turn of one may have left something in another
     * @throws IllegalStateException if somebody else rewrites one of them
     */
    public List<FileRows> look(List<Path> tables) throws IOException {
        List<FileRows> found = new ArrayList<>();
        each(tables, (folder, files) -> {
            for (FileErasure file : files) {
                file.rows().ifPresent(found::add);
            }
        });
        return found;
    }

    /**
     * Rewrites these files.
     *
     * @param tables directories of tables; a turn of one may have left something in another
     * @param done told of each file that was rewritten
     * @throws IllegalStateException if somebody else rewrites one of them
     */
    public void run(List<Path> tables, Consumer<FileRows> done) throws IOException {
        each(tables, (folder, files) -> {
            clean(folder);
            for (FileErasure file : files) {
                Optional<FileRows> rows = file.rows();
                if (rows.isPresent()) {
                    reached.accept("write " + FileErasure.WRITING);
                    file.write(folder.path().resolve(FileErasure.WRITING));
                    folder.rename(
                            FileErasure.WRITING, rows.get().file().getFileName().toString());
                    done.accept(rows.get());
                }
            }
        });
    }

    private void each(List<Path> tables, Visit visit) throws IOException {
        Deque<TablesLock> locks = new ArrayDeque<>();
        try {
            for (Path each : tables) {
                locks.push(TablesLock.take(each));
            }
            Set<String> turns = new HashSet<>();
            Set<Path> without = new HashSet<>();
            for (Path each : tables) {
                for (String table : List.of(Tables.TURNS, Tables.SCORED_TURNS)) {
                    turns(each, table, turns, without);
                }
            }
            for (Path each : tables) {
                for (String table : TableContent.ALL.keySet()) {
                    for (DayFolder folder : days(each, table)) {
                        visit.of(folder, files(folder, table, turns, without));
                    }
                }
            }
        } finally {
            for (TablesLock lock : locks) {
                lock.close();
            }
        }
    }

    /** Adds the forgotten turns of a table, and its files that have none. */
    private void turns(Path tables, String table, Set<String> turns, Set<Path> without) throws IOException {
        List<String> columns = new ArrayList<>(TableContent.ALL.get(table).identity());
        columns.add("turn_id");
        for (DayFolder folder : days(tables, table)) {
            for (FileErasure file : files(folder, table, turns, without)) {
                boolean[] any = {false};
                file.each(columns, row -> {
                    any[0] = true;
                    turns.add(row.getString("turn_id", 0));
                });
                if (!any[0]) {
                    without.add(file.path());
                }
            }
        }
    }

    /** Those that wait for their name or their end in a compaction are among them. */
    private List<FileErasure> files(DayFolder folder, String table, Set<String> turns, Set<Path> without)
            throws IOException {
        List<FileErasure> files = new ArrayList<>();
        for (String name : folder.names()) {
            Path path = folder.path().resolve(name);
            boolean rows = DayFiles.isFinished(name) || (name.startsWith("_") && name.endsWith(".new"));
            if (rows && !without.contains(path)) {
                files.add(new FileErasure(path, TableContent.ALL.get(table), sessions, turns));
            }
        }
        return files;
    }

    private List<DayFolder> days(Path tables, String table) throws IOException {
        Path directory = tables.resolve(table);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> days = Files.list(directory)) {
            return days.filter(Files::isDirectory)
                    .sorted()
                    .map(day -> new DayFolder(day, reached))
                    .toList();
        }
    }

    /** What compactions and erasures that died have left: nobody else works here. */
    private static void clean(DayFolder folder) throws IOException {
        for (String name : folder.names()) {
            if (name.startsWith(DayCompaction.WRITING) || name.equals(FileErasure.WRITING)) {
                folder.delete(name);
            }
        }
    }
}
