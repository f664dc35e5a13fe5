package io.molt.proxy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;

/** Remembers what became of each record; two fates for one are a failure. */
final class Fates {

    final Set<String> kept = new LinkedHashSet<>();
    final Set<String> lost = new LinkedHashSet<>();

    Fate of(String record) {
        return new Fate() {
            @Override
            public void kept() {
                settle(kept);
            }

            @Override
            public void lost() {
                settle(lost);
            }

            private void settle(Set<String> here) {
                assertThat(kept).doesNotContain(record);
                assertThat(lost).doesNotContain(record);
                here.add(record);
            }
        };
    }
}
