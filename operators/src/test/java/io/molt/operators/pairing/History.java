package io.molt.operators.pairing;

import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What really happened in one session, made from a seed: turns in a row, tool results, polls that say the same again and
 * again, retries, branches, compactions, side turns, failed and lost replies, recorded by two proxies whose clocks differ by
 * minutes. Every text carries the session's mark.
 */
final class History {

    private static final Sampled TOKENS = new Sampled(new int[] {1}, new int[] {2}, new float[] {-1f}, 1);
    private static final ServedBy SERVED_BY = new ServedBy(ServedBy.BASE, true, List.of(), 0, "");
    private static final Ending WHOLE = new Ending(200, "stop", "");
    private static final int TRIMMED = 5;
    private static final Ending FAILED = new Ending(502, "", "upstream broke");

    /** One record, and when it happened. */
    record Happened(long atMillis, TurnEvent event) {}

    /** A text of the conversation; a branch leaves the line of {@code before}. */
    private record Said(Said before, ContextMessage message, long path) {}

    final String session;
    final List<Happened> happened = new ArrayList<>();
    /** Turns that really continue a turn, by its id. */
    final Map<String, Set<String>> followers = new HashMap<>();
    /** What each turn said after the reply that it continues. */
    final Map<String, String> said = new HashMap<>();

    private final SplittableRandom random;
    private final long[] skew;
    private final Set<String>[] sent;
    private final List<Said> ends = new ArrayList<>();
    private final Map<Long, List<String>> askedBy = new HashMap<>();
    private final boolean trims;
    private long now = 1_000_000;
    private int turns;

    @SuppressWarnings({"unchecked", "rawtypes"})
    History(long seed) {
        this.random = new SplittableRandom(seed);
        this.session = "s" + Long.toString(seed, 36);
        this.skew = new long[] {0, random.nextLong(-300_000, 300_000)};
        this.sent = new Set[] {new HashSet<>(), new HashSet<>()};
        this.trims = random.nextInt(8) == 0;
        int rounds = random.nextInt(200) == 0 ? 60 : 1 + random.nextInt(7);
        Said at = null;
        for (int round = 0; round < rounds; round++) {
            at = round(at, round);
        }
    }

    private Said round(Said at, int round) {
        now += 1_000 + random.nextInt(20_000);
        int what = random.nextInt(100);
        if (what < 4) {
            turn(say(null, "user", "a title please " + round), TurnKind.SIDE, List.of());
            return at;
        }
        Said from = at;
        if (what < 10 && !ends.isEmpty()) {
            from = ends.get(random.nextInt(ends.size()));
        } else if (what < 14 && at != null) {
            from = say(null, "user", "summary of " + round);
        }
        boolean polls = !trims && what >= 70 && from != null;
        Said asked = from;
        for (int i = what % 3 == 0 ? 2 : 1; i > 0; i--) {
            asked = say(asked, polls || i == 2 ? "tool" : "user", polls ? "pending" : "says " + round + "." + i);
        }
        List<String> continued = from == null ? List.of() : List.copyOf(askedBy.getOrDefault(from.path(), List.of()));
        if (random.nextInt(10) == 0) {
            turn(asked, TurnKind.MAIN, continued);
            now += 500;
        }
        return turn(asked, TurnKind.MAIN, continued);
    }

    /** The client goes on from the reply to the last attempt. */
    private Said turn(Said asked, TurnKind kind, List<String> continued) {
        int proxy = random.nextInt(4) == 0 ? 1 : 0;
        String id = session + "-" + turns++;
        boolean main = kind == TurnKind.MAIN;
        if (main) {
            continued.forEach(earlier ->
                    followers.computeIfAbsent(earlier, none -> new HashSet<>()).add(id));
        }
        request(id, asked, kind, proxy);
        int fate = random.nextInt(100);
        if (fate < 3) {
            return lost(asked);
        }
        boolean whole = fate >= 8;
        String text = !trims && random.nextBoolean() ? "call status" : "reply " + turns;
        Said reply = say(asked, "assistant", whole ? text : "");
        now += 200 + random.nextInt(3_000);
        MessageBody body = new MessageBody(
                reply.message().bodyHash(), "assistant", reply.message().bodyHash(), "");
        sent[proxy].add(body.bodyHash());
        happened.add(new Happened(
                now,
                new TurnAnswered(
                        ref(id),
                        new Timing(now + skew[proxy], now + skew[proxy], now + skew[proxy]),
                        SERVED_BY,
                        body,
                        reply.message().matchHash(),
                        TOKENS,
                        whole ? WHOLE : FAILED,
                        "")));
        if (!whole || !main) {
            return lost(asked);
        }
        askedBy.computeIfAbsent(reply.path(), none -> new ArrayList<>()).add(id);
        ends.add(reply);
        return reply;
    }

    /** There is no reply to go on from: the client goes on from an older one, or begins anew. */
    private Said lost(Said asked) {
        return ends.isEmpty() || asked == null ? null : ends.get(ends.size() - 1);
    }

    private void request(String id, Said asked, TurnKind kind, int proxy) {
        List<ContextMessage> context = new ArrayList<>();
        for (Said at = asked; at != null; at = at.before()) {
            context.add(at.message());
        }
        if (trims && context.size() > TRIMMED) {
            context.subList(TRIMMED, context.size()).clear();
        }
        Collections.reverse(context);
        if (random.nextBoolean()) {
            String date = session + " day " + random.nextInt(3);
            context.add(0, new ContextMessage("system", date, date));
        }
        boolean keyframe = sent[proxy].isEmpty() || random.nextInt(12) == 0;
        List<MessageBody> bodies = new ArrayList<>();
        Set<String> carried = new HashSet<>();
        for (ContextMessage message : context) {
            if ((keyframe || !sent[proxy].contains(message.bodyHash())) && carried.add(message.bodyHash())) {
                bodies.add(new MessageBody(message.bodyHash(), message.role(), message.bodyHash(), ""));
            }
        }
        sent[proxy].addAll(carried);
        StringBuilder tail = new StringBuilder();
        for (ContextMessage message : Place.tail(context)) {
            tail.append(tail.length() == 0 ? "" : "\n").append(message.bodyHash());
        }
        said.put(id, tail.toString());
        happened.add(new Happened(
                now, new TurnRequested(ref(id), now + skew[proxy], kind, context, bodies, keyframe, false)));
    }

    private Said say(Said before, String role, String text) {
        String marked = session + " " + text;
        return new Said(
                before,
                new ContextMessage(role, marked, marked),
                marked.hashCode() + 1_000_000_007L * (before == null ? 0 : before.path()));
    }

    private TurnRef ref(String turnId) {
        return new TurnRef("a", session, turnId);
    }
}
