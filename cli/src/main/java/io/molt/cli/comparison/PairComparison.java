package io.molt.cli.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is different between two runs, in the parts of the logs that both learned.
 *
 * @param a name of the first
 * @param b name of the second
 * @param adaptersEqual true if both made the same versions, at least one, with equal lineage and equal files
 * @param sentences what to know before reading the numbers
 * @param judges how they agree
 * @param sidesChanged how many turns changed sides
 * @param changes some of them, the furthest apart first
 * @param batches which turns
 * @param adapters which versions
 */
public record PairComparison(
        String a,
        String b,
        boolean adaptersEqual,
        List<String> sentences,
        Agreement judges,
        long sidesChanged,
        List<SideChange> changes,
        BatchDifferences batches,
        AdapterDifferences adapters) {

    private static final int MOST_NAMED = 5;

    public PairComparison {
        sentences = List.copyOf(sentences);
        changes = List.copyOf(changes);
    }

    /**
     * Compares.
     *
     * @param most changes that are kept
     */
    static PairComparison of(Run first, Run second, int most) {
        Run a = first.within(second.spans());
        Run b = second.within(first.spans());
        Map<String, JudgedTurn> one = a.latest();
        Map<String, JudgedTurn> two = b.latest();
        List<SideChange> changes = SideChange.between(one, two);
        AdapterDifferences adapters = AdapterDifferences.between(a.versions(), b.versions());
        return new PairComparison(
                a.name(),
                b.name(),
                adapters.none(),
                sentences(first, second, adapters),
                Agreement.of(one, two),
                changes.size(),
                changes.subList(0, Math.min(most, changes.size())),
                BatchDifferences.between(a.versions(), b.versions()),
                adapters);
    }

    private static List<String> sentences(Run a, Run b, AdapterDifferences adapters) {
        List<String> sentences = new ArrayList<>();
        only(a, b).forEach(agent -> sentences.add(agent + " is in " + a.name() + " only, and is not compared"));
        only(b, a).forEach(agent -> sentences.add(agent + " is in " + b.name() + " only, and is not compared"));
        a.spans().forEach((agent, span) -> {
            Span other = b.spans().get(agent);
            if (other != null && !other.equals(span)) {
                sentences.add("the windows differ: of the log of " + agent + ", " + a.name() + " has " + span + " and "
                        + b.name() + " has " + other + "; compared is what both have");
            }
        });
        if (!a.how().judgedAgain() && !b.how().judgedAgain()) {
            sentences.add(a.name() + " and " + b.name() + " have the same votes: neither asked a judge again");
        }
        if (adapters.compared() == 0
                && adapters.onlyA().isEmpty()
                && adapters.onlyB().isEmpty()) {
            sentences.add("neither made a version there, so no adapters are equal");
        }
        onlyOne(sentences, a.name(), b.name(), adapters.onlyA());
        onlyOne(sentences, b.name(), a.name(), adapters.onlyB());
        return sentences;
    }

    private static void onlyOne(List<String> sentences, String has, String hasNot, List<String> versions) {
        if (!versions.isEmpty()) {
            String some = String.join(", ", versions.subList(0, Math.min(MOST_NAMED, versions.size())));
            String more = versions.size() > MOST_NAMED ? " and " + (versions.size() - MOST_NAMED) + " more" : "";
            sentences.add(has + " made " + some + more + ", and " + hasNot + " did not");
        }
    }

    private static TreeSet<String> only(Run one, Run other) {
        TreeSet<String> only = new TreeSet<>(one.spans().keySet());
        only.removeAll(other.spans().keySet());
        return only;
    }

    /** The same with what was said in the turns that changed sides. */
    PairComparison with(Map<String, SideChange.Texts> texts) {
        return new PairComparison(
                a,
                b,
                adaptersEqual,
                sentences,
                judges,
                sidesChanged,
                changes.stream()
                        .map(change -> change.with(texts.getOrDefault(change.turn(), SideChange.Texts.UNKNOWN)))
                        .toList(),
                batches,
                adapters);
    }
}
