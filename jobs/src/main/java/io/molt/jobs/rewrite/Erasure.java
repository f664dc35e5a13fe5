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

    /** Something to do with the files of a day. */
    private interface Visit {
        void of(DayFolder folder, TableContent content, Set<String> turns) throws IOException;
    }

    /**
     * Which files have how many rows with content that should be gone; changes nothing.
     *
     * @param tables directories of tables; a turn of one may have left something in another
     * @throws IllegalStateException if somebody else rewrites one of them
     */
    public List<FileRows> look(List<Path> tables) throws IOException {
        List<FileRows> found = new ArrayList<>();
        each(tables, (folder, content, turns) -> {
            for (String name : rowFiles(folder)) {
                rows(folder, name, open(folder, name, content, turns)).ifPresent(found::add);
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
        each(tables, (folder, content, turns) -> {
            clean(folder);
            for (String name : rowFiles(folder)) {
                FileErasure file = open(folder, name, content, turns);
                Optional<FileRows> rows = rows(folder, name, file);
                if (rows.isPresent()) {
                    reached.accept("write " + FileErasure.WRITING);
                    file.write(folder.path().resolve(FileErasure.WRITING));
                    folder.rename(FileErasure.WRITING, name);
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
            Set<String> turns = turns(tables);
            for (Path each : tables) {
                for (String table : TableContent.ALL.keySet()) {
                    for (DayFolder folder : days(each, table)) {
                        visit.of(folder, TableContent.ALL.get(table), turns);
                    }
                }
            }
        } finally {
            for (TablesLock lock : locks) {
                lock.close();
            }
        }
    }

    private Set<String> turns(List<Path> tables) throws IOException {
        Set<String> turns = new HashSet<>();
        for (Path each : tables) {
            for (String table : List.of(Tables.TURNS, Tables.SCORED_TURNS)) {
                TableContent content = TableContent.ALL.get(table);
                for (DayFolder folder : days(each, table)) {
                    for (String name : rowFiles(folder)) {
                        open(folder, name, content, turns)
                                .each(content.identity(), row -> turns.add(row.getString("turn_id", 0)));
                    }
                }
            }
        }
        return turns;
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

    /** Those that wait for their name or their end in a compaction are among them. */
    private static List<String> rowFiles(DayFolder folder) throws IOException {
        return folder.names().stream()
                .filter(name -> DayFiles.isFinished(name) || (name.startsWith("_") && name.endsWith(".new")))
                .toList();
    }

    private FileErasure open(DayFolder folder, String name, TableContent content, Set<String> turns)
            throws IOException {
        return new FileErasure(folder.path().resolve(name), content, sessions, turns);
    }

    private static Optional<FileRows> rows(DayFolder folder, String name, FileErasure file) throws IOException {
        long rows = file.rows();
        return rows == 0
                ? Optional.empty()
                : Optional.of(new FileRows(folder.path().resolve(name), rows));
    }
}
