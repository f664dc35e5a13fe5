package io.molt.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KillPlanTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_plan_is_a_function_of_its_seed_and_everybody_dies_in_time(long seed) {
        var toll = new KillPlan.Toll(4, 2, 1);
        var within = Duration.ofMinutes(2);

        KillPlan plan = KillPlan.of(seed, toll, List.of("tm-1", "tm-2"), within);

        assertThat(plan).isEqualTo(KillPlan.of(seed, toll, List.of("tm-1", "tm-2"), within));
        assertThat(plan.deaths()).hasSize(7).allMatch(death -> death.afterMillis() > 0);
        assertThat(plan.deaths().stream().mapToLong(KillPlan.Death::afterMillis).sum())
                .isLessThan(within.toMillis());
        assertThat(plan.deaths().stream().filter(death -> death.process().startsWith("tm-")))
                .hasSize(4);
    }
}
