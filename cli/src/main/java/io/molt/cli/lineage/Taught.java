package io.molt.cli.lineage;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which accepted versions some turns have taught.
 *
 * @param direct with one of the turns in their batch, oldest first
 * @param descended that stand on one of those, oldest first
 * @param live those of both that learning goes on from or that are pinned for serving, oldest first
 * @param before the newest version below that has nothing of these turns; 0 is the base policy
 */
public record Taught(List<Long> direct, List<Long> descended, List<Long> live, long before) {

    public Taught {
        direct = List.copyOf(direct);
        descended = List.copyOf(descended);
        live = List.copyOf(live);
    }

    /** As far as the tables know. */
    public static Taught of(Path tables, String agentId, Collection<String> turnIds) throws IOException, SQLException {
        try (LineageTables read = LineageTables.open(tables)) {
            return of(new Ancestors(read.versions(agentId)), read.rollback(agentId), read.pinned(agentId), turnIds);
        }
    }

    static Taught of(
            Ancestors ancestors,
            Optional<Ancestors.Rollback> rollback,
            Optional<Long> pinned,
            Collection<String> turnIds) {
        Set<VersionFact> direct = new LinkedHashSet<>();
        turnIds.forEach(turn -> direct.addAll(ancestors.taughtBy(turn)));
        List<VersionFact> descended = ancestors.descendants(direct);
        Set<Long> touched = new TreeSet<>(numbers(direct));
        touched.addAll(numbers(descended));
        Set<Long> served = new TreeSet<>();
        List<Long> chain = chain(ancestors, ancestors.head(rollback));
        served.addAll(chain);
        pinned.ifPresent(version -> served.addAll(chain(ancestors, version)));
        served.retainAll(touched);
        long before = chain.stream()
                .filter(version -> !touched.contains(version))
                .findFirst()
                .orElse(0L);
        return new Taught(numbers(direct), numbers(descended), List.copyOf(served), before);
    }

    /** The version and those below it, newest first. */
    private static List<Long> chain(Ancestors ancestors, long version) {
        List<Long> chain = new ArrayList<>(List.of(version));
        ancestors.of(version).forEach(each -> chain.add(each.version()));
        return chain;
    }

    private static List<Long> numbers(Collection<VersionFact> versions) {
        return versions.stream().map(VersionFact::version).sorted().toList();
    }
}
