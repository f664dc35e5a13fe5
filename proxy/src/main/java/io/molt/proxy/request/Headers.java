package io.molt.proxy.request;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Request headers; of a repeated one the first counts.
 *
 * @param values by lower-case name
 */
public record Headers(Map<String, String> values) {

    public Headers {
        values = Map.copyOf(values);
    }

    public static Headers of(Iterable<Map.Entry<String, String>> entries) {
        Map<String, String> values = new HashMap<>();
        entries.forEach(entry -> values.putIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
        return new Headers(values);
    }

    /** A header that says something. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
