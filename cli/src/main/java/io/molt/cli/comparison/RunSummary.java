package io.molt.cli.comparison;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One run by itself.
 *
 * @param name {@code live} or a replay's
 * @param set settings that were changed, as they were typed
 * @param notes sentences about what else was different
 * @param spans by agent, the part of its log that was learned
 * @param judging who judged
 * @param rewards of all scored turns, as they were judged last
 * @param advantages of the turns in batches
 * @param advantage what rewards were compared with: none, batch or baseline
 * @param steps every version, by agent and number
 * @param heldOut empty unless it was measured
 * @param cost what it took
 */
public record RunSummary(
        String name,
        Map<String, String> set,
        List<String> notes,
        SortedMap<String, Span> spans,
        Judging judging,
        Distribution rewards,
        Distribution advantages,
        String advantage,
        List<StepPoint> steps,
        List<HeldOutResult> heldOut,
        Cost cost) {

    public RunSummary {
        notes = List.copyOf(notes);
        steps = List.copyOf(steps);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Who judged.
     *
     * @param judges their fingerprints
     * @param again whether this run asked them; false if it read the votes of then
     * @param turns in the logs
     * @param judged turns that a judge was asked about
     * @param sides how many turns of those are on each side, by its label
     * @param unscored how many turns have no reward, by reason
     */
    public record Judging(
            List<String> judges,
            boolean again,
            long turns,
            long judged,
            Map<String, Long> sides,
            SortedMap<String, Long> unscored) {

        static Judging of(Run run) {
            var latest = run.latest().values();
            TreeSet<String> judges = new TreeSet<>();
            Map<String, Long> sides = new TreeMap<>();
            SortedMap<String, Long> unscored = new TreeMap<>();
            long judged = 0;
            for (JudgedTurn turn : latest) {
                if (turn.asked()) {
                    judged++;
                    sides.merge(turn.side().label(), 1L, Long::sum);
                }
                if (!turn.judge().isEmpty()) {
                    judges.add(turn.judge());
                }
                if (turn.reward().isEmpty()) {
                    unscored.merge(turn.unscored(), 1L, Long::sum);
                }
            }
            return new Judging(List.copyOf(judges), run.how().judgedAgain(), latest.size(), judged, sides, unscored);
        }
    }

    static RunSummary of(Run run, List<HeldOutResult> heldOut) {
        Map<String, JudgedTurn> first = run.first();
        return new RunSummary(
                run.name(),
                run.how().set(),
                run.how().notes(),
                run.spans(),
                Judging.of(run),
                Distribution.of(run.latest().values().stream()
                        .filter(turn -> turn.reward().isPresent())
                        .mapToDouble(turn -> turn.reward().getAsDouble())
                        .toArray()),
                Distribution.of(RecordedAdvantages.of(run)),
                run.how().advantages().name().toLowerCase(Locale.ROOT),
                run.versions().stream()
                        .map(version -> StepPoint.of(version, first))
                        .toList(),
                heldOut,
                Cost.of(run));
    }
}
