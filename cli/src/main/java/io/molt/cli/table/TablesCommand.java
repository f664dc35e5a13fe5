package io.molt.cli.table;

import io.molt.cli.stack.Home;
import io.molt.jobs.rewrite.Compaction;
import io.molt.jobs.rewrite.Erasure;
import io.molt.schemas.seal.ContentKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt tables}: looks after the files of the tables. */
@Command(
        name = "tables",
        description = "Looks after the files of the tables.",
        subcommands = TablesCommand.Compact.class)
public final class TablesCommand {

    /** {@code molt tables compact}. */
    @Command(
            name = "compact",
            description = {
                "Writes all files of a table's closed day into one, sorted by agent and time; molt may be running.",
                "What was replaced is deleted by the next compaction, an hour later at the earliest.",
                "What molt forget has left, since it died or since a file was written later, goes as well, in all days."
            })
    static final class Compact implements Callable<Integer> {

        @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
        private Path home = Path.of(".molt");

        @Option(
                names = "--before",
                paramLabel = "DAY",
                description = "only days before this one, such as 2026-11-21 (default: every day closed for 48 h, UTC)")
        private Optional<LocalDate> before = Optional.empty();

        @Option(names = "--keys", description = "directory of the keys, if it is not the home directory's")
        private Optional<Path> keys = Optional.empty();

        @Override
        public Integer call() throws Exception {
            Path tables = home.resolve("tables");
            if (!Files.isDirectory(tables)) {
                System.err.println("molt: no tables in " + home);
                return 2;
            }
            Compaction compaction = new Compaction(tables, Clock.systemUTC());
            Path directory = keys.orElse(Home.keysOf(home));
            if (keys.isPresent() && !Files.isDirectory(directory)) {
                System.err.println("molt: no keys in " + directory);
                return 2;
            }
            if (Files.isDirectory(directory)) {
                new Erasure(new ContentKeys(directory)::destroyedAt)
                        .run(
                                HomeTables.of(home).directories(),
                                file -> System.out.println(
                                        home.relativize(file.file()) + "  " + file.rows() + " rows forgotten"));
            }
            compaction.run(
                    before.orElse(compaction.firstOpenDay()),
                    (folder, files) -> System.out.println(folder + "  " + files + " files are one"));
            return 0;
        }
    }
}
