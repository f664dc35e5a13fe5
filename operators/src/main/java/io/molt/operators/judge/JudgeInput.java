package io.molt.operators.judge;

import io.molt.operators.pairing.PairedTurn;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.turn.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a judge sees of a turn.
 *
 * @param context the conversation before the question, bounded; {@code role: text} lines
 * @param question what the user or the tools had said before the reply
 * @param reply the policy's words
 * @param kind of what followed
 * @param followed what followed
 */
public record JudgeInput(String context, String question, String reply, NextStateKind kind, String followed) {

    private static final int CONTEXT_CHARS = 2_000;
    private static final int QUESTION_CHARS = 3_000;
    private static final int REPLY_CHARS = 4_000;
    private static final int SHORTEST = 200;
    private static final int FOLLOWED_CHARS = 4_000;
    private static final int MAX_BYTES = 16_000;

    public static JudgeInput of(PairedTurn turn) {
        List<ChatMessage> messages = turn.exchange().messages();
        int asked = messages.size() - 1;
        while (asked > 0 && messages.get(asked).role().equals("assistant")) {
            asked--;
        }
        StringBuilder context = new StringBuilder();
        for (int i = 0; i < asked; i++) {
            if (!messages.get(i).role().equals("system")) {
                context.append(messages.get(i).role())
                        .append(": ")
                        .append(messages.get(i).content())
                        .append('\n');
            }
        }
        return new JudgeInput(
                end(context.toString(), CONTEXT_CHARS),
                asked < 0 ? "" : start(messages.get(asked).content(), QUESTION_CHARS),
                start(turn.exchange().reply(), REPLY_CHARS),
                turn.nextState().kind(),
                start(turn.nextState().text(), FOLLOWED_CHARS));
    }

    /** The input as a judge gets it and the log keeps it, at most 16 kB: what followed is the last to be cut. */
    public String text() {
        JudgeInput fitting = this;
        while (fitting.whole().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            fitting = fitting.shorter();
        }
        return fitting.whole();
    }

    private String whole() {
        return (context.isEmpty() ? "" : "## Conversation before\n" + context + "\n")
                + "## Request\n" + question
                + "\n\n## Reply\n" + reply
                + "\n\n## What followed (" + (kind == NextStateKind.TOOL_RESULT ? "tool" : "user") + ")\n" + followed
                + "\n";
    }

    private JudgeInput shorter() {
        if (context.length() > SHORTEST) {
            return new JudgeInput(end(context, context.length() / 2), question, reply, kind, followed);
        }
        if (question.length() > SHORTEST) {
            return new JudgeInput(context, start(question, question.length() / 2), reply, kind, followed);
        }
        if (reply.length() > SHORTEST) {
            return new JudgeInput(context, question, start(reply, reply.length() / 2), kind, followed);
        }
        return new JudgeInput(context, question, reply, kind, start(followed, followed.length() * 3 / 4));
    }

    private static String start(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars);
    }

    private static String end(String text, int chars) {
        return text.length() <= chars ? text : text.substring(text.length() - chars);
    }
}
