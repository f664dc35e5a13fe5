package io.molt.cli.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which version stands on which: by parents alone, so that rollbacks need no rule of their own. Pure. */
final class Ancestors {

    private final NavigableMap<Long, VersionFact> versions = new TreeMap<>();

    /** All versions of one agent, in any order. */
    Ancestors(Collection<VersionFact> all) {
        all.forEach(version -> versions.put(version.version(), version));
    }

    Optional<VersionFact> get(long version) {
        return Optional.ofNullable(versions.get(version));
    }

    /** Parent, its parent, and so on, nearest first; without the base policy. */
    List<VersionFact> of(long version) {
        List<VersionFact> chain = new ArrayList<>();
        Optional<VersionFact> at = get(version).flatMap(each -> get(each.parent()));
        while (at.isPresent() && at.get().version() < (chain.isEmpty() ? version : last(chain))) {
            chain.add(at.get());
            at = get(at.get().parent());
        }
        return chain;
    }

    private static long last(List<VersionFact> chain) {
        return chain.get(chain.size() - 1).version();
    }

    /** The accepted versions that were trained on the turn. */
    List<VersionFact> taughtBy(String turnId) {
        return holding(turnId).stream().filter(VersionFact::accepted).toList();
    }

    /** The versions whose batch has the turn, whatever became of them. */
    List<VersionFact> holding(String turnId) {
        return versions.values().stream()
                .filter(version -> version.turnIds().contains(turnId))
                .toList();
    }

    /** The accepted versions that stand on one of these, without these, oldest first. */
    List<VersionFact> descendants(Collection<VersionFact> of) {
        Set<Long> reached = new TreeSet<>();
        of.forEach(version -> reached.add(version.version()));
        List<VersionFact> descendants = new ArrayList<>();
        for (VersionFact version : versions.values()) { // a parent has a smaller number
            if (version.accepted() && reached.contains(version.parent()) && reached.add(version.version())) {
                descendants.add(version);
            }
        }
        return descendants;
    }

    /** Where learning goes on: the newest accepted version, unless a rollback after every batch says otherwise; 0 is the base. */
    long head(Optional<Rollback> newest) {
        long lastSeq = versions.isEmpty() ? 0 : versions.lastEntry().getValue().lastSeq();
        if (newest.isPresent() && newest.get().seq() > lastSeq) {
            return newest.get().version();
        }
        return versions.descendingMap().values().stream()
                .filter(VersionFact::accepted)
                .findFirst()
                .map(VersionFact::version)
                .orElse(0L);
    }

    /** True if learning goes on from another branch. */
    boolean leftBehind(VersionFact version, long head) {
        return version.version() != head && of(head).stream().noneMatch(each -> each.version() == version.version());
    }

    /**
     * The newest rollback of the log.
     *
     * @param seq where it stands
     * @param version where it goes back to; 0 is the base policy
     */
    record Rollback(long seq, long version) {}
}
