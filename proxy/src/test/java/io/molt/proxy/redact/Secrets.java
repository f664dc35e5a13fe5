package io.molt.proxy.redact;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Made-up secrets, in the forms in which the services hand them out; none of them ever opened anything. */
public final class Secrets {

    private static final String DIGITS = "0123456789";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String HEX = DIGITS + "abcdef";
    private static final String BASE62 = DIGITS + LOWER + LOWER.toUpperCase(java.util.Locale.ROOT);
    private static final String URL64 = BASE62 + "-_";
    private static final String BASE64 = BASE62 + "+/";
    private static final String UPPER36 = DIGITS + LOWER.toUpperCase(java.util.Locale.ROOT);

    private Secrets() {}

    /** By name; each takes what it is drawn with. */
    public static Map<String, Function<SplittableRandom, String>> kinds() {
        Map<String, Function<SplittableRandom, String>> kinds = new LinkedHashMap<>();
        kinds.put("openai", r -> "sk-" + of(r, BASE62, 20) + "T3Blbk" + "FJ" + of(r, BASE62, 20));
        kinds.put("openai project", r -> "sk-proj-" + of(r, URL64, 74) + "T3Blbk" + "FJ" + of(r, URL64, 74));
        kinds.put("anthropic", r -> "sk-ant-api03-" + of(r, URL64, 93) + "AA");
        kinds.put("google", r -> "AIza" + of(r, URL64, 35));
        kinds.put("aws id", r -> "AKIA" + of(r, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16));
        kinds.put("github", r -> "ghp_" + of(r, BASE62, 36));
        kinds.put("github fine-grained", r -> "github_pat_" + of(r, BASE62, 22) + "_" + of(r, BASE62, 59));
        kinds.put("github app", r -> "ghs_" + of(r, BASE62, 36));
        kinds.put("gitlab", r -> "glpat-" + of(r, URL64, 20));
        kinds.put("slack bot", r -> "xoxb-" + of(r, DIGITS, 12) + "-" + of(r, DIGITS, 13) + "-" + of(r, BASE62, 24));
        kinds.put("slack user", r -> "xoxp-" + of(r, DIGITS, 12) + "-" + of(r, DIGITS, 12) + "-" + of(r, HEX, 32));
        kinds.put(
                "slack webhook",
                r -> "https://hooks.slack.com/services/T" + of(r, UPPER36, 8) + "/B" + of(r, UPPER36, 10) + "/"
                        + of(r, BASE62, 24));
        kinds.put("stripe", r -> "sk_live_" + of(r, BASE62, 24));
        kinds.put("stripe restricted", r -> "rk_live_" + of(r, BASE62, 99));
        kinds.put("twilio", r -> "SK" + of(r, HEX, 32));
        kinds.put("sendgrid", r -> "SG." + of(r, URL64, 22) + "." + of(r, URL64, 43));
        kinds.put("mailgun", r -> "key-" + of(r, HEX, 32));
        kinds.put("npm", r -> "npm_" + of(r, BASE62, 36));
        kinds.put("pypi", r -> "pypi-AgEIcHlwaS5vcmc" + of(r, URL64, 150));
        kinds.put("huggingface", r -> "hf_" + of(r, BASE62, 34));
        kinds.put("telegram", r -> (1 + r.nextInt(9)) + of(r, DIGITS, 9) + ":AA" + of(r, URL64, 33));
        kinds.put("discord", Secrets::discord);
        kinds.put("docker", r -> "dckr_pat_" + of(r, URL64, 27));
        kinds.put("digitalocean", r -> "dop_v1_" + of(r, HEX, 64));
        kinds.put("databricks", r -> "dapi" + of(r, HEX, 32));
        kinds.put("vault", r -> "hvs." + of(r, URL64, 95));
        kinds.put("shopify", r -> "shpat_" + of(r, HEX, 32));
        kinds.put("square", r -> "sq0atp-" + of(r, URL64, 22));
        kinds.put("azure storage", r -> "AccountKey=" + of(r, BASE64, 86) + "==");
        kinds.put("azure client", r -> of(r, BASE62, 3) + of(r, DIGITS, 1) + "Q~" + of(r, URL64, 34));
        kinds.put("jwt", Secrets::jwt);
        kinds.put("groq", r -> "gsk_" + of(r, BASE62, 52));
        return kinds;
    }

    /** What is secret only by what stands before it; the name, and what is given to it. */
    public static Map<String, Function<SplittableRandom, String>> named() {
        Map<String, Function<SplittableRandom, String>> named = new LinkedHashMap<>();
        named.put("AWS_SECRET_ACCESS_KEY", r -> of(r, BASE64, 40));
        named.put("api_key", r -> of(r, HEX, 32));
        named.put("apiKey", r -> of(r, BASE62, 40));
        named.put("client_secret", r -> of(r, URL64, 32));
        named.put("TWILIO_AUTH_TOKEN", r -> of(r, HEX, 32));
        named.put("db_password", r -> of(r, BASE62 + "!#%*", 14) + of(r, DIGITS, 1) + "x!");
        return named;
    }

    /** A private key over several lines. */
    public static String privateKey(SplittableRandom random, String kind) {
        StringBuilder key = new StringBuilder("-----BEGIN " + kind + "PRIVATE" + " KEY-----\n");
        for (int line = 0; line < 12; line++) {
            key.append(of(random, BASE64, 64)).append('\n');
        }
        return key.append(of(random, BASE64, 18))
                .append("==\n-----END ")
                .append(kind)
                .append("PRIVATE KEY-----")
                .toString();
    }

    static String of(SplittableRandom random, String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String discord(SplittableRandom random) {
        byte[] id = ((1 + random.nextInt(9)) + of(random, DIGITS, 17)).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id) + "." + of(random, URL64, 6) + "."
                + of(random, URL64, 38);
    }

    private static String jwt(SplittableRandom random) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String claims = "{\"sub\":\"" + of(random, DIGITS, 10) + "\",\"iat\":1516239022}";
        return encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "." + of(random, URL64, 43);
    }
}
