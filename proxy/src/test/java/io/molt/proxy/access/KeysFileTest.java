package io.molt.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.proxy.watch.WatchedFile;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysFileTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(NOW));

    @TempDir
    private Path directory;

    private static ClientKey.Drawn draw(String agent) {
        return ClientKey.draw(agent, "laptop", Optional.of(Duration.ofDays(90)), NOW, new SecureRandom());
    }

    @Test
    void what_was_added_is_read_again_as_it_was_by_the_owner_alone_and_without_the_key() throws IOException {
        KeysFile file = new KeysFile(directory.resolve("access/clients.keys"));
        ClientKey.Drawn amy = draw("amy");
        ClientKey.Drawn bob = draw("bob \u20ac");
        file.add(amy.key());
        file.add(bob.key());

        assertThat(file.read()).containsExactly(amy.key(), bob.key());
        assertThat(Files.readString(file.path())).doesNotContain(amy.text(), bob.text(), "molt_");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_revoked_key_stays_in_the_list_and_does_not_count() throws IOException {
        KeysFile file = new KeysFile(directory.resolve("keys"));
        ClientKey.Drawn amy = draw("amy");
        file.add(amy.key());

        assertThat(file.revoke("nothing", NOW)).isEmpty();
        assertThat(file.revoke(amy.key().id(), NOW))
                .extracting(ClientKey::id)
                .containsExactly(amy.key().id());
        assertThat(file.read()).extracting(key -> key.countsAt(NOW)).containsExactly(false);
    }

    @Test
    void a_broken_file_is_refused_by_line_and_names_no_content() throws IOException {
        Path path = directory.resolve("keys");
        Files.writeString(path, "\n{\"sha256\":\"abc\",\"agent\":\"a\"}\n");

        assertThatThrownBy(() -> new KeysFile(path).read())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("line 2 of " + path + " is no client key");
    }

    @Test
    void a_running_proxy_sees_new_and_revoked_keys_and_goes_on_with_the_old_ones_if_the_file_is_broken()
            throws Exception {
        KeysFile file = new KeysFile(directory.resolve("keys"));
        ClientKey.Drawn amy = draw("amy");
        BlockingQueue<ClientKeys> seen = new LinkedBlockingQueue<>();
        try (WatchedFile<ClientKeys> watched =
                WatchedFile.watch(file.path(), path -> new ClientKeys(new KeysFile(path).read()), seen::add)) {
            assertThat(watched.get().find(amy.text(), NOW)).isEmpty();

            file.add(amy.key());
            assertThat(seen.take().find(amy.text(), NOW)).contains(amy.key());
            Files.writeString(file.path(), "broken");
            assertThat(watched.get().find(amy.text(), NOW)).contains(amy.key());
            Files.delete(file.path());
            assertThat(seen.take().find(amy.text(), NOW)).isEmpty();
            file.add(amy.key().revoked(NOW));
            assertThat(seen.take().find(amy.text(), NOW)).isEmpty();
        }
    }

    @Test
    void another_address_or_the_wish_for_keys_without_any_key_refuses_to_start() throws IOException {
        KeysFile file = new KeysFile(directory.resolve("keys"));
        Map<String, String> given = Map.of("access.keysFile", file.path().toString());
        AccessConfig anywhere = AccessConfig.from(new Settings(given), "0.0.0.0");
        AccessConfig here = AccessConfig.from(new Settings(given), "127.0.0.1");
        AccessConfig asked = AccessConfig.from(new Settings(Map.of("access.required", "true")), "localhost");

        here.watch(CLOCK).close();
        assertThatThrownBy(() -> anywhere.watch(CLOCK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("molt keys create --agent NAME");
        assertThatThrownBy(() -> asked.watch(CLOCK)).isInstanceOf(IllegalStateException.class);
        file.add(draw("amy").key());
        anywhere.watch(CLOCK).close();
    }
}
