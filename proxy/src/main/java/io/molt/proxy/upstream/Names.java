package io.molt.proxy.upstream;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Names by pattern, separated by commas; a star stands for anything: {@code gpt-*, o3}. */
public final class Names {

    private final String written;
    private final List<Pattern> patterns;

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

    private static Pattern pattern(String name) {
        String quoted = Pattern.quote(name).replace("*", "\\E.*\\Q");
        return Pattern.compile(quoted, Pattern.DOTALL);
    }

    public boolean match(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    @Override
    public String toString() {
        return written;
    }
}
