package io.molt.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    @Test
    void a_second_process_is_refused_until_the_first_lets_go(@TempDir Path directory) throws Exception {
        try (Home first = Home.take(directory)) {
            assertThat(first.tables()).isEqualTo(directory.toAbsolutePath().resolve("tables"));
            assertThatThrownBy(() -> Home.take(directory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("another molt is running on ");
        }

        try (Home second = Home.take(directory)) {
            assertThat(second.directory()).isEqualTo(directory.toAbsolutePath());
        }
    }
}
