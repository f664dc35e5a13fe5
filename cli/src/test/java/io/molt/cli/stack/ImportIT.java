package io.molt.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.molt.cli.imports.ImportCommand;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.TurnAnswered;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code molt import} into a stack with all its jobs: the rules judge, no training. */
class ImportIT {

    private static final String SESSION = "3f0c8a52-1111-4222-8333-444455556666";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private Path files;
    private Home home;
    private Stack stack;
    private StackView seen;

    @BeforeEach
    void start() throws Exception {
        files = Files.createDirectories(directory.resolve("files"));
        copy("openclaw.jsonl");
        home = Home.take(directory.resolve("home"));
        Map<String, String> settings = new HashMap<>(Map.of("learn.method", "none"));
        for (String port : List.of("proxy.port", "engine.port", "kafka.port", "flink.webPort")) {
            settings.put(port, "0");
        }
        stack = Stack.start(home, settings, Clock.systemUTC(), swap -> {});
        seen = new StackView(stack);
    }

    @AfterEach
    void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
        home.close();
    }

    @Test
    void an_imported_session_is_judged_and_closed_at_once_and_importing_it_again_adds_no_row() throws Exception {
        new Conversation(stack.proxyUrl(), "ada", SESSION).says("How long is notes.txt?");

        assertThat(imported("openclaw"))
                .as("exit status, since two lines are damaged")
                .isEqualTo(1);

        List<ScoredTurn> log = seen.turns("ada", entries -> entries.size() == 5);
        assertThat(log)
                .extracting(
                        turn -> turn.exchange().reply(),
                        turn -> turn.nextState().kind(),
                        turn -> turn.judgement().unscored(),
                        turn -> turn.judgement().reward())
                .containsExactlyInAnyOrder(
                        tuple("", NextStateKind.TOOL_RESULT, "", 0.0),
                        tuple("12 lines.", NextStateKind.USER_REPLY, "", -1.0),
                        tuple("Tw", NextStateKind.UNKNOWN, "FAILED_TURN", 0.0),
                        tuple("Twelve lines.", NextStateKind.UNKNOWN, "COMPACTED", 0.0),
                        tuple("You are welcome.", NextStateKind.SILENCE, "SILENCE", 0.0));
        assertThat(log)
                .allMatch(turn ->
                        turn.exchange().servedBy().equals(new ServedBy("big-model-1", false, List.of(), 0, "")));
        assertThat(log).allMatch(turn -> turn.exchange().timing().requestedAtMillis() < 1_772_500_000_000L);
        String counted = "select session_id, count(*) from turns_all where agent_id = 'ada' group by 1 order by 2";
        List<String> rows = List.of(SESSION + " 1", "import-openclaw-" + SESSION + " 5");
        seen.awaitRows("turns", counted, rows);

        imported("openclaw");
        imported("openclaw");

        assertThat(seen.recorded().stream().filter(TurnAnswered.class::isInstance))
                .hasSize(6);
        // A live turn after the imports: when it has its row, anything before it would have had its own.
        new Conversation(stack.proxyUrl(), "bob", "later").says("Hello.", "X-Session-Done", "true");
        seen.turns("bob", entries -> entries.size() == 1);
        seen.awaitRows("turns", "select count(*) from turns_all where agent_id = 'bob'", List.of("1"));
        seen.awaitRows("turns", counted, rows);
        assertThat(seen.turns("ada", entries -> true)).hasSize(5);
    }

    private int imported(String format) {
        return new CommandLine(new ImportCommand())
                .execute(
                        format,
                        files.toString(),
                        "--agent",
                        "ada",
                        "--home",
                        home.directory().toString());
    }

    private void copy(String sample) throws Exception {
        try (InputStream in = ImportCommand.class.getResourceAsStream(sample)) {
            Files.copy(in, files.resolve(sample));
        }
    }
}
