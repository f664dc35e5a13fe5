package io.molt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.policy.adapter.AdapterDirectory;
import io.molt.policy.adapter.LearnerState;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.decode.Decoder;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.model.TinyPolicy;
import io.molt.policy.optimizer.Moments;
import io.molt.schemas.turn.ChatMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {

    private static final String ASK = "\"messages\":[{\"role\":\"user\",\"content\":\"status of ticket 17\"}]";
    private static final String GREEDY =
            "{\"model\":\"%s\",\"temperature\":0,\"max_tokens\":24,\"ignore_eos\":true," + ASK + "}";
    private static final String LONG =
            "{\"model\":\"%s\",\"temperature\":0,\"max_tokens\":1500,\"ignore_eos\":true,\"stream\":true," + ASK + "}";

    @TempDir
    static Path home;

    private static PolicyDirectory policy;
    private static Engine engine;
    private static EngineClient client;

    @BeforeAll
    static void start() throws Exception {
        TinyPolicy.unpackTo(home.resolve("tiny"));
        policy = PolicyDirectory.open(home.resolve("tiny"));
        for (int version = 1; version <= 3; version++) {
            write(home.resolve("adapters/a/v" + version), version);
        }
        engine = start(2, 16);
        client = EngineClient.of(engine);
        for (int version = 1; version <= 3; version++) {
            load(client, "a@v" + version, "a/v" + version);
        }
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static Engine start(int threads, int queue) throws IOException {
        EngineConfig config =
                new EngineConfig("127.0.0.1", 0, home.resolve("tiny"), home.resolve("adapters"), threads, queue);
        return Engine.start(config, Clock.systemUTC(), new SplittableRandom(7)::nextLong);
    }

    private static HttpResponse<String> load(EngineClient client, String name, String path) throws Exception {
        return client.send("/v1/load_lora_adapter", "{\"lora_name\":\"" + name + "\",\"lora_path\":\"" + path + "\"}");
    }

    /** An adapter that changes the policy a lot. */
    private static LoraAdapter random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedMap<String, Tensor> tensors =
                new TreeMap<>(LoraAdapter.fresh(policy.config(), 4, 8, seed).tensors());
        tensors.replaceAll((name, tensor) -> new Tensor(tensor.shape(), gaussians(random, tensor.data().length)));
        return LoraAdapter.of(4, 8, tensors);
    }

    private static float[] gaussians(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.1 * random.nextGaussian());
        }
        return values;
    }

    private static void write(Path directory, long seed) throws IOException {
        LoraAdapter adapter = random(seed);
        SortedMap<String, float[]> parameters = new TreeMap<>();
        adapter.tensors().forEach((name, tensor) -> parameters.put(name, tensor.data()));
        Files.createDirectories(directory.getParent());
        AdapterDirectory.write(directory, new LearnerState(adapter, Moments.zero(parameters)), "tiny");
    }

    @Test
    void a_reply_comes_with_the_tokens_that_were_sampled_and_their_log_probabilities() throws Exception {
        JsonNode answer = client.chat(
                "{\"model\":\"a@v1\",\"temperature\":0.7,\"seed\":5,\"logprobs\":true,\"return_token_ids\":true," + ASK
                        + "}");

        int[] prompt = ints(answer.path("prompt_token_ids"));
        int[] reply = ints(answer.at("/choices/0/token_ids"));
        List<JsonNode> logProbs = items(answer.at("/choices/0/logprobs/content"));
        float[] expected = new Decoder(policy).logProbs(prompt, reply, Optional.of(random(1)), 0.7);
        assertThat(prompt).isEqualTo(policy.template().prompt(List.of(new ChatMessage("user", "status of ticket 17"))));
        assertThat(logProbs).hasSize(reply.length);
        for (int position = 0; position < reply.length; position++) {
            assertThat(logProbs.get(position).path("logprob").floatValue())
                    .isCloseTo(expected[position], within(1e-4f));
        }
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(prompt.length + reply.length);
        assertThat(answer.at("/choices/0/finish_reason").asText()).isIn("stop", "length");
    }

    @Test
    void a_stream_says_what_a_whole_answer_says() throws Exception {
        String body = "\"model\":\"base\",\"seed\":3,\"logprobs\":true,\"return_token_ids\":true," + ASK + "}";

        JsonNode whole = client.chat("{" + body);
        String text = client.send(
                        "/v1/chat/completions", "{\"stream\":true,\"stream_options\":{\"include_usage\":true}," + body)
                .body();

        List<JsonNode> chunks = EngineClient.events(text.lines());
        assertThat(text).endsWith("data: [DONE]\n\n");
        assertThat(chunks.get(0).path("prompt_token_ids")).isEqualTo(whole.path("prompt_token_ids"));
        assertThat(joined(chunks, "/choices/0/delta/content"))
                .isEqualTo(whole.at("/choices/0/message/content").asText());
        assertThat(chunks.stream().flatMap(chunk -> items(chunk.at("/choices/0/token_ids")).stream()))
                .containsExactlyElementsOf(items(whole.at("/choices/0/token_ids")));
        assertThat(chunks.stream().flatMap(chunk -> items(chunk.at("/choices/0/logprobs/content")).stream()))
                .containsExactlyElementsOf(items(whole.at("/choices/0/logprobs/content")));
        assertThat(joined(chunks, "/choices/0/finish_reason"))
                .isEqualTo(whole.at("/choices/0/finish_reason").asText());
        assertThat(chunks.get(chunks.size() - 1).path("usage")).isEqualTo(whole.path("usage"));
    }

    @Test
    void requests_on_different_versions_at_once_each_get_their_own_weights() throws Exception {
        List<String> models = List.of("base", "a@v1", "a@v2", "a@v3");
        List<String> alone = new ArrayList<>();
        for (String model : models) {
            alone.add(client.content(GREEDY.formatted(model)).get());
        }

        List<CompletableFuture<String>> together = IntStream.range(0, 16)
                .mapToObj(n -> client.content(GREEDY.formatted(models.get(n % models.size()))))
                .toList();

        assertThat(alone).doesNotHaveDuplicates();
        for (int n = 0; n < together.size(); n++) {
            assertThat(together.get(n).get()).isEqualTo(alone.get(n % models.size()));
        }
    }

    @Test
    void a_reply_ends_on_the_adapter_it_began_with() throws Exception {
        write(home.resolve("adapters/a/v9"), 9);
        load(client, "a@v9", "a/v9");
        List<JsonNode> expected = EngineClient.events(
                reader(client.stream(LONG.formatted("a@v9"))).lines());

        try (BufferedReader lines = reader(client.stream(LONG.formatted("a@v9")))) {
            String first = lines.readLine();
            HttpResponse<String> unloaded = client.send("/v1/unload_lora_adapter", "{\"lora_name\":\"a@v9\"}");

            List<JsonNode> rest = EngineClient.events(lines.lines());
            assertThat(first).contains("assistant");
            assertThat(unloaded.statusCode()).isEqualTo(200);
            assertThat(joined(rest, "/choices/0/delta/content"))
                    .isEqualTo(joined(expected, "/choices/0/delta/content"));
        }
        assertThat(client.send("/v1/chat/completions", GREEDY.formatted("a@v9")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_prompt_beyond_the_context_is_refused_by_openais_code() throws Exception {
        String content = "word ".repeat(4000);

        HttpResponse<String> response = client.send(
                "/v1/chat/completions",
                "{\"model\":\"base\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + content
                        + "\"}]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(EngineClient.read(response.body()).at("/error/code").asText())
                .isEqualTo("context_length_exceeded");
        assertThat(EngineClient.read(response.body()).at("/error/message").asText())
                .startsWith("This model's maximum context length is 2048 tokens.");
    }

    @Test
    void a_full_queue_says_come_again_and_a_hang_up_makes_room() throws Exception {
        BlockingQueue<HttpResponse<String>> answered = new LinkedBlockingQueue<>();
        try (Engine small = start(1, 1)) {
            EngineClient other = EngineClient.of(small);
            try (InputStream running = other.stream(LONG.formatted("base"))) {
                assertThat(running.read()).isEqualTo('d');
                List<CompletableFuture<Void>> more = IntStream.range(0, 4)
                        .mapToObj(n -> other.answer(GREEDY.formatted("base")).thenAccept(answered::add))
                        .toList();

                for (int n = 0; n < 3; n++) {
                    HttpResponse<String> refused = answered.take();
                    assertThat(refused.statusCode()).isEqualTo(503);
                    assertThat(refused.headers().firstValue("retry-after")).contains("1");
                }
                running.close();

                assertThat(answered.take().statusCode()).isEqualTo(200);
                assertThat(more).hasSize(4);
            }
        }
    }

    @Test
    void a_stop_text_ends_the_reply_and_is_not_part_of_it() throws Exception {
        String whole = client.content(GREEDY.formatted("base")).get();
        String stop = whole.substring(3, 6);

        JsonNode answer = client.chat(
                GREEDY.formatted("base").replace("\"temperature\"", "\"stop\":[\"" + stop + "\"],\"temperature\""));

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void adapters_are_listed_loaded_twice_without_harm_and_only_from_below_the_root() throws Exception {
        assertThat(load(client, "a@v1", "a/v1").statusCode()).isEqualTo(200);
        assertThat(load(client, "a@v1", "a/v2").statusCode()).isEqualTo(400);
        assertThat(load(client, "b@v1", "../tiny").statusCode()).isEqualTo(404);
        assertThat(load(client, "b@v1", "/etc").statusCode()).isEqualTo(404);
        assertThat(load(client, "base", "a/v1").statusCode()).isEqualTo(400);
        assertThat(load(client, "b@v1", "a").statusCode()).isEqualTo(400);
        assertThat(client.send("/v1/unload_lora_adapter", "{\"lora_name\":\"b@v1\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.get("/v1/models").body()).contains("\"id\":\"base\"", "\"id\":\"a@v1\"");
        assertThat(client.get("/health").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        {                                                                        | the body is not valid JSON
        []                                                                       | the body must be a JSON object
        {"messages":[{"role":"user","content":"x"}]}                             | model must be a string
        {"model":"base"}                                                         | messages must be a list of at least one message
        {"model":"base","messages":[{"role":"cat","content":"x"}]}               | messages[0].role must be system, user, assistant or tool
        {"model":"base","messages":[{"role":"user","content":7}]}                | messages[0].content must be a string or a list of text parts
        {"model":"base","messages":[{"role":"user","content":"x"}],"n":2}        | n must be 1
        {"model":"base","messages":[{"role":"user","content":"x"}],"seed":"a"}   | seed must be a whole number
        {"model":"base","messages":[{"role":"user","content":"x"}],"top_p":0}    | top_p must be above 0
        {"model":"base","messages":[{"role":"user","content":"x"}],"stream":1}   | stream must be true or false
        {"model":"base","messages":[{"role":"user","content":"x"}],"max_tokens":0} | max_tokens must be from 1 to 2147483647
        """)
    void a_bad_request_is_refused_with_the_name_of_the_field(String body, String message) throws Exception {
        HttpResponse<String> response = client.send("/v1/chat/completions", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(EngineClient.read(response.body()).at("/error/message").asText())
                .isEqualTo(message);
        assertThat(EngineClient.read(response.body()).at("/error/type").asText())
                .isEqualTo("invalid_request_error");
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static String joined(List<JsonNode> chunks, String pointer) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at(pointer).asText("")));
        return text.toString();
    }

    private static int[] ints(JsonNode json) {
        return items(json).stream().mapToInt(JsonNode::asInt).toArray();
    }

    private static List<JsonNode> items(JsonNode json) {
        return StreamSupport.stream(json.spliterator(), false).toList();
    }
}
