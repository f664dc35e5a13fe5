package io.molt.cli.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgreementTest {

    @Test
    void kappa_is_that_of_the_textbooks() {
        // Fleiss, Cohen, Everitt: Large sample standard errors of kappa (1969), table 1, of 200 patients.
        assertKappa(new long[][] {{106, 10, 4}, {22, 28, 10}, {2, 12, 6}}, 0.70, 0.429);
        assertKappa(new long[][] {{20, 5}, {10, 15}}, 0.70, 0.400);
        // The same raw agreement, more of it by chance in the first.
        assertKappa(new long[][] {{45, 15}, {25, 15}}, 0.60, 0.130);
        assertKappa(new long[][] {{25, 35}, {5, 35}}, 0.60, 0.259);
    }

    @Test
    void judges_that_always_disagree_or_never_look_have_the_kappa_that_they_deserve() {
        assertKappa(new long[][] {{0, 5}, {5, 0}}, 0, -1);
        assertKappa(new long[][] {{7, 0}, {3, 0}}, 0.7, 0);
        assertKappa(new long[][] {{3, 0}, {0, 9}}, 1, 1);
        assertKappa(new long[][] {{0, 4}, {0, 0}}, 0, 0);
    }

    @Test
    void without_turns_or_with_one_side_only_there_is_no_kappa_and_a_reason() {
        Agreement none = Agreement.of(new long[4][4]);
        Agreement oneSide = Agreement.of(new long[][] {{0, 0}, {0, 12}});

        assertThat(none.kappa()).isEmpty();
        assertThat(none.raw()).isEmpty();
        assertThat(none.undefined()).isEqualTo("no turn was judged by both");
        assertThat(oneSide.kappa()).isEmpty();
        assertThat(oneSide.raw()).hasValue(1);
        assertThat(oneSide.undefined()).isEqualTo("both judges took one and the same side on every turn");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void kappa_is_the_same_whoever_is_first_and_whatever_the_sides_are_called(long seed) {
        var random = new SplittableRandom(seed);
        long[][] counts = new long[4][4];
        long[][] swapped = new long[4][4];
        long[][] renamed = new long[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                counts[i][j] = 1L + random.nextInt(30);
                swapped[j][i] = counts[i][j];
                renamed[3 - i][3 - j] = counts[i][j];
            }
        }

        double kappa = Agreement.of(counts).kappa().orElseThrow();

        assertThat(kappa).isBetween(-1.0, 1.0);
        assertThat(Agreement.of(swapped).kappa().orElseThrow()).isCloseTo(kappa, within(1e-12));
        assertThat(Agreement.of(renamed).kappa().orElseThrow()).isCloseTo(kappa, within(1e-12));
    }

    private static void assertKappa(long[][] counts, double raw, double kappa) {
        Agreement agreement = Agreement.of(counts);
        assertThat(agreement.raw().orElseThrow()).isCloseTo(raw, within(1e-9));
        assertThat(agreement.kappa().orElseThrow()).isCloseTo(kappa, within(5e-4));
        assertThat(agreement.undefined()).isEmpty();
    }
}
