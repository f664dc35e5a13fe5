package io.molt.operators.outcome;

import io.molt.operators.pairing.Hash64;
import io.molt.operators.pairing.PairedTurn;
import io.molt.schemas.turn.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is remembered of a session's outcome and of the turns that were passed on.
 *
 * @param outcome the one in force, the newest by its own time; none before the first, else one
 * @param heard {@link Hash64}s of the ids of outcomes that came, oldest first, at most {@link #MAX_HEARD}
 * @param applied outcomes that wrote entries so far: no turn has more of them
 * @param newestMain id of the session's newest main turn by its request; empty before the first
 * @param newestMainAtMillis when it was asked, proxy's clock
 * @param passed scored turns that were passed on, oldest first, at most {@link #MAX_PASSED}
 * @param alarm when the next timer is due
 */
public record SessionOutcome(
        List<Outcome> outcome,
        long[] heard,
        int applied,
        String newestMain,
        long newestMainAtMillis,
        List<PassedTurn> passed,
        Alarm alarm) {

    static final int MAX_HEARD = 32;
    static final int MAX_PASSED = 16;

    public static final SessionOutcome EMPTY =
            new SessionOutcome(List.of(), new long[0], 0, "", 0, List.of(), new Alarm(0, 0));

    /**
     * When something happens even if nothing comes.
     *
     * @param lastSeenMillis when the newest turn or outcome came, processing time
     * @param wakeAtMillis when the next timer is due, processing time; 0 if none is set
     */
    public record Alarm(long lastSeenMillis, long wakeAtMillis) {}

    public SessionOutcome {
        outcome = List.copyOf(outcome);
        passed = List.copyOf(passed);
        // State of an older release has none; an outcome that comes again changes nothing while it is the one in force.
        heard = heard == null ? new long[0] : heard;
    }

    boolean known() {
        return !outcome.isEmpty();
    }

    double value() {
        return known() ? outcome.get(0).value() : 0;
    }

    boolean hasHeard(Outcome other) {
        long id = Hash64.of(other.outcomeId());
        return Arrays.stream(heard).anyMatch(known -> known == id);
    }

    /** How many entries of a turn were, or may have been, written for an outcome alone. */
    int outcomesOf(PairedTurn turn) {
        int most = turn.revision() == 0 ? 0 : applied;
        return passed.stream()
                .filter(known -> known.turnId().equals(turn.turn().turnId()))
                .findFirst()
                .map(PassedTurn::outcomes)
                .orElse(most);
    }

    SessionOutcome asked(String turnId, long atMillis) {
        return atMillis < newestMainAtMillis
                ? this
                : new SessionOutcome(outcome, heard, applied, turnId, atMillis, passed, alarm);
    }

    SessionOutcome hearing(Outcome other) {
        int kept = Math.min(heard.length, MAX_HEARD - 1);
        long[] more = Arrays.copyOfRange(heard, heard.length - kept, heard.length + 1);
        more[kept] = Hash64.of(other.outcomeId());
        return new SessionOutcome(outcome, more, applied, newestMain, newestMainAtMillis, passed, alarm);
    }

    SessionOutcome inForce(Outcome newest) {
        return new SessionOutcome(List.of(newest), heard, applied, newestMain, newestMainAtMillis, passed, alarm);
    }

    SessionOutcome revising(List<PassedTurn> revised) {
        return new SessionOutcome(outcome, heard, applied + 1, newestMain, newestMainAtMillis, revised, alarm);
    }

    SessionOutcome passing(PassedTurn turn) {
        List<PassedTurn> more = new ArrayList<>(passed);
        more.removeIf(known -> known.turnId().equals(turn.turnId()));
        if (more.size() >= MAX_PASSED) {
            more.remove(0);
        }
        more.add(turn);
        return new SessionOutcome(outcome, heard, applied, newestMain, newestMainAtMillis, more, alarm);
    }

    SessionOutcome seenAt(long nowMillis) {
        return with(new Alarm(Math.max(alarm.lastSeenMillis(), nowMillis), alarm.wakeAtMillis()));
    }

    SessionOutcome with(Alarm next) {
        return new SessionOutcome(outcome, heard, applied, newestMain, newestMainAtMillis, passed, next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionOutcome that
                && outcome.equals(that.outcome)
                && Arrays.equals(heard, that.heard)
                && applied == that.applied
                && newestMain.equals(that.newestMain)
                && newestMainAtMillis == that.newestMainAtMillis
                && passed.equals(that.passed)
                && alarm.equals(that.alarm);
    }

    @Override
    public int hashCode() {
        return 31 * passed.hashCode() + outcome.hashCode();
    }
}
