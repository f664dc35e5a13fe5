package io.molt.cli.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A text of SQL cut at its semicolons; those in strings, quoted names and comments are none.
 *
 * @param whole statements that ended, without their semicolons; never blank
 * @param rest what stands after the last semicolon
 */
record Statements(List<String> whole, String rest) {

    Statements {
        whole = List.copyOf(whole);
    }

    static Statements of(String text) {
        List<String> whole = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ';') {
                add(text.substring(start, at), whole);
                start = ++at;
            } else {
                at = after(text, at);
            }
        }
        return new Statements(whole, text.substring(start));
    }

    /** All of them, whether the last one ended or not. */
    List<String> all() {
        List<String> all = new ArrayList<>(whole);
        add(rest, all);
        return all;
    }

    /** Nothing but blanks and comments is no statement. */
    static boolean isBlank(String text) {
        int at = 0;
        while (at < text.length()) {
            boolean comment = text.startsWith("--", at) || text.startsWith("/*", at);
            if (!comment && !Character.isWhitespace(text.charAt(at))) {
                return false;
            }
            at = after(text, at);
        }
        return true;
    }

    private static void add(String statement, List<String> whole) {
        if (!isBlank(statement)) {
            whole.add(statement.strip());
        }
    }

    /** Where the character, string, name or comment that begins here has ended. */
    private static int after(String text, int at) {
        if (text.startsWith("--", at)) {
            return end(text, "\n", at + 2);
        }
        if (text.startsWith("/*", at)) {
            return end(text, "*/", at + 2);
        }
        if (text.startsWith("$$", at)) {
            return end(text, "$$", at + 2);
        }
        char first = text.charAt(at);
        return first == '\'' || first == '"' ? end(text, String.valueOf(first), at + 1) : at + 1;
    }

    private static int end(String text, String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found + mark.length();
    }
}
