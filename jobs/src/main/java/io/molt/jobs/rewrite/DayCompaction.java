package io.molt.jobs.rewrite;

import io.molt.jobs.table.DayFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One run over one day of one table, in this order; whatever dies in between, the next run goes on.
 *
 * <ol>
 *   <li>What a run that died left behind is deleted; nothing refers to it.
 *   <li>If the day was compacted an hour ago or earlier, so that no query still reads the replaced files: the new file gets
 *       its own name, the replaced files are deleted, and the list forgets them.
 *   <li>If more than one file has rows of the day (late ones have come, or it was never compacted): all of them are written
 *       into one, under a name that nobody reads; then the list names it and what it replaces. This is the commit.
 * </ol>
 */
final class DayCompaction {

    private static final long STILL_READ_MILLIS = Duration.ofHours(1).toMillis();
    /** Nobody reads it, and it is of no use to anybody after a death. */
    static final String WRITING = ".compact.tmp";

    private final DayFolder folder;
    private final long nowMillis;

    DayCompaction(DayFolder folder, long nowMillis) {
        this.folder = folder;
        this.nowMillis = nowMillis;
    }

    /** How many files became one; 0 if there was nothing to do. */
    int run() throws IOException {
        DayFiles listed = folder.listed();
        clean(listed);
        if (nowMillis - listed.writtenAtMillis() >= STILL_READ_MILLIS) {
            listed = finish(listed);
        }
        List<String> rows = listed.of(folder.names());
        if (rows.size() < 2) {
            return 0;
        }
        commit(listed, rows);
        return rows.size();
    }

    private void clean(DayFiles listed) throws IOException {
        Set<String> needed = new LinkedHashSet<>();
        listed.files().forEach(name -> needed.add(DayFiles.hidden(name)));
        listed.replaced().forEach(name -> needed.add(DayFiles.hidden(name)));
        for (String name : folder.names()) {
            boolean left = name.startsWith(WRITING)
                    || (name.startsWith("_compact-") && name.endsWith(".new") && !needed.contains(name));
            if (left) {
                folder.delete(name);
            }
        }
    }

    private DayFiles finish(DayFiles listed) throws IOException {
        boolean moved = false;
        for (String name : listed.files()) {
            if (folder.has(DayFiles.hidden(name))) {
                folder.rename(DayFiles.hidden(name), name);
                moved = true;
            }
        }
        if (!moved && listed.replaced().isEmpty()) {
            return listed;
        }
        for (String name : listed.replaced()) {
            folder.delete(name);
            folder.delete(DayFiles.hidden(name));
        }
        DayFiles finished = new DayFiles(listed.files(), List.of(), listed.writtenAtMillis());
        folder.list(finished);
        return finished;
    }

    private void commit(DayFiles listed, List<String> rows) throws IOException {
        List<Path> inputs =
                rows.stream().map(name -> folder.path().resolve(name)).toList();
        folder.reached().accept("write " + WRITING);
        SortedRows.of(inputs, folder.path().resolve(WRITING));
        String name = "compact-" + nowMillis + ".parquet";
        folder.rename(WRITING, DayFiles.hidden(name));
        Set<String> replaced = new LinkedHashSet<>(listed.replaced());
        for (String row : rows) {
            boolean hidden = row.startsWith("_");
            replaced.add(hidden ? row.substring(1, row.length() - ".new".length()) : row);
        }
        folder.list(new DayFiles(List.of(name), new ArrayList<>(replaced), nowMillis));
    }
}
