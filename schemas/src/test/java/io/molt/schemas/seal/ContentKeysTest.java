package io.molt.schemas.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentKeysTest {

    @TempDir
    private Path directory;

    @Test
    void every_process_finds_the_key_that_one_of_them_made() throws IOException {
        ContentKey made = keys().sealing("alice", "s", 1).orElseThrow();

        assertThat(keys().sealing("alice", "s", 2)).contains(made);
        assertThat(keys().opening("alice", "s", 1)).contains(made);
        assertThat(made.secret()).hasSize(32);
    }

    @Test
    void two_agents_may_both_call_their_session_one() throws IOException {
        ContentKeys keys = keys();
        ContentKey alices = keys.sealing("alice", "1", 1).orElseThrow();
        ContentKey bobs = keys.sealing("bob", "1", 1).orElseThrow();

        assertThat(alices.secret()).isNotEqualTo(bobs.secret());
        keys.destroy("alice", "1", 10);
        assertThat(keys.opening("bob", "1", 1)).contains(bobs);
    }

    @Test
    void a_destroyed_key_opens_nothing_and_its_bytes_are_gone() throws IOException {
        ContentKeys keys = keys();
        byte[] secret = keys.sealing("alice", "s", 1).orElseThrow().secret();

        keys().destroy("alice", "s", 10);

        assertThat(keys().opening("alice", "s", 1)).isEmpty();
        assertThat(keys().destroyedAt("alice", "s")).hasValue(10);
        for (Path file : files()) {
            assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
                    .doesNotContain(HexFormat.of().formatHex(secret));
        }
    }

    @Test
    void a_key_that_is_missing_is_an_error_and_not_forgotten() {
        assertThatThrownBy(() -> keys().opening("alice", "s", 1)).hasMessageContaining("no key of this session");
    }

    @Test
    void a_session_that_goes_on_gets_another_key_and_its_past_stays_forgotten() throws IOException {
        ContentKeys keys = keys();
        keys.sealing("alice", "s", 1);
        keys.destroy("alice", "s", 10);

        assertThat(keys.sealing("alice", "s", 10))
                .as("asked before it was forgotten")
                .isEmpty();
        assertThat(keys.sealing("alice", "s", 11).orElseThrow().generation()).isEqualTo(2);
        assertThat(keys.sealing("alice", "s", 9)).as("a late record of then").isEmpty();
        assertThat(keys.opening("alice", "s", 1)).isEmpty();

        keys.destroy("alice", "s", 20);
        assertThat(keys.destroyedAt("alice", "s")).hasValue(20);
        assertThat(keys.generation("alice", "s", 21)).contains(3);
    }

    @Test
    void destroying_again_forgets_what_was_asked_in_between() throws IOException {
        ContentKeys keys = keys();
        keys.sealing("alice", "s", 1);
        keys.destroy("alice", "s", 10);
        keys.destroy("alice", "s", 20);
        keys.destroy("alice", "s", 15);

        assertThat(keys.destroyedAt("alice", "s")).hasValue(20);
        assertThat(keys.sealing("alice", "s", 15)).as("still on its way").isEmpty();
    }

    @Test
    void it_is_known_whether_a_session_was_ever_sealed() throws IOException {
        keys().sealing("alice", "s", 1);

        assertThat(keys().has("alice", "s")).isTrue();
        assertThat(keys().has("alice", "other")).isFalse();
        assertThat(keys().has("bob", "s")).isFalse();
    }

    @Test
    void a_session_that_was_never_sealed_can_be_forgotten() throws IOException {
        keys().destroy("alice", "old", 10);

        assertThat(keys().destroyedAt("alice", "old")).hasValue(10);
        assertThat(keys().sealing("alice", "old", 5)).isEmpty();
        assertThat(keys().destroyedAt("alice", "new")).isEmpty();
    }

    @Test
    void an_agent_is_forgotten_with_all_its_sessions() throws IOException {
        ContentKeys keys = keys();
        keys.sealing("alice", "1", 1);
        keys.sealing("alice", "2", 1);
        keys.sealing("bob", "1", 1);

        assertThat(keys.destroyAll("alice", 10)).isEqualTo(2);
        assertThat(keys.destroyAll("nobody", 10)).isZero();
        assertThat(keys.destroyedAt("alice", "never sealed")).hasValue(10);
        assertThat(keys.sealing("alice", "3", 10)).as("a new one, on its way").isEmpty();
        assertThat(keys.sealing("alice", "3", 11)).isPresent();

        assertThat(keys.opening("alice", "2", 1)).isEmpty();
        assertThat(keys.opening("bob", "1", 1)).isPresent();
    }

    @Test
    void ids_never_become_paths_and_only_the_owner_reads_keys() throws IOException {
        keys().sealing("../../etc", "/../x\0y", 1);

        assertThat(files()).hasSize(1).allSatisfy(file -> {
            assertThat(file).startsWith(directory);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
        });
    }

    @Test
    void a_damaged_key_is_an_error() throws IOException {
        keys().sealing("alice", "s", 1);
        Files.write(files().get(0), new byte[7]);

        assertThatThrownBy(() -> keys().opening("alice", "s", 1)).hasMessageContaining("damaged");
        assertThatThrownBy(() -> keys().sealing("alice", "s", 1)).hasMessageContaining("damaged");
    }

    @Test
    void a_damaged_key_can_be_destroyed_and_zeros_are_no_key() throws IOException {
        keys().sealing("alice", "s", 1);
        Path key = files().get(0);
        Files.write(key, new byte[40]);
        assertThatThrownBy(() -> keys().sealing("alice", "s", 1)).hasMessageContaining("damaged");
        Files.write(key, new byte[77]);

        assertThat(keys().destroyAll("alice", 10)).isEqualTo(1);

        assertThat(keys().opening("alice", "s", 1)).isEmpty();
    }

    @Test
    void a_directory_that_is_not_there_is_neither_filled_nor_taken_for_one_without_keys() {
        ContentKeys gone = new ContentKeys(directory.resolve("not-mounted"));

        assertThatThrownBy(() -> gone.sealing("alice", "s", 1)).hasMessageContaining("no directory of keys");
        assertThatThrownBy(() -> gone.destroy("alice", "s", 1)).hasMessageContaining("no directory of keys");
        assertThatThrownBy(() -> gone.destroyAll("alice", 1)).hasMessageContaining("no directory of keys");
    }

    @Test
    void the_generation_is_looked_at_anew_by_who_still_remembers_the_old_key() throws IOException {
        ContentKeys proxy = keys();
        assertThat(proxy.generation("alice", "s", 1)).contains(1);

        keys().destroy("alice", "s", 10);

        assertThat(proxy.generation("alice", "s", 10)).isEmpty();
        assertThat(proxy.generation("alice", "s", 11)).contains(2);
    }

    @Test
    void that_an_agent_was_forgotten_is_known_at_once_to_who_remembers_its_keys() throws IOException {
        ContentKeys proxy = keys();
        assertThat(proxy.generation("alice", "s", 1)).contains(1);
        assertThat(proxy.generation("bob", "s", 1)).contains(1);

        keys().destroyAll("alice", 10);
        keys().destroyAll("bob", 20);

        assertThat(proxy.generation("alice", "s", 10)).isEmpty();
        assertThat(proxy.generation("bob", "s", 20)).isEmpty();
        assertThat(proxy.generation("alice", "s", 11)).contains(2);
    }

    /** As one that looked for the agent's keys just before this session had one. */
    @Test
    void a_session_that_begins_while_its_agent_is_forgotten_keeps_no_key() throws IOException {
        ContentKeys proxy = keys();
        proxy.generation("alice", "s", 1);
        keys().destroyAll("alice", 10);
        Files.delete(directory.resolve("destructions")); // nobody was told yet

        assertThat(proxy.generation("alice", "another", 10)).isEmpty();

        assertThat(keys().opening("alice", "another", 1)).isEmpty();
        assertThat(proxy.generation("alice", "another", 11)).contains(2);
    }

    @Test
    void a_key_that_was_just_made_is_found_by_who_remembers_that_there_was_none() throws IOException {
        ContentKeys job = keys();
        keys().destroy("alice", "s", 10);
        assertThat(job.destroyedAt("alice", "s"))
                .as("and so there is no second key")
                .hasValue(10);

        assertThat(keys().generation("alice", "s", 11)).contains(2);

        assertThat(job.opening("alice", "s", 2)).isPresent();
    }

    @Test
    void processes_that_meet_at_a_new_session_agree_on_its_key() throws Exception {
        int processes = 4;
        Set<String> secrets = ConcurrentHashMap.newKeySet();
        CyclicBarrier together = new CyclicBarrier(processes);
        ExecutorService threads = Executors.newFixedThreadPool(processes);
        Callable<Void> process = () -> {
            ContentKeys keys = keys();
            for (int session = 0; session < 20; session++) {
                together.await(60, TimeUnit.SECONDS);
                byte[] secret =
                        keys.sealing("alice", "s" + session, 1).orElseThrow().secret();
                secrets.add(HexFormat.of().formatHex(secret));
            }
            return null;
        };
        for (Future<Void> each : threads.invokeAll(Collections.nCopies(processes, process))) {
            each.get();
        }
        threads.shutdown();

        assertThat(secrets).hasSize(20);
        assertThat(files()).hasSize(20);
    }

    private ContentKeys keys() {
        return new ContentKeys(directory);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
