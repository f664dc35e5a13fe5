package io.molt.cli.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DistributionTest {

    @Test
    void every_number_is_in_one_bin_and_those_far_out_are_in_the_last() {
        Distribution spread = Distribution.of(new double[] {-1, -1, 0.1, 0.3, 1, 40, -40});

        assertThat(spread.bins()).hasSize(13);
        assertThat(spread.bins())
                .filteredOn(bin -> bin.count() > 0)
                .containsExactly(
                        new Distribution.Bin(-3, 1),
                        new Distribution.Bin(-1, 2),
                        new Distribution.Bin(0, 1),
                        new Distribution.Bin(0.5, 1),
                        new Distribution.Bin(1, 1),
                        new Distribution.Bin(3, 1));
        assertThat(spread.count()).isEqualTo(7);
    }

    @Test
    void no_numbers_have_no_mean() {
        assertThat(Distribution.of(new double[0]).mean()).isEmpty();
        assertThat(Distribution.of(new double[] {-1, 1}).mean()).hasValue(0);
        assertThat(Distribution.of(new double[] {-1, 1}).deviation()).hasValue(1);
    }
}
