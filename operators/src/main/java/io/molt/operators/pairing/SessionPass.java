package io.molt.operators.pairing;

import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.TurnRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One record's way through a session: a working copy, and what is written on the way. */
final class SessionPass {

    private final Session before;
    private final StagedStore store;
    private final Entries entries;
    private final List<Anchor> anchors;
    private final List<PairedTurn> paired = new ArrayList<>();
    private final List<OpenTurn> unasked = new ArrayList<>();
    private long[] forgotten;
    private long segment;
    private long lastRecordMillis;
    private long lastSeenMillis;

    SessionPass(Session before, SessionStore store, PairingSettings settings) {
        this.before = before;
        this.store = new StagedStore(store);
        this.entries = new Entries(this.store, settings);
        this.anchors = new ArrayList<>(before.anchors());
        this.forgotten = before.forgotten();
        this.segment = before.segment();
        this.lastRecordMillis = before.lastRecordMillis();
        this.lastSeenMillis = before.lastSeenMillis();
    }

    void seen(long recordMillis, long nowMillis) {
        lastRecordMillis = Math.max(lastRecordMillis, recordMillis);
        lastSeenMillis = Math.max(lastSeenMillis, nowMillis);
    }

    void newSegment() {
        segment++;
    }

    void put(MessageBody body) {
        store.put(body.bodyHash(), KeptBody.of(body, segment));
    }

    Optional<Anchor> find(long turn) {
        return first(anchor -> anchor.turn() == turn);
    }

    boolean wasForgotten(long turn) {
        for (long known : forgotten) {
            if (known == turn) {
                return true;
            }
        }
        return false;
    }

    Optional<Anchor> first(Predicate<Anchor> wanted) {
        for (Anchor anchor : anchors) {
            if (wanted.test(anchor)) {
                return Optional.of(anchor);
            }
        }
        return Optional.empty();
    }

    Optional<Anchor> newest(Predicate<Anchor> wanted) {
        for (int i = anchors.size() - 1; i >= 0; i--) {
            if (wanted.test(anchors.get(i))) {
                return Optional.of(anchors.get(i));
            }
        }
        return Optional.empty();
    }

    List<Anchor> all(Predicate<Anchor> wanted) {
        List<Anchor> all = new ArrayList<>();
        for (Anchor anchor : anchors) {
            if (wanted.test(anchor)) {
                all.add(anchor);
            }
        }
        return all;
    }

    /** Those that came here before {@code later}. */
    List<Anchor> earlierThan(Anchor later, Predicate<Anchor> wanted) {
        List<Anchor> earlier = new ArrayList<>();
        for (Anchor anchor : anchors) {
            if (anchor.turn() == later.turn()) {
                break;
            }
            if (wanted.test(anchor)) {
                earlier.add(anchor);
            }
        }
        return earlier;
    }

    Optional<OpenTurn> records(Anchor anchor) {
        return store.turn(anchor.turn()).map(OpenTurn::unpacked);
    }

    TurnRequested request(Anchor anchor) {
        return records(anchor)
                .orElseThrow(() -> new IllegalStateException("an open turn has lost its request"))
                .asked();
    }

    boolean readable(List<ContextMessage> messages) {
        return messages.stream().allMatch(message -> store.hasBody(message.bodyHash()));
    }

    /** Adds a turn; if there are too many, the one that is needed least makes room. */
    void add(Anchor anchor, OpenTurn records) {
        if (anchors.size() >= Session.MAX_ANCHORS) {
            forget(first(old -> !old.needsRecords())
                    .or(() -> first(old -> !old.isOpen()))
                    .orElse(anchors.get(0)));
        }
        anchors.add(anchor);
        store.put(anchor.turn(), records);
    }

    void replace(Anchor anchor, OpenTurn records) {
        replace(anchor);
        store.put(anchor.turn(), records);
    }

    Anchor replace(Anchor anchor) {
        for (int i = 0; i < anchors.size(); i++) {
            if (anchors.get(i).turn() == anchor.turn()) {
                anchors.set(i, anchor);
            }
        }
        if (!anchor.needsRecords()) {
            store.remove(anchor.turn());
        }
        return anchor;
    }

    private void forget(Anchor oldest) {
        if (oldest.isOpen() && oldest.is(Anchor.ASKED)) {
            finish(oldest, "SESSION_TOO_LONG", unknown("", lastRecordMillis));
        } else if (oldest.isOpen()) {
            giveUp(oldest);
            return;
        }
        drop(oldest);
        remember(oldest);
    }

    /** Of a turn without an anchor it is only known that it was there. */
    private void remember(Anchor anchor) {
        forgotten = Session.oneMore(forgotten, anchor.turn());
    }

    /** The request of this answer has not come; if it still does, it is a turn whose reply was lost. */
    void giveUp(Anchor answered) {
        records(answered).ifPresent(unasked::add);
        drop(answered);
    }

    private void drop(Anchor anchor) {
        anchors.removeIf(each -> each.turn() == anchor.turn());
        store.remove(anchor.turn());
    }

    /** Writes an entry after which nothing can follow. */
    void finish(Anchor turn, String unscored, NextState nextState) {
        write(turn, unscored, nextState);
        replace(turn.revised().with(Anchor.FINISHED));
    }

    /** Writes an entry; what follows late is a revision. */
    void close(Anchor turn, String unscored, NextState nextState) {
        write(turn, unscored, nextState);
        Anchor closed = replace(turn.revised());
        records(closed).ifPresent(records -> store.put(closed.turn(), records.packed()));
    }

    /** {@code later} is what followed {@code earlier}. */
    void pair(Anchor earlier, Anchor later) {
        write(earlier, "", entries.nextState(request(later)));
        replace(earlier.revised().with(Anchor.FINISHED));
    }

    private void write(Anchor turn, String unscored, NextState nextState) {
        OpenTurn records =
                records(turn).orElseThrow(() -> new IllegalStateException("an open turn has lost its records"));
        paired.add(entries.entry(records, turn.revisions(), unscored, nextState));
    }

    long lastRecordMillis() {
        return lastRecordMillis;
    }

    static NextState unknown(String byTurnId, long atMillis) {
        return new NextState(NextStateKind.UNKNOWN, byTurnId, "", atMillis);
    }

    Pairing.Step end() {
        Session after =
                new Session(anchors, forgotten, segment, lastRecordMillis, lastSeenMillis, before.wakeAtMillis());
        return new Pairing.Step(after, paired, unasked, store::commit);
    }
}
