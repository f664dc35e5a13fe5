package io.molt.schemas.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads typed values from text settings and keeps every problem it meets.
 *
 * <p>All parts of a process read from one instance, as they share one {@code molt.yaml}. A malformed value is replaced
 * by its default, so that reading goes on to the next problem; {@link #refuseProblems} must therefore run after the last
 * part has read and before any value is used.
 */
public final class Settings {

    private final Map<String, String> given;
    private final Map<String, Setting> known = new TreeMap<>();
    private final TreeSet<String> unread;
    /** Once each, though several parts may read the same key. */
    private final Set<String> problems = new LinkedHashSet<>();

    /**
     * Nothing is read yet.
     *
     * @param given dotted key to value, as written
     */
    public Settings(Map<String, String> given) {
        this.given = Map.copyOf(given);
        this.unread = new TreeSet<>(given.keySet());
    }

    /** A text that has no default. */
    public String text(String key) {
        String value = read(key, "", Function.identity(), "text");
        if (value.isBlank()) {
            problems.add(key + " is required");
        }
        return value;
    }

    public String text(String key, String fallback) {
        return read(key, fallback, Function.identity(), "text");
    }

    public int wholeNumber(String key, int fallback, int min, int max) {
        return within(min, max, key, read(key, fallback, Integer::valueOf, "a whole number"));
    }

    public double number(String key, double fallback, double min, double max) {
        double value = read(key, fallback, Double::valueOf, "a number");
        return within(min, max, key, Double.isNaN(value) ? Double.MAX_VALUE : value);
    }

    public boolean yesOrNo(String key, boolean fallback) {
        return read(key, fallback, Settings::parseBoolean, "true or false");
    }

    public Duration duration(String key, Duration fallback, Duration min, Duration max) {
        return within(min, max, key, read(key, fallback, Duration::parse, "an ISO-8601 duration such as PT30S"));
    }

    public Path path(String key, Path fallback) {
        return read(key, fallback, Path::of, "a path");
    }

    /** An address that begins with http:// or https://. */
    public URI url(String key, URI fallback) {
        return read(key, fallback, Settings::parseUrl, "a URL such as http://127.0.0.1:8801/v1");
    }

    /** One constant of an enum, in any case. */
    public <E extends Enum<E>> E oneOf(String key, E fallback, Class<E> type) {
        String expected = "one of "
                + String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants())
                                .map(Settings::lower)
                                .toList());
        return read(key, fallback, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)), expected);
    }

    /**
     * Any other value.
     *
     * @param parse throws {@link IllegalArgumentException} or {@link java.time.DateTimeException} for what it cannot read
     * @param expected what a value looks like, for the message
     */
    public <T> T parsed(String key, T fallback, Function<String, T> parse, String expected) {
        return read(key, fallback, parse, expected);
    }

    /**
     * Settings that stand under names which the user chooses, such as {@code upstreams.<name>.url}.
     *
     * @param prefix what stands before the names, such as {@code upstreams}
     * @param read reads what belongs to one name from these settings; given {@code upstreams.fast}, say, and once
     *     {@code upstreams.<name>}, so that the settings behind a name are known though nobody has given them
     * @return what was read, by name; names hold no dot
     */
    public <T> Map<String, T> named(String prefix, Function<String, T> read) {
        Map<String, T> byName = new TreeMap<>();
        Set<String> before = new LinkedHashSet<>(problems);
        byName.put("<name>", read.apply(prefix + ".<name>"));
        byName.clear();
        problems.retainAll(before); // nothing can be missing under a name that nobody gave
        for (String key : given.keySet()) {
            if (key.startsWith(prefix + ".")) {
                String name = key.substring(prefix.length() + 1).split("\\.", 2)[0];
                byName.computeIfAbsent(name, unseen -> read.apply(prefix + "." + name));
            }
        }
        return byName;
    }

    /** Fails if a value was missing, malformed or out of bounds, or if a key was never read (a typo, or gone). */
    public void refuseProblems() {
        unread.forEach(key -> problems.add(key + " is not a setting of molt"));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("settings are not usable:\n  " + String.join("\n  ", problems));
        }
    }

    /** Every setting that was read so far, by key. */
    public List<Setting> known() {
        return List.copyOf(known.values());
    }

    private <T> T read(String key, T fallback, Function<String, T> parse, String expected) {
        unread.remove(key);
        String usual = fallback instanceof Enum<?> constant ? lower(constant) : String.valueOf(fallback);
        known.put(key, new Setting(key, expected, usual, ""));
        String text = given.get(key);
        if (text == null) {
            return fallback;
        }
        try {
            return parse.apply(text.strip());
        } catch (DateTimeException | IllegalArgumentException e) {
            problems.add(key + " must be " + expected + ", but was '" + text + "'");
            return fallback;
        }
    }

    private <T extends Comparable<T>> T within(T min, T max, String key, T value) {
        known.computeIfPresent(key, (same, it) -> new Setting(key, it.expected(), it.fallback(), min + " to " + max));
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            problems.add(key + " must be from " + min + " to " + max + ", but was " + given.get(key));
        }
        return value;
    }

    private static URI parseUrl(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
            throw new IllegalArgumentException(text);
        }
        return url;
    }

    private static Boolean parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
