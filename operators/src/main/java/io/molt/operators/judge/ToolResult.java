package io.molt.operators.judge;

import io.molt.schemas.log.Vote;
import java.util.regex.Pattern;

/**
 * Reads what a tool gave back: a failure counts against the turn that called it, success says nothing.
 *
 * @param text the tool's output
 */
record ToolResult(String text) {

    private static final Pattern FAILED = Pattern.compile(
            "Traceback \\(most recent call last\\)|^\\s*[\\w.]*(Error|Exception)\\b:?|^\\s*(fatal|error)\\b"
                    + "|exit(ed with)?[ _](code|status):?\\s*[1-9]|\"?exit_?code\"?\\s*[:=]\\s*[1-9]"
                    + "|command not found|No such file or directory|Permission denied|\"(is_)?error\"\\s*:\\s*(true|\"[^\"])",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    Vote vote() {
        boolean failed = FAILED.matcher(text).find();
        return new Vote(true, failed ? -1 : 0, "", failed ? "tool failed" : "tool answered");
    }
}
