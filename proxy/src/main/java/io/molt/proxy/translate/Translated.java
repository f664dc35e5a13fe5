package io.molt.proxy.translate;

import io.molt.proxy.dialect.Reply;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.reply.Events;
import io.molt.proxy.reply.Passage;
import io.molt.proxy.reply.SseEvent;
import io.molt.proxy.reply.SseSplitter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A stream of a chat upstream's events that the client gets in its own dialect. */
public final class Translated implements Passage {

    private final SseSplitter splitter;
    private final Reply reply;
    private final AnswerTranslation translation;

    /**
     * Nothing has passed yet.
     *
     * @param reply reads along what the upstream says
     * @param longest bytes of one event
     */
    public Translated(Reply reply, AnswerTranslation translation, int longest) {
        this.splitter = new SseSplitter(longest);
        this.reply = reply;
        this.translation = translation;
    }

    /** A body that is no stream, for the client. */
    public static byte[] body(AnswerTranslation translation, int status, byte[] body) {
        if (status != 200) {
            return translation.error(status, body);
        }
        try {
            return translation.whole(JsonText.parse(body));
        } catch (IOException e) {
            return body; // whatever this is, it is not for molt to say
        }
    }

    @Override
    public byte[] take(byte[] bytes) {
        ByteArrayOutputStream seen = new ByteArrayOutputStream(bytes.length * 2);
        for (SseEvent event : splitter.feed(bytes)) {
            Events.json(event).ifPresent(json -> {
                reply.read(json);
                translation.event(json).forEach(seen::writeBytes);
            });
            if (event.data().equals("[DONE]")) {
                translation.done().forEach(seen::writeBytes);
            }
        }
        return seen.toByteArray();
    }

    @Override
    public byte[] end() {
        ByteArrayOutputStream last = new ByteArrayOutputStream();
        translation.done().forEach(last::writeBytes);
        return last.toByteArray();
    }

    @Override
    public boolean isBetweenEvents() {
        return true;
    }
}
