package io.molt.proxy.body;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.message.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {

    private static final String BODY =
            " {\"model\" : \"m\\u00e4\\\"\",\n \"n\":1.50e+3 ,\"messages\":[ {\"a\":[1]},2 , \"ü\"],"
                    + "\"model\":\"last\",\"on\":true,\"nothing\":null,\"deep\":{\"x\":{}}} ";

    private static String at(String body, Extent place) {
        return new String(body.getBytes(UTF_8), place.from(), place.length(), UTF_8);
    }

    @Test
    void every_value_is_told_with_its_exact_place() throws IOException {
        JsonScan scan = JsonScan.of(BODY.getBytes(UTF_8), Set.of("messages"));

        assertThat(scan.members().stream().map(member -> at(BODY, member.value())))
                .containsExactly(
                        "\"m\\u00e4\\\"\"",
                        "1.50e+3",
                        "[ {\"a\":[1]},2 , \"ü\"]",
                        "\"last\"",
                        "true",
                        "null",
                        "{\"x\":{}}");
        assertThat(scan.members().get(2).elements().stream().map(place -> at(BODY, place)))
                .containsExactly("{\"a\":[1]}", "2", "\"ü\"");
        assertThat(at(BODY, scan.object())).isEqualTo(BODY.strip());
        assertThat(BODY.charAt(scan.members().get(1).from())).isEqualTo('"');
        assertThat(scan.text("model")).isEqualTo("last");
        assertThat(scan.value("n").isNumber()).isTrue();
        assertThat(scan.value("absent").isMissingNode()).isTrue();
    }

    @Test
    void a_few_members_can_be_kept_alone_the_last_of_a_name_and_none_that_is_long() throws IOException {
        String body = BODY.replace("{\"x\":{}}", '"' + "x".repeat(5_000) + '"');
        JsonScan scan = JsonScan.of(body.getBytes(UTF_8), Set.of("messages"));

        JsonScan kept = scan.only(List.of("model", "on", "absent", "deep", "n"));

        assertThat(new String(kept.bytes(), UTF_8)).isEqualTo("{\"model\":\"last\",\"on\":true,\"n\":1.50e+3}");
        assertThat(kept.text("model")).isEqualTo("last");
        assertThat(new String(scan.only(List.of()).bytes(), UTF_8)).isEqualTo("{}");
    }

    @Test
    void a_part_of_a_body_is_scanned_in_place() throws IOException {
        byte[] bytes = BODY.getBytes(UTF_8);
        Extent first = JsonScan.of(bytes, Set.of("messages"))
                .members()
                .get(2)
                .elements()
                .get(0);

        JsonScan part = JsonScan.of(bytes, first, Set.of("a"));

        assertThat(at(BODY, part.object())).isEqualTo("{\"a\":[1]}");
        assertThat(at(BODY, part.members().get(0).elements().get(0))).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"x\"", "{\"a\":1", "{} {}", "{\"a\":tru}", "{'a':1}", "{\"a\":\"\u0001\"}"})
    void what_is_no_json_object_is_refused(String body) {
        assertThatThrownBy(() -> JsonScan.of(body.getBytes(UTF_8), Set.of())).isInstanceOf(IOException.class);
    }

    @Test
    void another_encoding_and_too_deep_a_nesting_are_refused() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatThrownBy(() -> JsonScan.of("{\"a\":1}".getBytes(UTF_16), Set.of()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> JsonScan.of(deep.getBytes(UTF_8), Set.of())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_extent_of_a_random_body_parses_to_the_value_that_a_tree_has(long seed) throws IOException {
        RandomJson random = new RandomJson(new SplittableRandom(seed));
        for (int round = 0; round < 200; round++) {
            byte[] body = random.object(4).getBytes(UTF_8);
            JsonNode tree = JsonText.parse(body);
            JsonScan scan = JsonScan.of(body, Set.of("messages"));

            assertThat(scan.members().stream().map(JsonScan.Member::name).toList())
                    .containsAll((Iterable<String>) tree::fieldNames);
            for (String name : (Iterable<String>) tree::fieldNames) {
                assertThat(scan.value(name)).isEqualTo(tree.get(name));
            }
        }
    }

    @Test
    void edits_leave_everything_else_as_it_is() throws IOException {
        byte[] bytes = BODY.getBytes(UTF_8);
        JsonScan scan = JsonScan.of(bytes, Set.of());
        Splice splice = new Splice();
        for (JsonScan.Member member : scan.members()) {
            if (member.name().equals("model")) {
                splice.replace(member.value(), "\"other\"");
            }
        }

        String edited = new String(splice.apply(bytes), UTF_8);

        assertThat(edited)
                .isEqualTo(BODY.replace("\"m\\u00e4\\\"\"", "\"other\"").replace("\"last\"", "\"other\""));
        assertThat(new Splice().apply(bytes)).isSameAs(bytes);
        assertThat(new Splice().remove(0, 3).remove(2, 5).insert(5, "x").apply("abcdefg".getBytes(UTF_8)))
                .isEqualTo("xfg".getBytes(UTF_8));
        assertThat(List.of(scan.members().size())).containsExactly(7);
    }
}
