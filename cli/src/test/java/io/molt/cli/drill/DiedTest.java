package io.molt.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.cluster.Cluster;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiedTest {

    @Test
    void a_broker_that_died_outside_of_a_transaction_is_a_difference_and_nobody_else_is() {
        assertThat(new Died(7.25, Cluster.BROKER, List.of()).difference())
                .contains("no transaction was open when the broker died at 7.3 s");
        assertThat(new Died(7.25, Cluster.BROKER, List.of("molt-score-1")).difference())
                .isEmpty();
        assertThat(new Died(7.25, Cluster.JOB_MANAGER, List.of()).difference()).isEmpty();
    }
}
