package io.molt.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuestionsFileTest {

    @Test
    void a_file_has_a_day_of_rounds() throws IOException {
        QuestionsFile day = QuestionsFile.parse("questions.json", resource());

        assertThat(day.id()).isEqualTo("day01");
        assertThat(day.rounds())
                .containsExactly(
                        new Round(
                                "r1",
                                "Write the standup file.",
                                "The file is fine.",
                                "Times need an offset.",
                                new Checker.Unavailable()),
                        new Round(
                                "r2",
                                "Which are right?",
                                "Correct!",
                                "B has no offset. C has slashes.",
                                new Checker.Choice(Set.of("A", "D"))));
    }

    @Test
    void a_round_without_its_question_is_refused_with_its_place() {
        assertThatThrownBy(() -> QuestionsFile.parse("q.json", "{\"rounds\":[{\"id\":\"r1\",\"feedback\":{}}]}"))
                .hasMessage("q.json, round 1 has no incorrect");
        assertThatThrownBy(() -> QuestionsFile.parse("q.json", "{\"rounds\":[]}"))
                .hasMessage("questions file q.json has no rounds");
        assertThatThrownBy(() -> QuestionsFile.parse("q.json", "[1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("q.json is no JSON: ");
    }

    @Test
    void a_choice_is_right_when_the_reply_boxes_exactly_its_letters() {
        var choice = new Checker.Choice(Set.of("A", "D"));

        assertThat(choice.accepts("I say \\bbox{D, A}.")).isTrue();
        assertThat(choice.accepts("\\boxed{A,D}")).isTrue();
        assertThat(choice.accepts("\\bbox{A}")).isFalse();
        assertThat(choice.accepts("A and D")).isFalse();
    }

    private static String resource() throws IOException {
        try (InputStream file = QuestionsFileTest.class.getResourceAsStream("two_rounds.json")) {
            return new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
