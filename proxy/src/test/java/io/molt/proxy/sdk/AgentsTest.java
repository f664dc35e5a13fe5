package io.molt.proxy.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.sdk.SdkRoutes.Route;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRequested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agents of src/test/agents, which {@code npm install} puts there, each in a conversation through the proxy. */
@Tag("agents")
class AgentsTest {

    private SdkRoutes routes;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        routes = new SdkRoutes();
        Files.writeString(home.resolve("hello.txt"), "hello from the file\n");
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"passed", "translated"})
    void claude_code(String route) throws Exception {
        Map<String, String> environment = Map.of(
                "ANTHROPIC_BASE_URL", base(route),
                "ANTHROPIC_API_KEY", "sk-ant-test",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
                "DISABLE_TELEMETRY", "1",
                "DISABLE_AUTOUPDATER", "1",
                "DISABLE_ERROR_REPORTING", "1");
        String program = AgentProgram.installed("@anthropic-ai/claude-code-linux-ARCH/claude");
        AgentProgram claude = new AgentProgram(home, environment, List.of(program, "--allowedTools", "Read"));

        String tool = claude.run("-p", "Please @use Read file_path=" + home.resolve("hello.txt"));
        String more = claude.run("-p", "Hello again.", "--continue");
        String retried = claude.run("-p", "Now @fail-once claude", "--continue");

        assertThat(tool).contains("The tool says:").contains("hello from the file");
        assertConversation(more, retried, "@fail-once claude");
        assertThat(sessions(TurnKind.MAIN)).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"passed", "translated"})
    void codex(String route) throws Exception {
        AgentProgram codex = new AgentProgram(
                        home, Map.of("MOLT_KEY", "sk-test"), List.of(AgentProgram.installed(".bin/codex"), "exec"))
                .with(
                        ".codex/config.toml",
                        """
                        model = "gpt-5.4"
                        model_provider = "molt"
                        check_for_update_on_startup = false
                        [analytics]
                        enabled = false
                        [model_providers.molt]
                        name = "molt"
                        base_url = "%s/v1"
                        env_key = "MOLT_KEY"
                        wire_api = "responses"
                        """
                                .formatted(base(route)));

        String tool = codex.run("--skip-git-repo-check", "Please @use exec_command cmd=pwd");
        String more = codex.run("resume", "--last", "--skip-git-repo-check", "Hello again.");
        String retried = codex.run("resume", "--last", "--skip-git-repo-check", "Now @fail-once codex");

        assertThat(tool).contains("The tool says:").contains(home.toString());
        assertConversation(more, retried, "@fail-once codex");
        assertThat(sessions(TurnKind.MAIN)).hasSize(1);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "passed, molt/m",
        "passed, anthropic/claude-sonnet-4-5",
        "passed, openai/gpt-5.4",
        "translated, anthropic/claude-sonnet-4-5",
        "translated, openai/gpt-5.4"
    })
    void opencode(String route, String model) throws Exception {
        String options = "\"options\":{\"baseURL\":\"" + base(route) + "/v1\",\"apiKey\":\"sk-test\"}";
        AgentProgram opencode = new AgentProgram(
                        home,
                        Map.of("OPENCODE_DISABLE_AUTOUPDATE", "1", "OPENCODE_DISABLE_MODELS_FETCH", "1"),
                        List.of(AgentProgram.installed("opencode-linux-ARCH/bin/opencode"), "run", "-m", model))
                .with(
                        ".config/opencode/opencode.json",
                        "{\"autoupdate\":false,\"permission\":\"allow\",\"provider\":{\"anthropic\":{" + options
                                + "},\"openai\":{" + options
                                + "},\"molt\":{\"npm\":\"@ai-sdk/openai-compatible\",\"name\":\"molt\"," + options
                                + ",\"models\":{\"m\":{\"name\":\"m\"}}}}}");

        String tool = opencode.run("Please @use read filePath=" + home.resolve("hello.txt"));
        String more = opencode.run("--continue", "Hello again.");
        String retried = opencode.run("--continue", "Now @fail-once opencode");

        assertThat(tool).contains("The tool says:").contains("hello from the file");
        assertConversation(more, retried, "@fail-once opencode");
        assertThat(sessions(TurnKind.MAIN)).hasSize(1);
        assertThat(sessions(TurnKind.SIDE)).as("titles").hasSize(1);
    }

    private String base(String name) {
        return routes.all().stream()
                .filter(route -> route.name().equals(name))
                .map(Route::base)
                .findFirst()
                .orElseThrow();
    }

    private void assertConversation(String more, String retried, String failed) {
        assertThat(more).contains("Hello there, friend.");
        assertThat(retried).contains("Hello there, friend.");
        assertThat(routes.upstream().asked(failed)).isGreaterThanOrEqualTo(2);
        assertThat(answered().map(answer -> answer.ending().finishReason()))
                .contains("tool_calls")
                .contains("stop");
    }

    private Stream<TurnAnswered> answered() {
        return routes.recorded().stream().filter(TurnAnswered.class::isInstance).map(TurnAnswered.class::cast);
    }

    private List<String> sessions(TurnKind kind) {
        return routes.recorded().stream()
                .filter(TurnRequested.class::isInstance)
                .map(TurnRequested.class::cast)
                .filter(request -> request.kind() == kind)
                .map(request -> request.turn().sessionId())
                .distinct()
                .toList();
    }
}
