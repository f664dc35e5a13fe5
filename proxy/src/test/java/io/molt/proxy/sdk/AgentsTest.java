package io.molt.proxy.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.sdk.SdkRoutes.Route;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRequested;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
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

    /** Leaves something to read in target/agents: what was said, written, and recorded. */
    @AfterEach
    void stop(TestInfo test) throws IOException {
        routes.close();
        StringBuilder kept = new StringBuilder();
        Path transcript = AgentProgram.transcript(home);
        if (Files.exists(transcript)) {
            kept.append(Files.readString(transcript));
        }
        kept.append("recorded:\n");
        for (TurnEvent event : routes.recorded()) {
            if (event instanceof TurnRequested asked) {
                kept.append("%s asked in %s, %s, %d messages%n"
                        .formatted(
                                asked.turn().turnId(),
                                asked.turn().sessionId(),
                                asked.kind(),
                                asked.context().size()));
            } else if (event instanceof TurnAnswered answer) {
                kept.append("%s answered: %d %s%n"
                        .formatted(
                                answer.turn().turnId(),
                                answer.ending().status(),
                                answer.ending().finishReason()));
            }
        }
        Path directory = Files.createDirectories(Path.of("target/agents"));
        String name = test.getTestMethod().orElseThrow().getName() + " " + test.getDisplayName();
        Files.writeString(directory.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".txt"), kept);
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
    void a_title_that_claude_code_asks_for_in_a_terminal_is_a_side_turn(String route) throws Exception {
        Map<String, String> environment = Map.of(
                "ANTHROPIC_BASE_URL", base(route),
                "ANTHROPIC_API_KEY", "sk-ant-test",
                "DISABLE_TELEMETRY", "1",
                "DISABLE_AUTOUPDATER", "1",
                "DISABLE_ERROR_REPORTING", "1");
        String program = AgentProgram.installed("@anthropic-ai/claude-code-linux-ARCH/claude");
        AgentProgram claude = new AgentProgram(home, environment, List.of(program))
                .with(
                        ".claude.json",
                        """
                        {"hasCompletedOnboarding":true,"theme":"dark",
                         "customApiKeyResponses":{"approved":["sk-ant-test"],"rejected":[]},
                         "projects":{"%s":{"hasTrustDialogAccepted":true,"hasCompletedProjectOnboarding":true}}}
                        """
                                .formatted(home));

        String line = "Hello there, how is the weather in this folder?"; // "Hello" alone gets no title
        claude.type(
                "\u276f",
                line,
                () -> routes.awaitRecorded(event -> isTitle(event, line), Duration.ofMinutes(2))
                        && routes.awaitRecorded(event -> isAsked(event, TurnKind.MAIN), Duration.ofMinutes(2))
                        && routes.awaitRecorded(
                                event -> event instanceof TurnAnswered answer
                                        && turns(TurnKind.MAIN)
                                                .contains(answer.turn().turnId()),
                                Duration.ofMinutes(2)));

        assertThat(sessions(TurnKind.MAIN)).hasSize(1);
        assertThat(sessions(TurnKind.SIDE)).as("titles").isEqualTo(sessions(TurnKind.MAIN));
    }

    private static boolean isTitle(TurnEvent event, String line) {
        return event instanceof TurnRequested request
                && request.kind() == TurnKind.SIDE
                && request.bodies().stream()
                        .anyMatch(body ->
                                body.text().contains(line) && body.text().contains("Write the title"));
    }

    private List<String> turns(TurnKind kind) {
        return routes.recorded().stream()
                .filter(event -> isAsked(event, kind))
                .map(event -> ((TurnRequested) event).turn().turnId())
                .toList();
    }

    private static boolean isAsked(TurnEvent event, TurnKind kind) {
        return event instanceof TurnRequested request && request.kind() == kind;
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
        // It has used more than that, so it has a summary made.
        codex.run("resume", "--last", "--skip-git-repo-check", "-c", "model_auto_compact_token_limit=50", "Once more.");

        assertThat(tool).contains("The tool says:").contains(home.toString());
        assertConversation(more, retried, "@fail-once codex");
        assertThat(sessions(TurnKind.MAIN)).hasSize(1);
        assertThat(sessions(TurnKind.SIDE)).as("summaries").isEqualTo(sessions(TurnKind.MAIN));
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

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"passed, chat", "translated, messages", "translated, responses"})
    void openclaw(String route, String api) throws Exception {
        AgentProgram openclaw = openclaw(route, api, 19_841);
        String[] ask = {"agent", "--local", "--session-id", "s1", "--message"};

        String tool = openclaw.run(with(ask, "Please @use read path=" + home.resolve("hello.txt")));
        String more = openclaw.run(with(ask, "Hello again."));
        String retried = openclaw.run(with(ask, "Now @fail-once openclaw"));

        assertThat(tool).contains("The tool says:").contains("hello from the file");
        assertConversation(more, retried, "@fail-once openclaw");
        assertThat(sessions(TurnKind.MAIN)).hasSize(1);
    }

    @Test
    void a_heartbeat_of_openclaws_gateway_is_a_side_turn() throws Exception {
        int port = freePort();
        AgentProgram openclaw = openclaw("passed", "chat", port);

        Process gateway = openclaw.start("http server listening", "gateway", "run", "--port", "" + port);
        try {
            String more = openclaw.run("agent", "--agent", "main", "--message", "Hello.");
            boolean beat = routes.awaitRecorded(event -> isAsked(event, TurnKind.SIDE), Duration.ofMinutes(3));

            assertThat(more).contains("Hello there, friend.");
            assertThat(beat).isTrue();
            assertThat(sessions(TurnKind.MAIN)).hasSize(1);
        } finally {
            AgentProgram.end(gateway);
        }
    }

    private AgentProgram openclaw(String route, String api, int port) throws IOException {
        String model = "\"models\":[{\"id\":\"m\",\"name\":\"m\",\"reasoning\":false,\"input\":[\"text\"],"
                + "\"cost\":{\"input\":0,\"output\":0,\"cacheRead\":0,\"cacheWrite\":0},"
                + "\"contextWindow\":128000,\"maxTokens\":8192,\"compat\":{\"supportsPromptCacheKey\":true}}]";
        return new AgentProgram(
                        home,
                        Map.of("OPENCLAW_NO_AUTO_UPDATE", "1", "OPENCLAW_DISABLE_BONJOUR", "1"),
                        List.of(AgentProgram.installed(".bin/node"), AgentProgram.installed("openclaw/openclaw.mjs")))
                .with(
                        ".openclaw/openclaw.json",
                        """
                        {"update":{"checkOnStart":false},"discovery":{"mdns":{"mode":"off"}},
                         "gateway":{"mode":"local","port":%d,"bind":"loopback",
                           "auth":{"mode":"token","token":"only-for-this-test"}},
                         "agents":{"defaults":{"workspace":"%s","skipBootstrap":true,
                           "model":{"primary":"%s/m"},"heartbeat":{"every":"1m","target":"none"}}},
                         "models":{"mode":"replace","providers":{
                           "chat":{"baseUrl":"%s/v1","apiKey":"sk-test","api":"openai-completions",%s},
                           "responses":{"baseUrl":"%s/v1","apiKey":"sk-test","api":"openai-responses",%s},
                           "messages":{"baseUrl":"%s","apiKey":"sk-test","api":"anthropic-messages",%s}}}}
                        """
                                .formatted(
                                        port, home, api, base(route), model, base(route), model, base(route), model));
    }

    private static String[] with(String[] arguments, String last) {
        return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
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
