package io.molt.proxy.http;

import io.molt.proxy.dialect.Reply;
import io.molt.proxy.reply.Body;
import io.molt.proxy.reply.ClientView;
import io.molt.proxy.reply.Decoder;
import io.molt.proxy.reply.Events;
import io.molt.proxy.reply.Passage;
import io.molt.proxy.reply.Unpacked;
import io.molt.proxy.translate.AnswerTranslation;
import io.molt.proxy.translate.Translated;
import io.molt.proxy.turn.OpenTurn;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;

/** What an answer is, events or one object, and so how it goes through to the client. */
final class AnswerKind {

    private static final int LONGEST_ANSWER = 64 << 20;
    private static final int LONGEST_EVENT = 8 << 20;

    private final OpenTurn turn;
    private final HttpClientResponse answer;
    private final Reply reply;
    private final Optional<AnswerTranslation> translation;

    AnswerKind(OpenTurn turn, HttpClientResponse answer, Reply reply, Optional<AnswerTranslation> translation) {
        this.translation = translation;
        this.turn = turn;
        this.answer = answer;
        this.reply = reply;
    }

    /** True if the first bytes must tell: some upstreams call their events JSON. */
    boolean isOpen() {
        return mayStream()
                && header("content-type").startsWith("application/json")
                && header("content-encoding").isEmpty();
    }

    /** Whether it is a stream, by its first bytes if {@link #isOpen}. */
    boolean isStream(byte[] first) {
        return isOpen()
                ? first.length > 0 && first[0] != '{'
                : mayStream() && !header("content-type").startsWith("application/json");
    }

    private boolean mayStream() {
        return answer.statusCode() == 200 && turn.request().stream();
    }

    private String header(String name) {
        return Optional.ofNullable(answer.getHeader(name)).orElse("");
    }

    /** A stream whose head the client has already, without a word of how it would be packed. */
    Passage unpacked() {
        Optional<Decoder> packed = Decoder.of(header("content-encoding"));
        return packed.<Passage>map(decoder -> new Unpacked(decoder, new Events(reply, Decoder.NONE, LONGEST_EVENT)))
                .orElseGet(() -> passage(true));
    }

    Passage passage(boolean stream) {
        Decoder decoder = Decoder.of(header("content-encoding")).orElse(Decoder.NONE);
        ClientView view = turn.view();
        if (translation.isPresent()) {
            return stream
                    ? new Translated(reply, translation.get(), LONGEST_EVENT)
                    : new Body(
                            reply,
                            decoder,
                            bytes -> Translated.body(translation.get(), answer.statusCode(), bytes),
                            LONGEST_ANSWER);
        }
        if (!stream) {
            return new Body(
                    reply, decoder, bytes -> answer.statusCode() == 200 ? view.of(bytes) : bytes, LONGEST_ANSWER);
        }
        return view.isEverything()
                ? new Events(reply, decoder, LONGEST_EVENT)
                : new Events.Edited(reply, view, LONGEST_EVENT);
    }
}
