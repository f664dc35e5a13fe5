package io.molt.cli.compare;

import static io.molt.cli.compare.History.silent;
import static io.molt.cli.compare.History.turn;
import static io.molt.cli.compare.History.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.molt.cli.comparison.Comparison;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.Vote;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** Two agents have learned; replays learned the same again. */
class CompareCommandTest {

    private static final String ATTACK = "</script><b onclick=\"x\">no & thanks</b>";
    private static final String WINDOWS =
            """
            "ada": {"first_version": 1, "last_version": 2, "last_seq": 6},
            "bob": {"first_version": 1, "last_version": 1, "last_seq": 2}""";

    @TempDir
    private Path home;

    private History live = new History(Path.of("."));

    @BeforeEach
    void live() throws Exception {
        live = History.live(home)
                .turns(
                        turn("ada", 1, -1, "wrong"),
                        turn("ada", 2, 1, "thanks"),
                        silent("ada", 3),
                        turn("ada", 4, 1, ATTACK),
                        turn("ada", 5, -1, "no"),
                        turn("ada", 6, 1, "fine"),
                        turn("ada", 7, 1, "after the last batch"),
                        turn("bob", 1, -1, "no"),
                        turn("bob", 2, 1, "yes"))
                .versions(
                        version("ada", 1, 2, LossName.PPO, "a1", 1, 2),
                        version("ada", 2, 6, LossName.PPO, "a2", 4, 5, 6),
                        version("bob", 1, 2, LossName.PPO, "b1", 1, 2));
    }

    @Test
    void a_replay_that_made_the_same_is_equal() throws Exception {
        same("same", "");

        JsonNode comparison = json("live", "same");

        assertThat(comparison.get("adapters_equal").asBoolean()).isTrue();
        assertThat(comparison.at("/judges/kappa").asDouble()).isEqualTo(1);
        assertThat(comparison.at("/pairs/0/batches/equal").asLong()).isEqualTo(3);
        assertThat(comparison.at("/pairs/0/judges/turns").asLong()).isEqualTo(7);
        assertThat(comparison.at("/runs/1/cost/judge_calls").asLong()).isZero();
        assertThat(comparison.at("/runs/0/cost/seconds").isNull()).isTrue();
        assertThat(comparison.at("/runs/0/notes").toString())
                .contains("of live, the log of ada is looked at from its beginning to entry 6");
    }

    @Test
    void the_same_batches_with_other_bytes_are_not_equal() throws Exception {
        live.replay("odd", "", WINDOWS, "")
                .versions(
                        version("ada", 1, 2, LossName.PPO, "a1", 1, 2),
                        version("ada", 2, 6, LossName.PPO, "XX", 4, 5, 6),
                        version("bob", 1, 2, LossName.PPO, "b1", 1, 2));

        JsonNode comparison = json("live", "odd");

        assertThat(comparison.get("adapters_equal").asBoolean()).isFalse();
        assertThat(comparison.at("/pairs/0/batches/equal").asLong()).isEqualTo(3);
        assertThat(comparison.at("/pairs/0/adapters/different").toString())
                .isEqualTo(
                        "[{\"agent\":\"ada\",\"version\":2,\"why\":[\"the same lineage, but other bytes: adapter_model.safetensors\"]}]");
    }

    @Test
    void another_judge_loss_and_batch_size_are_told_word_for_word() throws Exception {
        strict();

        Path golden = Path.of("src/test/resources/io/molt/cli/compare/strict.json");
        String json = ComparisonJson.of(compare("live", "strict"));
        if (Boolean.getBoolean("molt.release")) {
            Files.writeString(golden, json);
        }

        assertThat(json).isEqualTo(Files.readString(golden));
    }

    @Test
    void the_page_is_well_formed_and_what_users_say_stays_text() throws Exception {
        strict();

        String page = HtmlReport.of(compare("live", "strict"));

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page)));
        assertThat(document.getElementsByTagName("script").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("b").item(0).getTextContent()).isEqualTo("0.52");
        assertThat(document.getDocumentElement().getTextContent()).contains(ATTACK);
        assertThat(page).doesNotContain("<b onclick").doesNotContain("http:").doesNotContain("https:");
        assertThat(page)
                .contains("script-src &#39;sha256-", "molt lineage turn t-ada-4", "href=\"#pair-0-from-2-to-0\"");
    }

    @Test
    void the_text_says_what_changed_sides_and_how_to_look_closer() throws Exception {
        strict();

        assertThat(TextReport.of(compare("live", "strict")))
                .contains("2 turns changed sides", "+1.0 -> -1.0  molt lineage turn t-ada-4")
                .contains("ada@v1: turns: 2 and 4, 2 in common; loss: ppo and cispo")
                .contains("live made ada@v2, bob@v1, and strict did not")
                .contains("cost              judge calls")
                .contains("live                       14                140              60   unknown");
    }

    @Test
    void a_sweep_is_compared_run_by_run() throws Exception {
        same("sweep.1", "\"lr\": \"1e-4\"");
        same("sweep.2", "\"lr\": \"1e-3\"");

        Comparison comparison = compare("live", "sweep");

        assertThat(comparison.pairs()).extracting(pair -> pair.b()).containsExactly("sweep.1", "sweep.2");
        assertThat(comparison.judges().kappas()).hasSize(3);
        assertThat(TextReport.of(comparison)).contains("kappa of every two", "lr=1e-4");
    }

    @Test
    void a_replay_of_one_agent_leaves_the_other_out() throws Exception {
        live.replay("one", "", "\"bob\": {\"first_version\": 1, \"last_version\": 1, \"last_seq\": 2}", "")
                .versions(version("bob", 1, 2, LossName.PPO, "b1", 1, 2));
        Path report = home.resolve("replays/one/replay.json");
        Files.writeString(report, Files.readString(report).replace("\"agent\": \"\"", "\"agent\": \"bob\""));
        same("same", "");

        assertThat(compare("live", "one").runs().get(0).notes())
                .contains("of live, ada is left out: no other run has it");
        assertThat(compare("same", "one").pairs().get(0).sentences())
                .contains("ada is in same only, and is not compared");
        assertThat(compare("live", "one").adaptersEqual()).isTrue();
    }

    @Test
    void replays_of_other_times_are_compared_where_they_meet() throws Exception {
        live.replay("second", "", "\"ada\": {\"first_version\": 2, \"last_version\": 2, \"last_seq\": 6}", "")
                .versions(
                        version("ada", 1, 2, LossName.PPO, "a1", 1, 2),
                        version("ada", 2, 6, LossName.PPO, "a2", 4, 5, 6));
        Path report = home.resolve("replays/second/replay.json");
        Files.writeString(
                report, Files.readString(report).replace("\"from\": \"\"", "\"from\": \"1970-01-01T00:00:03Z\""));
        same("same", "");

        Comparison comparison = compare("same", "second");

        assertThat(comparison.adaptersEqual()).isTrue();
        assertThat(comparison.pairs().get(0).adapters().compared()).isEqualTo(1);
        assertThat(comparison.pairs().get(0).sentences())
                .contains(
                        "the windows differ: of the log of ada, same has its beginning to entry 6 and second has entry 3"
                                + " to entry 6; compared is what both have");
    }

    @Test
    void a_later_revision_is_what_judges_are_compared_by_and_the_first_is_what_trained() throws Exception {
        live.turns(turn(
                "bob",
                3,
                1,
                new Judgement("", -1, "", List.of(new Vote(true, -1, "", "")), "rules-1", "0123456789"),
                "on second thought, no"));
        live.replay("again", "\"strict\": \"true\"", WINDOWS.replace("\"last_seq\": 2", "\"last_seq\": 3"), "")
                .turns(turn("bob", 1, -1, "no"), turn("bob", 2, 1, "yes"));

        Comparison comparison = compare("live", "again");

        assertThat(comparison.pairs().get(0).changes()).singleElement().satisfies(change -> {
            assertThat(change.turn()).isEqualTo("t-bob-2");
            assertThat(change.a().words()).isEqualTo("-1.0");
        });
        assertThat(comparison.runs().get(0).steps().get(2).turns().get(1).reward())
                .hasValue(1);
    }

    @Test
    void advantages_are_made_again_as_the_fold_made_them() throws Exception {
        same("plain", "");
        same("centred", "\"advantage\": \"batch\"");

        Comparison comparison = compare("plain", "centred");

        assertThat(comparison.runs().get(0).advantages())
                .isEqualTo(comparison.runs().get(0).rewards());
        assertThat(comparison.runs().get(1).advantages().mean().orElseThrow()).isCloseTo(0, within(1e-9));
        assertThat(comparison.runs().get(1).advantages().deviation().orElseThrow())
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void a_turn_that_a_replay_left_out_was_not_judged_there() throws Exception {
        same("without", "");
        Path report = home.resolve("replays/without/replay.json");
        Files.writeString(report, Files.readString(report).replace("\"without\": []", "\"without\": [\"t-ada-5\"]"));

        Comparison comparison = compare("live", "without");

        assertThat(comparison.pairs().get(0).judges().turns()).isEqualTo(6);
        assertThat(comparison.runs().get(1).judging().unscored()).containsEntry("EXCLUDED", 1L);
        assertThat(comparison.runs().get(1).notes()).containsExactly("without 1 turn");
    }

    @Test
    void what_cannot_be_compared_is_said_in_a_sentence() throws Exception {
        same("same", "");
        Files.createDirectories(home.resolve("replays/half"));

        assertThatThrownBy(() -> compare("live", "none")).hasMessage("there is no replay none; there are: half, same");
        assertThatThrownBy(() -> compare("live", "../same")).hasMessageStartingWith("there is no replay ../same");
        assertThatThrownBy(() -> compare("live", "half"))
                .hasMessage("the replay half did not come to its end; run it again with --again");
        assertThatThrownBy(() -> compare("live")).hasMessageStartingWith("it takes two runs to compare");
        assertThatThrownBy(() -> compare("same", "same")).hasMessage("same is named twice");
    }

    private void same(String name, String set) throws Exception {
        live.replay(name, set, WINDOWS, "")
                .versions(
                        version("ada", 1, 2, LossName.PPO, "a1", 1, 2),
                        version("ada", 2, 6, LossName.PPO, "a2", 4, 5, 6),
                        version("bob", 1, 2, LossName.PPO, "b1", 1, 2));
    }

    /** Judges two turns of ada's differently, and could not judge one of bob's. */
    private void strict() throws Exception {
        live.replay(
                        "strict",
                        "\"judge\": \"rules\", \"strict\": \"true\", \"loss\": \"cispo\", \"N\": \"4\"",
                        "\"ada\": {\"first_version\": 1, \"last_version\": 1, \"last_seq\": 5}",
                        "")
                .turns(
                        turn("ada", 1, -1, "wrong"),
                        turn("ada", 2, 1, "thanks"),
                        silent("ada", 3),
                        turn("ada", 4, -1, ATTACK),
                        turn("ada", 5, -1, "no"),
                        turn("ada", 6, 0, "fine"),
                        turn("bob", 1, -1, "no"),
                        turn("bob", 2, 1, "yes"))
                .versions(version("ada", 1, 5, LossName.CISPO, "c1", 1, 2, 4, 5));
    }

    private Comparison compare(String... names) throws Exception {
        return CompareCommand.compare(home, List.of(names), 100, runs -> Map.of());
    }

    private JsonNode json(String... names) throws Exception {
        return new ObjectMapper().readTree(ComparisonJson.of(compare(names)).getBytes(StandardCharsets.UTF_8));
    }
}
