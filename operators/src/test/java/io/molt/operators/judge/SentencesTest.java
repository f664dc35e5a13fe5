package io.molt.operators.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {

    @Test
    void words_are_letters_and_numbers_of_any_script_in_lower_case() {
        assertThat(Sentences.words(
                        "  Use the FULL date: 2026-03-03, \u0394\u03ad\u03bb\u03c4\u03b1 \u2163 \u00bd \ud835\udfd9!"))
                .containsExactly(
                        "use",
                        "the",
                        "full",
                        "date",
                        "2026",
                        "03",
                        "03",
                        "\u03b4\u03ad\u03bb\u03c4\u03b1",
                        "\u2173",
                        "\u00bd",
                        "\ud835\udfd9");
        assertThat(Sentences.words(" - \ud83e\udd9e ")).isEmpty();
    }
}
