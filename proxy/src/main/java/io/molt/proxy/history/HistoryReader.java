package io.molt.proxy.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.body.Extent;
import io.molt.proxy.body.JsonScan;
import io.molt.proxy.body.JsonScan.Member;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.dialect.MessagesHistory;
import io.molt.proxy.dialect.ResponsesHistory;
import io.molt.proxy.message.Message;
import io.molt.proxy.message.Sha256;
import io.molt.schemas.turn.ContextMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the messages of requests, in whatever dialect, into molt's one form. Remembers by their bytes the messages that it
 * has read, since clients send their whole history each time and reading takes longer than recognising. Thread-safe.
 */
public final class HistoryReader {

    /** Elements of beginnings for each message: most messages are in one. */
    private static final int BEGINNINGS = 10;

    private final Map<String, List<ContextMessage>> known;
    private final Beginnings beginnings;

    /**
     * Nothing was read yet.
     *
     * @param most messages to remember, about 500 bytes each
     */
    public HistoryReader(int most) {
        this.beginnings = new Beginnings(BEGINNINGS * most);
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
        private List<ContextMessage> context = List.of();

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
                context = all.stream().map(Message::context).toList();
            }
            return messages.get();
        }

        @Override
        public synchronized List<ContextMessage> context() {
            messages();
            return context;
        }

        @Override
        public long size() {
            return body.bytes().length;
        }

        private void readInto(List<Message> all) {
            switch (dialect) {
                case CHAT -> all.addAll(sent(node -> List.of(Message.of(node))));
                case MESSAGES -> {
                    all.addAll(part("system", MessagesHistory::system));
                    all.addAll(sent(node ->
                            MessagesHistory.of(node).stream().map(Message::of).toList()));
                }
                case RESPONSES -> {
                    all.addAll(part("instructions", ResponsesHistory::system));
                    // Which items are one message is seen only together.
                    ResponsesHistory.of(body.value("input")).forEach(message -> all.add(Message.of(message)));
                }
            }
        }

        /** What stands beside the messages. */
        private List<Message> part(String name, Function<JsonNode, Optional<ObjectNode>> reading) {
            Reading messages =
                    node -> reading.apply(node).map(Message::of).stream().toList();
            return body.member(name)
                    .map(member -> recognised(member.value(), dialect + name, messages))
                    .orElse(List.of());
        }

        private List<Message> sent(Reading reading) {
            List<Extent> places = body.member("messages").map(Member::elements).orElse(List.of());
            if (places.isEmpty()) {
                return List.of();
            }
            Beginnings.Seen seen = beginnings.look(dialect, body.bytes(), places);
            List<List<ContextMessage>> read = new ArrayList<>(seen.known());
            List<Message> messages = new ArrayList<>();
            for (int element = 0; element < places.size(); element++) {
                Extent place = places.get(element);
                if (element < seen.known().size()) {
                    messages.addAll(again(place, read.get(element), reading));
                } else {
                    List<Message> fresh = recognised(place, dialect.name(), reading);
                    read.add(fresh.stream().map(Message::context).toList());
                    messages.addAll(fresh);
                }
            }
            beginnings.remember(seen, read);
            return messages;
        }

        private List<Message> recognised(Extent place, String kind, Reading reading) {
            String name = kind + Sha256.of(body.bytes(), place.from(), place.length());
            Optional<List<ContextMessage>> contexts = lookUp(name);
            if (contexts.isPresent()) {
                return again(place, contexts.get(), reading);
            }
            List<Message> read = read(place, reading);
            remember(name, read.stream().map(Message::context).toList());
            return read;
        }

        /** One that is too long to be recorded whole is not decoded either, which would take many times its length. */
        private List<Message> read(Extent place, Reading reading) {
            return place.length() > Message.LONGEST_BODY
                    ? List.of(Message.ofLong(role(place), body.bytes(), place.from(), place.length()))
                    : reading.of(body.value(place));
        }

        private String role(Extent place) {
            try {
                return JsonScan.of(body.bytes(), place, Set.of()).text("role");
            } catch (IOException noObject) {
                return "system"; // text beside the messages
            }
        }

        /** What was read before is read again only if somebody wants to know what it says. */
        private List<Message> again(Extent place, List<ContextMessage> contexts, Reading reading) {
            List<Message> messages = new ArrayList<>(contexts.size());
            for (int position = 0; position < contexts.size(); position++) {
                int index = position;
                messages.add(new Message(
                        contexts.get(position),
                        () -> read(place, reading).get(index).body()));
            }
            return messages;
        }
    }

    /** Makes messages of what a client sent. */
    private interface Reading {

        List<Message> of(JsonNode sent);
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
