package io.molt.proxy.reply;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.dialect.Reply;
import io.molt.proxy.message.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** A stream of events that goes through byte for byte, at once, whole events or not. */
public final class Events implements Passage {

    private final SseSplitter splitter;
    private final Decoder decoder;
    private final Reply reply;

    /**
     * Nothing has passed yet.
     *
     * @param decoder takes away the encoding of what passes, for reading
     * @param longest bytes of one event
     */
    public Events(Reply reply, Decoder decoder, int longest) {
        this.splitter = new SseSplitter(longest);
        this.decoder = decoder;
        this.reply = reply;
    }

    @Override
    public byte[] take(byte[] bytes) {
        splitter.feed(decoder.apply(bytes)).forEach(event -> json(event).ifPresent(reply::read));
        return bytes;
    }

    /** What an event carries, if it is JSON. */
    public static Optional<JsonNode> json(SseEvent event) {
        if (event.data().isEmpty() || event.data().equals("[DONE]")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonText.parse(event.data()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] end() {
        return new byte[0];
    }

    @Override
    public boolean isBetweenEvents() {
        return decoder == Decoder.NONE && splitter.isEmpty();
    }

    @Override
    public void close() {
        decoder.close();
    }

    /** A stream whose events go through one by one, each as it shall be seen. */
    public static final class Edited implements Passage {

        private final SseSplitter splitter;
        private final Reply reply;
        private final ClientView view;

        public Edited(Reply reply, ClientView view, int longest) {
            this.splitter = new SseSplitter(longest);
            this.reply = reply;
            this.view = view;
        }

        @Override
        public byte[] take(byte[] bytes) {
            ByteArrayOutputStream seen = new ByteArrayOutputStream(bytes.length + 16);
            for (SseEvent event : splitter.feed(bytes)) {
                Optional<JsonNode> json = json(event);
                json.ifPresent(reply::read);
                seen.writeBytes(json.map(value -> view.of(event, value)).orElse(event.raw()));
            }
            return seen.toByteArray();
        }

        @Override
        public byte[] end() {
            return splitter.rest();
        }

        @Override
        public boolean isBetweenEvents() {
            return true;
        }
    }
}
