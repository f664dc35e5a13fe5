package io.molt.proxy.translate;

/** One block or item of an answer, in the order in which the upstream began them. */
final class ReplyPart {

    enum Kind {
        REASONING,
        TEXT,
        REFUSAL,
        TOOL_CALL
    }

    private final Kind kind;
    private final int position;
    private final int toolIndex;
    private final StringBuilder text = new StringBuilder();
    private String id = "";
    private String name = "";
    private int told;
    private boolean begun;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean objectEnded;

    ReplyPart(Kind kind, int position, int toolIndex) {
        this.kind = kind;
        this.position = position;
        this.toolIndex = toolIndex;
    }

    Kind kind() {
        return kind;
    }

    /** In the answer, from 0. */
    int position() {
        return position;
    }

    /** Of a tool call, as the upstream gave it; empty if it gave none. */
    String id() {
        return id;
    }

    /** Of the tool. */
    String name() {
        return name;
    }

    /** All of it so far; of a tool call the arguments as JSON text. */
    String text() {
        return text.toString();
    }

    boolean is(Kind other, int otherToolIndex) {
        return kind == other && toolIndex == otherToolIndex;
    }

    void call(String newId, String newName) {
        id = id.isEmpty() ? newId : id;
        name = name.isEmpty() ? newName : name;
    }

    void add(String more) {
        text.append(more);
        for (int at = 0; kind == Kind.TOOL_CALL && at < more.length(); at++) {
            follow(more.charAt(at));
        }
    }

    /** A tool call can be announced once its name is known. */
    boolean mayBegin() {
        return kind != Kind.TOOL_CALL || !name.isEmpty();
    }

    /** Whether what comes next may be another part: a tool call may only end with its arguments a whole object. */
    boolean mayEnd() {
        return kind != Kind.TOOL_CALL || objectEnded;
    }

    boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /**
     * What has come since the last time.
     *
     * @param all nothing more will come; else half a surrogate pair waits for its other half
     */
    String news(boolean all) {
        int end = text.length();
        if (!all && end > told && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        String news = text.substring(told, end);
        told = end;
        return news;
    }

    private void follow(char c) {
        if (inString) {
            inString = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
            objectEnded = depth == 0;
        }
    }
}
