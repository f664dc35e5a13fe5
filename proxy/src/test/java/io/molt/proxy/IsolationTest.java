package io.molt.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.access.AccessConfig;
import io.molt.proxy.access.ClientKey;
import io.molt.proxy.access.KeysFile;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.redact.Redaction;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one agent says, learns and is answered stays with it. */
class IsolationTest {

    private static final int AGENTS = 50;
    private static final int CONVERSATIONS = 4;
    private static final int TURNS = 25;
    private static final int AT_ONCE = 16;
    private static final List<Dialect> DIALECTS = List.of(Dialect.values());
    /** {@code tag-AGENT-CONVERSATION-...}; that of a skill has {@code s} for its conversation. */
    private static final Pattern TAG = Pattern.compile("tag-(\\d+)-([0-9s])-[0-9a-f]{16}");

    @TempDir
    private Path directory;

    private final SplittableRandom random = new SplittableRandom(7);

    /**
     * One agent and what it has said so far in its conversation of this moment. All begin with the same words under the same
     * system prompt, get the same first answer and the same answer ids, and give the same names to their sessions.
     */
    private final class Agent {

        private final int number;
        private final Words words;
        private final String key;
        private final List<String> said = new ArrayList<>();
        private String tag = "";
        private String previous = "";

        Agent(int number) throws Exception {
            this.number = number;
            this.words = new Words(DIALECTS.get(number % 3), number % 2 == 0);
            ClientKey.Drawn drawn = ClientKey.draw(name(), "", Optional.empty(), Started.NOW, new SecureRandom());
            new KeysFile(keys()).add(drawn.key());
            this.key = drawn.text();
        }

        String name() {
            return "agent " + number;
        }

        String newTag(String of) {
            return "tag-" + number + "-" + of + "-" + "%016x".formatted(random.nextLong());
        }

        void begin(int conversation) {
            said.clear();
            tag = newTag(String.valueOf(conversation));
        }

        /** The answer with everything around it. */
        String say(Started molt, int conversation, int turn) throws Exception {
            String words = turn == 0 ? "Hello" : turn == 1 ? "My word is " + tag : "And " + turn + "?";
            String answer = turn == 0 ? "Hello, what shall we do?" : tag + " it is, " + turn;
            HttpResponse<byte[]> response = ask(molt, conversation, turn, words, answer);
            assertThat(response.statusCode()).as(name()).isEqualTo(200);
            assertThat(this.words.read(response.body())).isEqualTo(answer);
            said.addAll(List.of(words, answer));
            return new String(response.body(), UTF_8) + response.headers();
        }

        private HttpResponse<byte[]> ask(Started molt, int conversation, int turn, String text, String answer)
                throws Exception {
            List<String> headers = new ArrayList<>(List.of("x-api-key", key, "x-answer", answer));
            String id = "id-" + conversation + "-" + turn;
            headers.addAll(List.of("x-id", id, "x-who", String.valueOf(number)));
            if (conversation % 2 == 1) {
                headers.addAll(List.of("x-session-id", "main " + conversation));
            }
            boolean byId = words.dialect() == Dialect.RESPONSES && conversation == 2 && turn > 0;
            List<String> all = new ArrayList<>(byId ? List.of() : said);
            all.add(text);
            ObjectNode request = words.request("Be kind.", all);
            if (byId) {
                request.put("previous_response_id", previous);
            }
            previous = id;
            return molt.client().send(words.dialect().path(), JsonText.bytes(request), headers.toArray(String[]::new));
        }
    }

    private Path keys() {
        return directory.resolve("keys");
    }

    private static void answer(ScriptedUpstream.Asked asked, ScriptedUpstream.Connection connection) throws Exception {
        Dialect dialect = DIALECTS.stream()
                .filter(each -> asked.line().contains(each.path()))
                .findFirst()
                .orElseThrow();
        boolean stream = asked.json().path("stream").asBoolean();
        new Words(dialect, stream).answer(connection, asked.header("x-id"), asked.header("x-answer"));
    }

    private static SkillVersion skill(String agent, String tag) {
        return new SkillVersion(
                agent,
                "hello",
                1,
                SkillStatus.ACTIVE,
                new SkillText("Say hello with " + tag + ".", "", ""),
                new SkillOrigin("e", 3, List.of(), List.of()),
                1);
    }

    private Started started() throws Exception {
        Protection protection = Protection.none()
                .with(new AccessConfig(true, keys().toString(), 9))
                .with(Redaction.standard());
        return Started.untrained("chat, responses, messages", protection, IsolationTest::answer);
    }

    @Test
    void nothing_of_an_agent_is_in_a_prompt_answer_record_metric_or_log_of_another() throws Exception {
        List<Agent> agents = new ArrayList<>();
        for (int number = 0; number < AGENTS; number++) {
            agents.add(new Agent(number));
        }
        try (LogLines log = new LogLines();
                Started molt = started()) {
            for (Agent agent : agents) {
                if (agent.number % 4 < 2) {
                    molt.proxy().learn(skill(agent.name(), agent.newTag("s")));
                }
            }

            talk(molt, agents);
            String metrics = molt.client()
                    .get("/metrics", "x-api-key", agents.get(0).key)
                    .body();
            String health = molt.client().get("/healthz").body();
            checkRecords(molt);

            assertThat(health).contains("\"dropped\":0");
            assertThat(metrics).contains("molt_turns_total").doesNotContain("tag-", "agent ", "molt_key");
            assertThat(log.all()).isNotEmpty().noneMatch(line -> line.contains("tag-") || line.contains("molt_"));
            checkPrompts(molt);
        }
    }

    /** All agents at once, so that the same words come from many in the same moment. */
    private static void talk(Started molt, List<Agent> agents) throws Exception {
        ExecutorService all = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
                int here = conversation;
                agents.forEach(agent -> agent.begin(here));
                for (int turn = 0; turn < TURNS; turn++) {
                    int now = turn;
                    List<Callable<String>> asking = new ArrayList<>();
                    agents.forEach(agent -> asking.add(() -> agent.say(molt, here, now)));
                    List<Future<String>> answers = all.invokeAll(asking);
                    for (int number = 0; number < AGENTS; number++) {
                        assertThat(owners(answers.get(number).get())).isSubsetOf(number + "-" + here);
                    }
                }
            }
        } finally {
            all.shutdownNow();
        }
    }

    /** Agent and conversation of every tag in a text. */
    private static Set<String> owners(String text) {
        return TAG.matcher(text)
                .results()
                .map(tag -> tag.group(1) + "-" + tag.group(2))
                .collect(toSet());
    }

    private static void checkPrompts(Started molt) {
        int withSkill = 0;
        assertThat(molt.upstream().asked).hasSize(AGENTS * CONVERSATIONS * TURNS);
        for (ScriptedUpstream.Asked asked : molt.upstream().asked) {
            String who = asked.header("x-who");
            Set<String> owners = owners(asked.headers() + new String(asked.body(), UTF_8));
            withSkill += owners.contains(who + "-s") ? 1 : 0;
            assertThat(owners).isSubsetOf(who + "-s", who + "-" + conversation(asked));
            assertThat(asked.headers()).doesNotContain("molt_");
        }
        assertThat(withSkill).isGreaterThanOrEqualTo(AGENTS / 2 * CONVERSATIONS * TURNS);
    }

    private static String conversation(ScriptedUpstream.Asked asked) {
        return asked.header("x-id").split("-", -1)[1];
    }

    /** Every conversation is one session, nobody else is in it, and no turn lacks what came before it. */
    private static void checkRecords(Started molt) throws InterruptedException {
        Map<TurnRef, Set<String>> bySession = new HashMap<>();
        Map<String, Set<String>> sessions = new HashMap<>();
        int answered = 0;
        while (answered < AGENTS * CONVERSATIONS * TURNS) {
            TurnEvent event = molt.turns().next();
            TurnRef turn = turn(event);
            sessions.computeIfAbsent(turn.agentId(), unseen -> new TreeSet<>()).add(turn.sessionId());
            bySession
                    .computeIfAbsent(new TurnRef(turn.agentId(), turn.sessionId(), ""), unseen -> new TreeSet<>())
                    .addAll(owners(new String(Codecs.TURNS.encode(event), ISO_8859_1)));
            answered += event instanceof TurnAnswered ? 1 : 0;
        }
        assertThat(sessions)
                .hasSize(AGENTS)
                .allSatisfy((agent, own) -> assertThat(own).as(agent).hasSize(CONVERSATIONS));
        bySession.forEach((session, owners) -> {
            String number = session.agentId().substring("agent ".length());
            owners.remove(number + "-s");
            assertThat(owners).as("%s", session).singleElement().asString().startsWith(number + "-");
        });
    }

    private static TurnRef turn(TurnEvent event) {
        if (event instanceof TurnRequested requested) {
            assertThat(requested.kind()).isEqualTo(TurnKind.MAIN);
            return requested.turn();
        }
        return ((TurnAnswered) event).turn();
    }
}
