package io.molt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void a_percentile_is_the_smallest_value_that_the_share_does_not_exceed() {
        assertThat(Percentiles.of(LongStream.rangeClosed(1, 100).boxed().toList()))
                .isEqualTo(new Percentiles(50, 95, 100));
        assertThat(Percentiles.of(List.of(7L))).isEqualTo(new Percentiles(7, 7, 1));
        assertThat(Percentiles.of(List.of())).isEqualTo(new Percentiles(-1, -1, 0));
    }
}
