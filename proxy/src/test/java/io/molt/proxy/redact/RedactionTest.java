package io.molt.proxy.redact;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.message.JsonText;
import io.molt.schemas.settings.Settings;
import io.molt.schemas.turn.MessageBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static final Redaction REDACTION = Redaction.standard();

    /** Where people and programs leave secrets; {@code %s} is one. */
    private static final List<String> PLACES = List.of(
            "Please use %s for the staging account, thanks!",
            "It was in the log: %s.",
            "client = Client(\"%s\")\nclient.connect()",
            "export KEY='%s'\n./deploy.sh --now",
            "{\"config\": {\"value\": \"%s\", \"retries\": 3}}",
            "{\"arguments\":\"{\\\"cmd\\\":\\\"login %s\\\"}\"}",
            "curl -s https://api.example.com/v2/items?auth=%s&page=2",
            "first line\\n%s\\nlast line",
            "- name: deploy\n  env:\n    VALUE: %s\n  run: make",
            "%s");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void of_a_thousand_secrets_at_least_990_are_taken_out_and_nothing_beside_them(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        var kinds = List.copyOf(Secrets.kinds().entrySet());
        List<String> missed = new ArrayList<>();

        for (int i = 0; i < 1_000; i++) {
            String secret = kinds.get(i % kinds.size()).getValue().apply(random);
            String place = PLACES.get(random.nextInt(PLACES.size()));
            String redacted = REDACTION.text(place.formatted(secret));
            if (!isTakenOut(redacted, secret)) {
                missed.add(kinds.get(i % kinds.size()).getKey() + " in " + redacted);
            }
            assertThat(redacted).startsWith(place.substring(0, place.indexOf("%s")));
        }

        assertThat(kinds).hasSizeGreaterThanOrEqualTo(30);
        assertThat(missed).hasSizeLessThanOrEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void of_a_thousand_secrets_known_by_their_name_at_least_990_are_taken_out(long seed) {
        List<String> places = List.of(
                "%s=%s\n",
                "%s: \"%s\",",
                "\"%s\":\"%s\"",
                "'%s' => '%s'",
                "self.%s = \"%s\"",
                "\\\"%s\\\": \\\"%s\\\"",
                "--%s %s --verbose",
                "{\"%s\": \"%s\"}",
                "my %s is %s",
                "<%s>%s</x>");
        SplittableRandom random = new SplittableRandom(seed);
        var named = List.copyOf(Secrets.named().entrySet());
        List<String> missed = new ArrayList<>();

        for (int i = 0; i < 1_000; i++) {
            var name = named.get(i % named.size());
            String secret = name.getValue().apply(random);
            String redacted =
                    REDACTION.text(places.get(random.nextInt(places.size())).formatted(name.getKey(), secret));
            if (redacted.contains(secret) || !redacted.contains(name.getKey())) {
                missed.add(redacted);
            }
        }

        assertThat(missed).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void of_this_projects_own_lines_no_more_than_one_in_a_thousand_is_touched() throws IOException {
        long lines = 0;
        List<String> touched = new ArrayList<>();

        for (Path file : ownFiles()) {
            for (String line : Files.readAllLines(file)) {
                lines++;
                if (!REDACTION.text(line).equals(line)) {
                    touched.add(file.getFileName() + ": " + REDACTION.text(line));
                }
            }
        }

        assertThat(lines).isGreaterThan(10_000);
        assertThat(touched).hasSizeLessThan((int) (lines / 1_000));
    }

    private static List<Path> ownFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*/(src/main/java/.*\\.java|[^/]*\\.md|molt)"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "})
    void a_private_key_goes_as_a_whole_over_lines_and_with_escaped_breaks_and_without_its_end(String kind) {
        SplittableRandom random = new SplittableRandom(7);
        String key = Secrets.privateKey(random, kind);

        assertThat(REDACTION.text("key:\n" + key + "\nthanks, it works"))
                .isEqualTo("key:\n[redacted:private-key]\nthanks, it works");
        assertThat(REDACTION.text("\"key\": \"" + key.replace("\n", "\\n") + "\\n\", \"next\""))
                .isEqualTo("\"key\": \"[redacted:private-key]\\n\", \"next\"");
        assertThat(REDACTION.text(key.substring(0, key.length() - 60))).isEqualTo("[redacted:private-key]");
    }

    @Test
    void talk_about_keys_is_no_key() {
        Stream.of(
                        "It begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----.",
                        "api_key = os.environ[\"OPENAI_API_KEY\"]",
                        "password = getPassword(user)",
                        "const token = await session.refreshToken();",
                        "Authorization: Bearer <your token>",
                        "postgres://user:password@localhost/db",
                        "git@github.com:someone/project.git",
                        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        "sk-learn-is-not-a-secret-but-a-library",
                        "id toolu_01A09q90qw90lq917835lq9",
                        "the secret is that max_tokens=4096 and token_ids are int[]")
                .forEach(text -> assertThat(REDACTION.text(text)).isSameAs(text));
    }

    @Test
    void passwords_in_addresses_go_and_the_rest_of_the_address_stays() {
        assertThat(REDACTION.text("see postgres://bob:hunter2!@db.example.com:5432/app?x=1"))
                .isEqualTo("see postgres://bob:[redacted:url-password]@db.example.com:5432/app?x=1");
        assertThat(REDACTION.text("redis://:Xy12kPq@10.0.0.1/0"))
                .isEqualTo("redis://:[redacted:url-password]@10.0.0.1/0");
    }

    @Test
    void credentials_in_headers_go() {
        assertThat(REDACTION.text("-H 'Authorization: Basic Ym9iOmh1bnRlcjI='"))
                .isEqualTo("-H 'Authorization: Basic [redacted:basic-credentials]'");
        assertThat(REDACTION.text("authorization: Bearer 8f3kd02mfk39dk20fmv93kd"))
                .isEqualTo("authorization: Bearer [redacted:bearer-token]");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void valid_json_stays_valid_and_keeps_its_keys_order_and_numbers(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        String pem = Secrets.privateKey(random, "RSA ");
        for (Function<SplittableRandom, String> kind : Secrets.kinds().values()) {
            String secret = kind.apply(random);
            String json = JsonText.write(JsonText.object()
                    .put("z", "before \"" + secret + "\" after\n\u20ac")
                    .put("number", new java.math.BigDecimal("1.2300E+400"))
                    .put("pem", pem)
                    .put("arguments", "{\"key\":\"" + secret + "\",\"pem\":\"" + pem.replace("\n", "\\n") + "\"}")
                    .put("a", true));

            String redacted = REDACTION.json(json);

            assertThat(isTakenOut(redacted, secret)).as(redacted).isTrue();
            assertThat(redacted).doesNotContain("BEGIN RSA");
            assertThat(JsonText.parse(JsonText.parse(redacted).path("arguments").textValue())
                            .isObject())
                    .isTrue();
            assertThat(redacted)
                    .startsWith("{\"z\":\"before ")
                    .contains("\"number\":1.2300E+400")
                    .endsWith("\"a\":true}");
        }
    }

    @Test
    void a_json_value_is_a_secret_because_of_its_name() {
        String value = Secrets.of(new SplittableRandom(5), "0123456789abcdef", 32);

        assertThat(REDACTION.json("{\"input\":{\"api_key\":\"" + value + "\",\"n\":1},\"hash\":\"" + value + "\"}"))
                .isEqualTo("{\"input\":{\"api_key\":\"[redacted:secret]\",\"n\":1},\"hash\":\"" + value + "\"}");
    }

    @Test
    void a_body_without_secrets_is_the_same_and_one_with_keeps_hash_and_role() {
        String key = Secrets.kinds().get("anthropic").apply(new SplittableRandom(1));
        MessageBody plain = new MessageBody("h", "user", "token by token", "{\"a\":[1,2]}");

        assertThat(REDACTION.body(plain)).isSameAs(plain);
        assertThat(REDACTION.body(new MessageBody("h", "user", "key " + key, "")))
                .isEqualTo(new MessageBody("h", "user", "key [redacted:anthropic-key]", ""));
        assertThat(Redaction.none().text(key)).isSameAs(key);
    }

    @Test
    void personal_data_and_own_rules_are_taken_out_when_asked_for() {
        Settings settings =
                new Settings(Map.of("redaction.personal", "true", "redaction.rules.ticket", "ACME-[0-9]{4}"));
        Redaction redaction = Redaction.from(settings);

        settings.refuseProblems();
        assertThat(redaction.text("ACME-1234: mail bob@example.com or call +49 30 1234567, (555) 123-4567"))
                .isEqualTo("[redacted:ticket]: mail [redacted:email] or call [redacted:phone], [redacted:phone]");
        assertThat(redaction.json("{\"a\":\"ACME-1234\"}")).isEqualTo("{\"a\":\"[redacted:ticket]\"}");
        assertThat(REDACTION.text("mail bob@example.com")).isEqualTo("mail bob@example.com");
    }

    @Test
    void an_own_rule_that_takes_too_long_takes_the_whole_text() {
        Redaction redaction = Redaction.from(new Settings(Map.of("redaction.rules.slow", ".*.*.*.*.*.*x")));

        assertThat(redaction.text("a".repeat(300))).isEqualTo("[redacted:slow]");
    }

    @Test
    void no_text_is_too_long_to_be_looked_through() {
        String key = Secrets.kinds().get("anthropic").apply(new SplittableRandom(9));
        String text = "some words of a log. ".repeat(300_000) + key;

        String json = JsonText.write(JsonText.object().put("a", text).put("arguments", "{\"b\":\"" + text + "\"}"));

        assertThat(text).hasSizeGreaterThan(6_000_000);
        assertThat(REDACTION.text(text)).endsWith("log. [redacted:anthropic-key]");
        assertThat(REDACTION.json(json)).doesNotContain(key).contains("[redacted:anthropic-key]");
        assertThat(REDACTION.json("[" + json)).doesNotContain(key);
    }

    @Test
    void no_text_takes_more_than_time_linear_in_its_length() {
        List<String> hard =
                new ArrayList<>(List.of("-----BEGIN PRIVATE KEY-----", "eyJ.eyJ", "-eyJ", "://", "://a:", "sk-", "Q~"));
        Secrets.kinds()
                .values()
                .forEach(kind -> hard.add(kind.apply(new SplittableRandom(3)).substring(0, 7)));
        List.of(Assignment.KEYS).forEach(key -> hard.add(key + "=\""));
        hard.add("mailgun ");
        hard.add("twilio-");
        hard.add("AKIAAAAAAAAAAAAAAAAA ");
        hard.addAll(List.of("?key=", "pwd", "token", "basic AAAAAAAAAAAA ", "--token "));
        for (String piece : hard) {
            String text = piece.repeat(1_000_000 / piece.length());
            assertThat(Stream.of(text, text + "x")
                            .map(REDACTION::text)
                            .map(String::length)
                            .map(String::valueOf)
                            .collect(joining()))
                    .isNotEmpty();
        }
    }

    /** Nothing that could be used is left. */
    private static boolean isTakenOut(String redacted, String secret) {
        String tail = secret.substring(secret.length() - Math.min(12, secret.length() / 2));
        return redacted.contains("[redacted:") && !redacted.contains(tail);
    }
}
