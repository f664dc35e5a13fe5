package io.molt.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.Molt;
import io.molt.proxy.access.Access;
import io.molt.proxy.access.Admission;
import io.molt.proxy.access.ClientKeys;
import io.molt.proxy.access.KeysFile;
import io.molt.proxy.request.Caller;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

    @TempDir
    private Path home;

    private record Said(int status, String out) {}

    private Said molt(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            return new Said(Molt.commandLine().execute(arguments), out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private Admission admit(String key) throws Exception {
        ClientKeys keys = new ClientKeys(new KeysFile(home.resolve("client.keys")).read());
        return new Access(true, () -> keys, InstantSource.system()).admit(Optional.empty(), Optional.of(key));
    }

    @Test
    void a_key_is_printed_once_counts_is_listed_without_the_key_and_can_be_revoked() throws Exception {
        Said created = molt(
                "keys", "create", "--home", home.toString(), "--agent", "amy", "--name", "laptop", "--expires", "P90D");
        String key = created.out().strip();
        assertThat(created.status()).isZero();
        assertThat(admit(key)).isEqualTo(new Admission.Admitted(Caller.of("amy")));

        Said listed = molt("keys", "list", "--home", home.toString());
        assertThat(listed.out()).contains("amy", "laptop", "until 2").doesNotContain(key, key.substring(5, 20));

        String id = listed.out().lines().skip(1).findFirst().orElseThrow().substring(0, 12);
        assertThat(molt("keys", "revoke", "--home", home.toString(), id).status())
                .isZero();
        assertThat(admit(key)).isInstanceOf(Admission.Refused.class);
        assertThat(molt("keys", "list", "--home", home.toString()).out()).contains("revoked");
    }

    @Test
    void what_cannot_be_is_refused() {
        assertThat(molt("keys", "create", "--home", home.toString(), "--agent", "*")
                        .status())
                .isEqualTo(2);
        assertThat(molt("keys", "create", "--home", home.toString(), "--agent", "a", "--expires", "90")
                        .status())
                .isEqualTo(2);
        assertThat(molt("keys", "revoke", "--home", home.toString(), "ab").status())
                .isEqualTo(2);
        assertThat(molt("keys", "revoke", "--home", home.toString(), "abcdef").status())
                .isEqualTo(1);
    }
}
