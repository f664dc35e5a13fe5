package io.molt.operators.lora;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.lora.Retention.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Retention SMALL = new Retention(2, 4, Duration.ofDays(7));

    @Test
    void learners_of_the_newest_of_the_last_of_each_day_and_of_pinned_versions_stay() {
        List<Stored> versions = new ArrayList<>();
        for (int version = 1; version <= 10; version++) {
            versions.add(new Stored(version, (version - 1) * 6L * HOUR, "d" + version));
        }

        Retention.Kept kept = SMALL.keep(versions, Set.of(2L));

        assertThat(kept.learners()).containsExactlyInAnyOrder("d2", "d4", "d8", "d9", "d10");
        assertThat(kept.weights()).containsExactlyInAnyOrder("d2", "d7", "d8", "d9", "d10");
    }

    @Test
    void a_directory_that_a_kept_version_refers_to_stays_however_old_it_is() {
        List<Stored> versions = List.of(
                new Stored(1, 0, "d1"),
                new Stored(2, 0, "d2"),
                new Stored(3, 0, "d3"),
                new Stored(4, 0, "d4"),
                new Stored(5, 0, "d1"),
                new Stored(6, 0, "d1"));

        Retention.Kept kept = SMALL.keep(versions, Set.of());

        assertThat(kept.learners()).contains("d1", "d3", "d4").doesNotContain("d2");
    }

    @Test
    void versions_of_the_base_policy_have_no_directory_to_keep() {
        Retention.Kept kept = SMALL.keep(List.of(new Stored(1, 0, "")), Set.of());

        assertThat(kept.weights()).containsOnly("");
    }
}
