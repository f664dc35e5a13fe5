package io.molt.operators.pairing;

import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;
import java.util.Optional;

/**
 * The rules of pairing. Rests on the order of the session's records in their partition, never on a clock: processing time
 * only decides when nothing more is waited for.
 *
 * <p>A request continues the newest turn whose reply it holds as its last assistant message, right after what that turn
 * had been asked. What it says after the reply is that turn's next state. A second continuation is a branch and gives
 * nothing; the same request again is another attempt, and the earlier one is {@code RETRIED}, never a bad score. A request
 * that continues nothing in a known session has been rewritten by its client: open turns are {@code COMPACTED}.
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
     * @param problem why the record is not whole; empty if it is
     */
    public record Step(Session session, List<PairedTurn> paired, Optional<String> problem) {

        public Step {
            paired = List.copyOf(paired);
        }
    }

    /** A request arrives; its bodies are already in {@code bodies}. */
    public Step requested(Session before, TurnRequested request, Bodies bodies, long nowMillis) {
        SessionPass pass = new SessionPass(before, bodies, settings);
        if (pass.knows(request.turn().turnId())) {
            return pass.end(Optional.empty());
        }
        boolean complete = request.context().stream()
                .allMatch(message -> bodies.find(message.bodyHash()).isPresent());
        SessionTurn turn = SessionTurn.arrived(request, nowMillis, flag(request, complete));
        if (turn.isMain()) {
            if (before.lastRecordMillis() > 0
                    && request.atMillis() - before.lastRecordMillis()
                            > settings.gap().toMillis()) {
                pass.closeSilent();
            }
            connect(pass, turn);
        }
        pass.add(turn);
        pass.seen(request.atMillis(), nowMillis);
        return pass.end(complete ? Optional.empty() : Optional.of("bodies are missing"));
    }

    private static String flag(TurnRequested request, boolean complete) {
        return switch (request.kind()) {
            case SIDE -> "SIDE_TURN";
            case MAIN -> complete ? "" : "INCOMPLETE";
        };
    }

    private static void connect(SessionPass pass, SessionTurn turn) {
        Optional<SessionTurn> attempt =
                pass.newest(earlier -> earlier.revisions() == 0 && turn.place().repeats(earlier.place()));
        if (attempt.isPresent()) {
            pass.retried(attempt.get());
            return;
        }
        Optional<SessionTurn> continued =
                pass.newest(earlier -> turn.place().follows(earlier.place(), earlier.replyHash()));
        if (continued.isPresent()) {
            pass.continued(continued.get(), turn);
        } else if (pass.newest(earlier -> mayStillMatch(turn, earlier)).isEmpty()) {
            pass.compacted(turn);
        }
    }

    /** The reply's record may come a moment after the request that holds it. */
    private static boolean mayStillMatch(SessionTurn turn, SessionTurn earlier) {
        return earlier.waitsForReply()
                && turn.place().askedHash().equals(earlier.place().lastHash());
    }

    /** An answer arrives. */
    public Step answered(Session before, TurnAnswered answered, Bodies bodies, long nowMillis) {
        SessionPass pass = new SessionPass(before, bodies, settings);
        String turnId = answered.turn().turnId();
        if (!pass.knows(turnId)) {
            return pass.end(Optional.of("an answer without its request"));
        }
        Optional<SessionTurn> asked =
                pass.newest(turn -> turn.turnId().equals(turnId) && turn.waitsForReply(), turn -> true);
        if (asked.isEmpty()) {
            return pass.end(Optional.empty());
        }
        bodies.put(answered.reply());
        SessionTurn turn = asked.get().answered(answered);
        pass.replace(turn);
        pass.remember(answered);
        pass.seen(answered.timing().answeredAtMillis(), nowMillis);
        if (!turn.flag().isEmpty()) {
            pass.finish(turn, turn.flag(), unknown(answered));
        } else if (!answered.ending().whole()) {
            pass.finish(turn, "FAILED_TURN", unknown(answered));
        } else {
            pass.firstAfter(turn, later -> later.place().follows(turn.place(), turn.replyHash()))
                    .ifPresent(later -> pass.continued(turn, later));
        }
        if (turn.request().sessionDone()) {
            pass.closeSilent();
        }
        return pass.end(Optional.empty());
    }

    /**
     * Time has passed without a record.
     *
     * @param startedAtMillis when this run of the operator began, see {@link Session#dueAtMillis}
     */
    public Step waited(Session before, Bodies bodies, long nowMillis, long startedAtMillis) {
        SessionPass pass = new SessionPass(before, bodies, settings);
        pass.loseReplies(nowMillis - settings.replyTimeout().toMillis(), startedAtMillis);
        if (Math.max(before.lastSeenMillis(), startedAtMillis) + settings.gap().toMillis() <= nowMillis) {
            pass.closeSilent();
        }
        return pass.end(Optional.empty());
    }

    private static NextState unknown(TurnAnswered answered) {
        return new NextState(NextStateKind.UNKNOWN, "", "", answered.timing().answeredAtMillis());
    }
}
