package io.molt.proxy.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.body.Extent;
import io.molt.proxy.body.JsonScan;
import io.molt.proxy.body.JsonScan.Member;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.dialect.MessagesHistory;
import io.molt.proxy.dialect.ResponsesHistory;
import io.molt.proxy.message.Message;
import io.molt.proxy.message.Sha256;
import io.molt.schemas.turn.ContextMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the messages of requests, in whatever dialect, into molt's one form. Remembers by their bytes the messages that it
 * has read, since clients send their whole history each time and reading takes longer than recognising. Thread-safe.
 */
public final class HistoryReader {

    private final Map<String, List<ContextMessage>> known;

    /**
     * Nothing was read yet.
     *
     * @param most messages to remember, about 500 bytes each
     */
    public HistoryReader(int most) {
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, List<ContextMessage>> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * The history of a request that was checked.
     *
     * @param before what an earlier request said and this one does not repeat
     */
    public History read(Dialect dialect, JsonScan body, List<ContextMessage> before) {
        return new Read(dialect, body, before);
    }

    private final class Read implements History {

        private final Dialect dialect;
        private final JsonScan body;
        private final List<ContextMessage> before;
        private Optional<List<Message>> messages = Optional.empty();

        Read(Dialect dialect, JsonScan body, List<ContextMessage> before) {
            this.dialect = dialect;
            this.body = body;
            this.before = before;
        }

        @Override
        public synchronized List<Message> messages() {
            if (messages.isEmpty()) {
                List<Message> all = new ArrayList<>();
                before.forEach(context -> all.add(Message.known(context)));
                readInto(all);
                messages = Optional.of(List.copyOf(all));
            }
            return messages.get();
        }

        @Override
        public long size() {
            return body.bytes().length;
        }

        private void readInto(List<Message> all) {
            switch (dialect) {
                case CHAT -> elements("messages").forEach(place -> all.addAll(recognised(place)));
                case MESSAGES -> {
                    MessagesHistory.system(body.value("system"))
                            .map(Message::of)
                            .ifPresent(all::add);
                    elements("messages").forEach(place -> all.addAll(recognised(place)));
                }
                case RESPONSES -> {
                    ResponsesHistory.system(body.value("instructions"))
                            .map(Message::of)
                            .ifPresent(all::add);
                    // Which items are one message is seen only together.
                    ResponsesHistory.of(body.value("input")).forEach(message -> all.add(Message.of(message)));
                }
            }
        }

        private List<Extent> elements(String name) {
            return body.member(name).map(Member::elements).orElse(List.of());
        }

        private List<Message> recognised(Extent place) {
            String name = dialect + Sha256.of(body.bytes(), place.from(), place.length());
            Optional<List<ContextMessage>> contexts = lookUp(name);
            if (contexts.isEmpty()) {
                List<Message> read = parse(place);
                remember(name, read.stream().map(Message::context).toList());
                return read;
            }
            List<Message> messages = new ArrayList<>();
            for (int position = 0; position < contexts.get().size(); position++) {
                int index = position;
                messages.add(new Message(
                        contexts.get().get(position),
                        () -> parse(place).get(index).body()));
            }
            return messages;
        }

        private List<Message> parse(Extent place) {
            JsonNode message = body.value(place);
            return dialect == Dialect.CHAT
                    ? List.of(Message.of(message))
                    : MessagesHistory.of(message).stream().map(Message::of).toList();
        }
    }

    private Optional<List<ContextMessage>> lookUp(String name) {
        synchronized (known) {
            return Optional.ofNullable(known.get(name));
        }
    }

    private void remember(String name, List<ContextMessage> contexts) {
        synchronized (known) {
            known.put(name, contexts);
        }
    }
}
