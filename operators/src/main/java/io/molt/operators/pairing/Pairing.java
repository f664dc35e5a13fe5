package io.molt.operators.pairing;

import io.molt.operators.wire.Origin;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;

/**
 * What a session's records lead to. They may come in any order and more than once; processing time only decides when
 * nothing more is waited for. {@link Continuation} says what follows what.
 *
 * <p>A turn gets its final entry when it is followed, when the client asks the same again ({@code RETRIED}), when its kind
 * or its ending rules it out, or when waiting is over: {@code REPLY_LOST}, {@code INCOMPLETE}, {@code COMPACTED} if a later
 * request continues nothing, {@code SILENCE}. What follows it after the last two, or after a lost reply, is a revision.
 */
public final class Pairing {

    private final PairingSettings settings;

    public Pairing(PairingSettings settings) {
        this.settings = settings;
    }

    /**
     * What one record leads to.
     *
     * @param session what is remembered from now on
     * @param paired final entries, in order
     * @param unasked answers whose requests never came
     * @param store writes what lies beside the session; nothing is written before it runs
     */
    public record Step(Session session, List<PairedTurn> paired, List<OpenTurn> unasked, Runnable store) {

        public Step {
            paired = List.copyOf(paired);
            unasked = List.copyOf(unasked);
        }
    }

    /** A request arrives. */
    public Step requested(Session before, TurnRequested request, Origin origin, SessionStore store, long nowMillis) {
        SessionPass pass = new SessionPass(before, store, settings);
        long turn = Hash64.of(request.turn().turnId());
        Anchor known = pass.find(turn).orElse(null);
        if (known == null ? pass.wasForgotten(turn) : known.is(Anchor.ASKED)) {
            return pass.end();
        }
        if (request.keyframe()) {
            pass.newSegment();
        }
        request.bodies().forEach(pass::put);
        if (request.kind() == TurnKind.MAIN
                && before.lastRecordMillis() > 0
                && request.atMillis() - before.lastRecordMillis()
                        > settings.gap().toMillis()) {
            new Waiting(pass).closeSilent();
        }
        if (known == null) {
            pass.add(Anchor.asked(turn, request, nowMillis), OpenTurn.asked(request, origin));
        } else {
            OpenTurn records = pass.records(known).orElse(OpenTurn.asked(request, origin));
            pass.replace(known.asked(request), records.with(request));
        }
        pass.seen(request.atMillis(), nowMillis);
        new Continuation(pass).asked(turn);
        readWaiting(pass);
        return pass.end();
    }

    /** An answer arrives. */
    public Step answered(Session before, TurnAnswered answered, Origin origin, SessionStore store, long nowMillis) {
        SessionPass pass = new SessionPass(before, store, settings);
        long turn = Hash64.of(answered.turn().turnId());
        Anchor known = pass.find(turn).orElse(null);
        if (known == null ? pass.wasForgotten(turn) : known.is(Anchor.ANSWERED) || known.is(Anchor.FINISHED)) {
            return pass.end();
        }
        pass.put(answered.reply());
        long reply = answered.ending().whole() ? Hash64.of(answered.replyMatchHash()) : 0;
        if (known == null) {
            pass.add(Anchor.answered(turn, reply, nowMillis), OpenTurn.answered(answered, origin));
        } else {
            OpenTurn records = pass.records(known).orElse(OpenTurn.answered(answered, origin));
            pass.replace(known.answered(reply), records.with(answered));
        }
        pass.seen(answered.timing().answeredAtMillis(), nowMillis);
        new Continuation(pass).settle(turn);
        readWaiting(pass);
        return pass.end();
    }

    /** A body arrives that came in pieces. */
    public Step arrived(Session before, MessageBody body, SessionStore store, long nowMillis) {
        SessionPass pass = new SessionPass(before, store, settings);
        pass.put(body);
        pass.seen(0, nowMillis);
        readWaiting(pass);
        return pass.end();
    }

    /** Bodies have come: perhaps the last ones of requests that were here before. */
    private static void readWaiting(SessionPass pass) {
        Continuation continuation = new Continuation(pass);
        for (Anchor anchor : pass.all(each -> each.is(Anchor.ASKED) && !each.is(Anchor.READABLE) && each.isOpen())) {
            if (pass.readable(pass.request(anchor).context())) {
                continuation.readable(anchor.turn());
            }
        }
    }

    /**
     * Time has passed without a record.
     *
     * @param startedAtMillis when this run of the operator began, see {@link Session#dueAtMillis}
     */
    public Step waited(Session before, SessionStore store, long nowMillis, long startedAtMillis) {
        SessionPass pass = new SessionPass(before, store, settings);
        Waiting waiting = new Waiting(pass);
        waiting.giveUp(nowMillis - settings.replyTimeout().toMillis(), startedAtMillis);
        if (Math.max(before.lastSeenMillis(), startedAtMillis) + settings.gap().toMillis() <= nowMillis) {
            waiting.closeSilent();
        }
        return pass.end();
    }
}
