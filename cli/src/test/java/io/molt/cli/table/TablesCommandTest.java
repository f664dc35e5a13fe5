package io.molt.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.Molt;
import io.molt.jobs.table.RowFiles;
import io.molt.jobs.table.RowReader;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.table.MessageRow;
import io.molt.schemas.table.Tables;
import io.molt.schemas.turn.MessageBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesCommandTest {

    private static final String DAY = "messages/day=2026-11-01";

    @TempDir
    private Path home;

    @Test
    void a_compaction_takes_out_what_was_forgotten_of_live_tables_and_of_replays() throws Exception {
        Path live = write(home.resolve("tables"));
        Path replay = write(home.resolve("replays/other/tables"));
        ContentKeys.create(home.resolve("keys")).destroy("ada", "gone", 100);

        assertThat(Molt.commandLine().execute("tables", "compact", "--home", home.toString()))
                .isZero();

        for (Path file : List.of(live, replay)) {
            assertThat(texts(file)).containsExactly("gone, later", "stays");
        }
    }

    @Test
    void without_keys_nothing_was_forgotten() throws Exception {
        Path live = write(home.resolve("tables"));

        assertThat(Molt.commandLine().execute("tables", "compact", "--home", home.toString()))
                .isZero();

        assertThat(texts(live)).hasSize(3);
        assertThat(home.resolve("keys")).doesNotExist();
    }

    private static Path write(Path tables) throws IOException {
        Path file = Files.createDirectories(tables.resolve(DAY)).resolve("part-0.parquet");
        try (var writer = RowFiles.writer(Tables.MESSAGES, new LocalOutputFile(file))) {
            writer.write(message("gone", "gone", 100));
            writer.write(message("gone", "gone, later", 101));
            writer.write(message("stays", "stays", 100));
        }
        return file;
    }

    private static MessageRow message(String session, String text, long atMillis) {
        return new MessageRow("ada", session, new MessageBody("hash", "user", text, ""), atMillis);
    }

    private static List<String> texts(Path file) throws IOException {
        List<String> texts = new ArrayList<>();
        try (var reader = new RowReader(Tables.MESSAGES, new LocalInputFile(file))) {
            for (var row = reader.next(); row.isPresent(); row = reader.next()) {
                texts.add(((MessageRow) row.get()).body().text());
            }
        }
        return texts;
    }
}
