package io.molt.operators.pairing;

import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.turn.TurnRequested;
import java.util.Optional;

/** What becomes of turns for which nothing more is waited. */
final class Waiting {

    private final SessionPass pass;

    Waiting(SessionPass pass) {
        this.pass = pass;
    }

    /** The session is over: what was answered stays without a next state, unless it comes late. */
    void closeSilent() {
        for (Anchor turn : pass.all(Anchor::waitsForNextState)) {
            Optional<Anchor> rewriting = pass.newest(later -> rewrites(later, turn));
            if (rewriting.isPresent()) {
                compacted(turn, rewriting.get());
            } else {
                pass.close(turn, "SILENCE", new NextState(NextStateKind.SILENCE, "", "", pass.lastRecordMillis()));
            }
        }
    }

    /**
     * Records that others refer to are not waited for any more.
     *
     * @param seenUntilMillis those that came until then have waited long enough
     */
    void giveUp(long seenUntilMillis, long startedAtMillis) {
        for (Anchor anchor : pass.all(each -> each.isPartial() || each.isUnplaced())) {
            if (Math.max(anchor.seenAtMillis(), startedAtMillis) > seenUntilMillis) {
                continue;
            }
            if (!anchor.is(Anchor.ASKED)) {
                pass.giveUp(anchor);
                continue;
            }
            if (anchor.isPartial()) {
                incomplete(anchor);
            }
            pass.find(anchor.turn()).filter(Anchor::isUnplaced).ifPresent(this::continuesNothing);
        }
    }

    private void incomplete(Anchor anchor) {
        TurnRequested request = pass.request(anchor);
        NextState unknown = SessionPass.unknown("", request.atMillis());
        if (!anchor.is(Anchor.ANSWERED)) {
            pass.close(anchor, "REPLY_LOST", unknown);
        } else {
            pass.finish(anchor, anchor.is(Anchor.MAIN) ? "INCOMPLETE" : "SIDE_TURN", unknown);
        }
    }

    /** Nothing matches: the client has rewritten its history, or began anew. */
    private void continuesNothing(Anchor asked) {
        for (Anchor turn : pass.all(Anchor::waitsForNextState)) {
            if (rewrites(asked, turn)) {
                compacted(turn, asked);
            }
        }
        pass.find(asked.turn()).ifPresent(now -> pass.replace(now.with(Anchor.PLACED)));
    }

    /** A request that came after a turn and continues nothing. */
    private boolean rewrites(Anchor later, Anchor turn) {
        return later.isUnplaced()
                && later.turn() != turn.turn()
                && turn.place().before() != later.place().whole()
                && pass.earlierThan(later, each -> each.turn() == turn.turn()).size() == 1;
    }

    private void compacted(Anchor turn, Anchor by) {
        TurnRequested request = pass.request(by);
        pass.close(turn, "COMPACTED", SessionPass.unknown(request.turn().turnId(), request.atMillis()));
    }
}
