package io.molt.operators.lora;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * Which files of an agent's adapters are kept. Works on directories, since a version that was skipped or refused has its
 * parent's: whatever one kept version refers to stays.
 *
 * @param learners of so many newest versions the learner is kept, and of the last one of each day (UTC), and of pinned ones
 * @param weights of so many newest versions the weights are kept, and of pinned ones
 * @param orphans after this a directory goes that no manifest refers to
 */
record Retention(int learners, int weights, Duration orphans) {

    static final Retention USUAL = new Retention(3, 50, Duration.ofDays(7));

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /**
     * A version.
     *
     * @param version its number
     * @param atMillis log time of its batch, epoch milliseconds UTC
     * @param directory where its weights lie; empty for the base policy
     */
    record Stored(long version, long atMillis, String directory) {}

    /**
     * What stays.
     *
     * @param learners directories whose learner stays
     * @param weights directories whose weights stay
     */
    record Kept(Set<String> learners, Set<String> weights) {

        Kept {
            learners = Set.copyOf(learners);
            weights = Set.copyOf(weights);
        }
    }

    Kept keep(Collection<Stored> versions, Set<Long> pinned) {
        Set<String> pins = versions.stream()
                .filter(each -> pinned.contains(each.version()))
                .map(Stored::directory)
                .collect(Collectors.toSet());
        Set<String> learning = new HashSet<>(pins);
        learning.addAll(newest(versions, learners));
        learning.addAll(lastOfEachDay(versions));
        Set<String> serving = new HashSet<>(pins);
        serving.addAll(newest(versions, weights));
        return new Kept(learning, serving);
    }

    /** Directories of the newest versions, and as many that are the newest themselves. */
    private static Set<String> newest(Collection<Stored> versions, int count) {
        List<Stored> newestFirst = newestFirst(versions);
        Set<String> kept =
                newestFirst.stream().limit(count).map(Stored::directory).collect(Collectors.toSet());
        newestFirst(owners(versions).values()).stream()
                .limit(count)
                .map(Stored::directory)
                .forEach(kept::add);
        return kept;
    }

    private static Set<String> lastOfEachDay(Collection<Stored> versions) {
        Map<Long, Stored> last = new HashMap<>();
        BinaryOperator<Stored> newer = BinaryOperator.maxBy(Comparator.comparingLong(Stored::version));
        owners(versions).values().forEach(each -> last.merge(Math.floorDiv(each.atMillis(), DAY_MILLIS), each, newer));
        return last.values().stream().map(Stored::directory).collect(Collectors.toSet());
    }

    /** By directory the version that wrote it: the first that refers to it. */
    private static Map<String, Stored> owners(Collection<Stored> versions) {
        BinaryOperator<Stored> older = BinaryOperator.minBy(Comparator.comparingLong(Stored::version));
        Map<String, Stored> owners = new HashMap<>();
        versions.stream()
                .filter(each -> !each.directory().isEmpty())
                .forEach(each -> owners.merge(each.directory(), each, older));
        return owners;
    }

    private static List<Stored> newestFirst(Collection<Stored> versions) {
        return versions.stream()
                .sorted(Comparator.comparingLong(Stored::version).reversed())
                .toList();
    }
}
