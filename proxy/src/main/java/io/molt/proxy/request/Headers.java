package io.molt.proxy.request;

import static java.util.stream.Collectors.toMap;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

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
        return new Headers(StreamSupport.stream(entries.spliterator(), false)
                .collect(toMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT),
                        Map.Entry::getValue,
                        (first, second) -> first)));
    }

    /** A header that says something. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
