package io.molt.proxy.upstream;

import io.molt.proxy.dialect.Dialects;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code upstream.*} and {@code upstreams.<name>.*}; API keys come from files or the environment. */
public final class UpstreamSettings {

    /** The environment variable that holds the default upstream's API key. */
    public static final String API_KEY_VARIABLE = "MOLT_UPSTREAM_API_KEY";

    private static final URI ENGINE = URI.create("http://127.0.0.1:8801/v1");

    private final Settings settings;
    private final Map<String, String> environment;

    private UpstreamSettings(Settings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /** All upstreams; problems stay with the settings. */
    public static Upstreams read(Settings settings, Map<String, String> environment) {
        UpstreamSettings reader = new UpstreamSettings(settings, environment);
        Names all = Names.of("*");
        boolean trained = settings.yesOrNo("upstream.trained", true);
        Upstream standard = reader.upstream("default", "upstream", API_KEY_VARIABLE, all, all, trained);
        Map<String, Upstream> named = settings.named("upstreams", key -> {
            Names agents = Names.of(settings.text(key + ".agents", "*"));
            Names models = Names.of(settings.text(key + ".models", "*"));
            return reader.upstream(name(key), key, variable(key), agents, models, false);
        });
        return new Upstreams(List.copyOf(named.values()), standard);
    }

    private static String name(String key) {
        return key.substring(key.indexOf('.') + 1);
    }

    private static String variable(String key) {
        return "MOLT_UPSTREAM_" + name(key).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_API_KEY";
    }

    private Upstream upstream(String name, String key, String variable, Names agents, Names models, boolean trained) {
        String url = settings.url(key + ".url", ENGINE).toString().replaceAll("/+$", "");
        Upstream.Endpoint endpoint = new Upstream.Endpoint(
                url,
                settings.parsed(
                        key + ".speaks", Dialects.of("chat"), Dialects::of, "some of chat, responses, messages"),
                apiKey(settings.text(key + ".apiKeyFile", ""), variable));
        Upstream.Serves serves = new Upstream.Serves(agents, models, Names.of(settings.text(key + ".aliases", "molt")));
        return new Upstream(
                name,
                endpoint,
                serves,
                settings.text(key + ".model", "base"),
                trained,
                settings.yesOrNo(key + ".skills", true));
    }

    private Optional<Secret> apiKey(String file, String variable) {
        String value = environment.getOrDefault(variable, "");
        if (!value.isBlank()) {
            return Optional.of(new Secret(value.strip()));
        }
        if (file.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Secret(Files.readString(Path.of(file)).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("an upstream's apiKeyFile cannot be read", e);
        }
    }
}
