package io.molt.cli.simulate;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who can tell a right answer from a wrong one. */
sealed interface Checker {

    /** The answer's letters are known: the reply must name exactly these in {@code \bbox{A,C}} or {@code \boxed{A,C}}. */
    record Choice(Set<String> letters) implements Checker {

        private static final Pattern BOX = Pattern.compile("\\\\b(?:box|oxed)\\{([^}]{0,100})}");

        public Choice {
            letters = Set.copyOf(letters);
        }

        boolean accepts(String reply) {
            Matcher box = BOX.matcher(reply);
            return box.find()
                    && new TreeSet<>(Arrays.asList(box.group(1).strip().split("\\s*,\\s*"))).equals(letters);
        }
    }

    /** A program would have to look at files that a model without tools cannot write. */
    record Unavailable() implements Checker {}
}
