package io.molt.proxy.upstream;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names by pattern, separated by commas; a star stands for anything: {@code gpt-*, o3}. */
public final class Names {

    private final String written;
    private final List<Predicate<String>> patterns;

    private Names(String written) {
        this.written = written;
        this.patterns = Arrays.stream(written.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(Names::pattern)
                .toList();
    }

    public static Names of(String written) {
        return new Names(written);
    }

    private static Predicate<String> pattern(String name) {
        if (!name.contains("*")) {
            return name::equals;
        }
        String quoted = Pattern.quote(name).replace("*", "\\E.*\\Q");
        return Pattern.compile(quoted, Pattern.DOTALL).asMatchPredicate();
    }

    public boolean match(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.test(name));
    }

    @Override
    public String toString() {
        return written;
    }
}
