package io.molt.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {

    private static final List<String> PIECES =
            List.of("select 1", " ", "\n", "'a;b'", "\"x;\"\"y\"", "-- so; what\n", "/* ; */", "$$ ; ' $$", "'it''s'");

    @Test
    void statements_end_with_semicolons_that_are_no_part_of_a_string_a_name_or_a_comment() {
        Statements statements = Statements.of("-- first; one\nselect ';', \";\";\n\n/* none; */;select 2");

        assertThat(statements.whole()).containsExactly("-- first; one\nselect ';', \";\"");
        assertThat(statements.rest()).isEqualTo("select 2");
        assertThat(statements.all()).hasSize(2);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void what_was_joined_is_cut_at_the_same_places(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            StringBuilder text = new StringBuilder("select 2 ");
            for (int piece = random.nextInt(9); piece > 0; piece--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            statements.add(text.toString().strip());
        }

        assertThat(Statements.of(String.join("\n;", statements)).all()).isEqualTo(statements);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void no_text_breaks_it_and_nothing_but_semicolons_blanks_and_comments_is_lost(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append("ab;'\"-/*$ \n".charAt(random.nextInt(11)));
            }

            Statements statements = Statements.of(text.toString());

            assertThat(text.toString()).endsWith(statements.rest());
            assertThat(statements.whole())
                    .allSatisfy(statement -> assertThat(text.toString()).contains(statement));
            assertThat(statements.whole()).noneMatch(Statements::isBlank);
        }
    }
}
