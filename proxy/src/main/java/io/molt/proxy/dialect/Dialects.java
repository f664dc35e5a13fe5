package io.molt.proxy.dialect;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Some dialects, written {@code chat, responses}. */
public record Dialects(Set<Dialect> all) {

    public Dialects {
        all = Set.copyOf(all);
    }

    /**
     * Reads names separated by commas.
     *
     * @throws IllegalArgumentException for a name that is none
     */
    public static Dialects of(String written) {
        return new Dialects(Arrays.stream(written.split(","))
                .map(name -> Dialect.valueOf(name.strip().toUpperCase(Locale.ROOT)))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    public boolean contains(Dialect dialect) {
        return all.contains(dialect);
    }

    @Override
    public String toString() {
        return new TreeSet<>(all)
                .stream().map(each -> each.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
    }
}
