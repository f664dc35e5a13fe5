package io.molt.proxy.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The official JavaScript clients of src/test/npm, which {@code npm ci} puts there. */
@Tag("npm")
class NpmClientsTest {

    private static final File FOLDER = new File("src/test/npm").getAbsoluteFile();

    @Test
    void every_official_client_works_unmodified() throws IOException, InterruptedException {
        try (SdkRoutes routes = new SdkRoutes()) {
            ProcessBuilder node = new ProcessBuilder(List.of("node_modules/.bin/node", "--test"));
            node.environment().put("MOLT_ROUTES", routes.json());
            File report = new File("target/npm-clients.txt").getAbsoluteFile();
            node.directory(FOLDER).redirectErrorStream(true).redirectOutput(report);

            int status = node.start().waitFor();

            assertThat(status).as(Files.readString(report.toPath())).isZero();
        }
    }
}
