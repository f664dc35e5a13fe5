package io.molt.cli.forget;

import io.molt.schemas.turn.TurnRef;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is to be forgotten, as it was recorded.
 *
 * @param target what was asked for, its session known if it has one
 * @param turns all turns whose content goes, at least one
 */
record Wish(Target target, List<TurnRef> turns) {

    Wish(Target target, Collection<TurnRef> turns) {
        this(target, List.copyOf(turns));
    }

    Set<String> sessions() {
        return turns.stream().map(TurnRef::sessionId).collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> turnIds() {
        return turns.stream().map(TurnRef::turnId).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        int sessions = sessions().size();
        String of = turns.size() + (turns.size() == 1 ? " turn" : " turns") + " of "
                + (sessions == 1 ? "session " + sessions().iterator().next() : sessions + " sessions");
        return target + ": the content of " + of
                + (target.turnId().isPresent() ? ", whose requests repeat it," : "")
                + " goes";
    }
}
