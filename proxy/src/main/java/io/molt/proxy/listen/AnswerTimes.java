package io.molt.proxy.listen;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long an answer is waited for.
 *
 * @param quiet of a stream, before its client gets a comment
 * @param head of a stream's upstream that has not even begun, before the stream begins without it
 * @param record of a whole answer whose last byte waits for it, before the answer is broken off
 */
public record AnswerTimes(Duration quiet, Duration head, Duration record) {

    /**
     * Every client gives up a stream that says nothing for five minutes; none minds a comment. What an upstream answers
     * within {@code head}, an error of the gateway before it included, is passed on as it is.
     */
    public static final AnswerTimes STANDARD =
            new AnswerTimes(Duration.ofSeconds(15), Duration.ofSeconds(100), Duration.ofSeconds(30));

    public AnswerTimes {
        requireNonNull(quiet, "quiet");
        requireNonNull(head, "head");
        requireNonNull(record, "record");
    }
}
