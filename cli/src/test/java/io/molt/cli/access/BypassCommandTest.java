package io.molt.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.Molt;
import io.molt.proxy.watch.Bypass;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BypassCommandTest {

    @TempDir
    private Path home;

    private boolean isOnAfter(String wish) {
        assertThat(Molt.commandLine().execute("bypass", wish, "--home", home.toString()))
                .isZero();
        try (Bypass bypass = Bypass.watch(home.resolve("bypass").toString())) {
            return bypass.isOn();
        }
    }

    @Test
    void it_stays_on_until_it_is_switched_off() {
        assertThat(isOnAfter("status")).isFalse();
        assertThat(isOnAfter("on")).isTrue();
        assertThat(isOnAfter("on")).isTrue();
        assertThat(isOnAfter("status")).isTrue();
        assertThat(isOnAfter("off")).isFalse();
        assertThat(isOnAfter("off")).isFalse();
    }
}
