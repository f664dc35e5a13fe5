package io.molt.cli.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.capture.ArrivedTurn;
import io.molt.proxy.message.Message;
import io.molt.proxy.message.Sha256;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnRef;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * A turn of a history as the proxy would have recorded it.
 *
 * <p>Its id is a function of agent, session and place, and of nothing else. So is the name of its session, which no live
 * session has. The last reply of a session says that the session is done, since nothing else will close it before the gap.
 *
 * @param arrived the request, all bodies included
 * @param answered the reply
 */
record ImportedTurn(ArrivedTurn arrived, TurnAnswered answered) {

    /** What every id of an imported turn begins with. */
    static final String PREFIX = "i-";

    private static final int LONGEST_NAME = 128;

    /** Names a session: it begins with {@code import-}; a name that is long or not printable stands as its hash. */
    static String session(String format, String name) {
        String full = "import-" + format + "-" + name;
        boolean plain = full.length() <= LONGEST_NAME && full.chars().allMatch(each -> each > 0x20 && each < 0x7F);
        return plain ? full : "import-" + format + "-" + Sha256.of(name);
    }

    static String id(String agentId, String sessionId, String place) {
        // The lengths keep the three apart, whatever characters they have.
        return PREFIX
                + Sha256.of(
                        agentId.length() + "/" + agentId + "/" + sessionId.length() + "/" + sessionId + "/" + place);
    }

    /** The turns of a session in order: every reply to something. */
    static void each(History history, String agentId, String sessionId, Consumer<ImportedTurn> out) {
        IdentityHashMap<ObjectNode, Message> read = new IdentityHashMap<>();
        List<Entry> replies = history.replies();
        for (int i = 0; i < replies.size(); i++) {
            Entry entry = replies.get(i);
            List<ObjectNode> before = history.before(entry);
            if (before.stream()
                    .allMatch(message -> message.path("role").asText().equals("system"))) {
                continue; // a greeting that answers nothing
            }
            List<Message> context = before.stream()
                    .map(message -> read.computeIfAbsent(message, Message::of))
                    .toList();
            Entry.Reply reply = entry.reply().orElseThrow();
            Message said = read.computeIfAbsent(reply.message(), Message::of);
            TurnRef turn = new TurnRef(agentId, sessionId, id(agentId, sessionId, entry.id()));
            long askedAt = history.askedAtMillis(entry);
            out.accept(new ImportedTurn(
                    new ArrivedTurn(turn, askedAt, reply.kind(), context, i == replies.size() - 1),
                    new TurnAnswered(
                            turn,
                            new Timing(askedAt, 0, entry.atMillis()),
                            new ServedBy(reply.model(), false, List.of(), 0, ""),
                            said.body().orElseThrow(),
                            said.context().matchHash(),
                            Sampled.UNKNOWN,
                            reply.ending(),
                            "")));
        }
    }
}
