package io.molt.cli.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One session, entry by entry: a tree, since people go back and try again. A reply that follows a reply is the same reply
 * going on, as programs that write one line per part of it have it. An entry whose parent could not be read follows the one
 * before it in the file.
 */
final class History {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> mergedInto = new HashMap<>();
    private final long startMillis;
    private String session = "";
    private String model = "";
    private String newest = "";
    private long newestAtMillis;

    /**
     * Nothing is known.
     *
     * @param startMillis for lines without a time, epoch milliseconds UTC
     */
    History(long startMillis) {
        this.startMillis = startMillis;
    }

    /** The session's name in its own program; the first that is given stays. */
    void named(String name) {
        session = session.isEmpty() ? name : session;
    }

    String session() {
        return session;
    }

    /** Who answers from now on, where a reply does not say. */
    void answeredBy(String name) {
        model = name;
    }

    /** Adds a line. One whose id is there already changes nothing. */
    void add(Entry entry) {
        if (entries.containsKey(entry.id()) || mergedInto.containsKey(entry.id())) {
            return;
        }
        long at = entry.atMillis() > 0 ? entry.atMillis() : newestAtMillis > 0 ? newestAtMillis : startMillis;
        Optional<String> parent = entry.parent().map(this::resolved);
        Optional<Entry.Reply> reply = entry.reply().map(this::withModel);
        Optional<Entry> going =
                reply.isEmpty() ? Optional.empty() : spoken(parent).filter(History::isReply);
        if (going.isPresent() && !going.get().reply().orElseThrow().ending().whole()) {
            parent = going.get().parent(); // another attempt at the same
            going = Optional.empty();
        }
        if (going.isPresent()) {
            entries.put(going.get().id(), joined(going.get(), reply.orElseThrow(), at));
            mergedInto.put(entry.id(), going.get().id());
        } else {
            entries.put(
                    entry.id(),
                    new Entry(entry.id(), parent, at, entry.said(), reply, entry.keptFrom(), entry.summary()));
        }
        newest = entry.id();
        newestAtMillis = at;
    }

    private String resolved(String parent) {
        String known = mergedInto.getOrDefault(parent, parent);
        return entries.containsKey(known) ? known : mergedInto.getOrDefault(newest, newest);
    }

    /** The entry itself, or the nearest before it that says something. */
    private Optional<Entry> spoken(Optional<String> id) {
        Optional<Entry> at = id.map(entries::get);
        int steps = entries.size();
        while (at.isPresent() && isSilent(at.get()) && steps-- > 0) {
            at = at.get().parent().map(entries::get);
        }
        return at;
    }

    private static boolean isSilent(Entry entry) {
        return entry.reply().isEmpty() && entry.said().isEmpty();
    }

    private static boolean isReply(Entry entry) {
        return entry.reply().isPresent();
    }

    private Entry.Reply withModel(Entry.Reply reply) {
        String by = reply.model().isEmpty() ? model : reply.model();
        return new Entry.Reply(reply.message(), by.isEmpty() ? "unknown" : by, reply.ending(), reply.kind());
    }

    private static Entry joined(Entry first, Entry.Reply more, long atMillis) {
        ObjectNode message = first.reply().orElseThrow().message().deepCopy();
        ObjectNode next = more.message();
        message.put("content", lines(Json.text(message.path("content")), Json.text(next.path("content"))));
        String reasoning = lines(
                message.path("reasoning_content").asText(""),
                next.path("reasoning_content").asText(""));
        if (!reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning);
        }
        if (next.path("tool_calls").isArray()) {
            ArrayNode calls = message.arrayNode();
            message.path("tool_calls").forEach(calls::add);
            next.path("tool_calls").forEach(calls::add);
            message.set("tool_calls", calls);
        }
        Entry.Reply whole = new Entry.Reply(message, more.model(), more.ending(), more.kind());
        return new Entry(
                first.id(), first.parent(), atMillis, List.of(), Optional.of(whole), first.keptFrom(), first.summary());
    }

    private static String lines(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "\n" + second;
    }

    /** The replies, in the order of the file. */
    List<Entry> replies() {
        return entries.values().stream().filter(History::isReply).toList();
    }

    /** When what a reply answers was said last; the reply's own time if that is not known. */
    long askedAtMillis(Entry reply) {
        return spoken(reply.parent())
                .map(Entry::atMillis)
                .map(at -> Math.min(at, reply.atMillis()))
                .orElse(reply.atMillis());
    }

    /** What stood before a reply, oldest first. */
    List<ObjectNode> before(Entry reply) {
        List<List<ObjectNode>> newestFirst = new ArrayList<>();
        Optional<Entry> at = reply.parent().map(entries::get);
        Optional<Entry> summary = Optional.empty();
        int steps = entries.size(); // a file may claim a circle
        while (at.isPresent() && steps-- > 0) {
            Entry entry = at.get();
            if (entry.summary() && summary.isEmpty()) {
                summary = at;
            } else if (!entry.summary()) {
                newestFirst.add(
                        entry.reply().map(said -> List.of(said.message())).orElse(entry.said()));
            }
            if (summary.isPresent()
                    && (summary.get().keptFrom().isEmpty()
                            || summary.get().keptFrom().equals(entry.id()))) {
                break;
            }
            at = entry.parent().map(entries::get);
        }
        summary.ifPresent(entry -> newestFirst.add(entry.said()));
        Collections.reverse(newestFirst);
        return newestFirst.stream().flatMap(List::stream).toList();
    }
}
