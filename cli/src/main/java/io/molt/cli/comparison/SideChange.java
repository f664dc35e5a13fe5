package io.molt.cli.comparison;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A turn on which two judges took different sides.
 *
 * @param agent whose
 * @param agentSeq its place in the log
 * @param session the conversation
 * @param turn its id
 * @param a the first judge's opinion
 * @param b the second judge's
 * @param texts what was said; empty until somebody looks it up
 */
public record SideChange(String agent, long agentSeq, String session, String turn, Opinion a, Opinion b, Texts texts) {

    /**
     * What one judge said.
     *
     * @param side which one was taken
     * @param reward -2 to 2; empty if unscored
     * @param unscored why there is no reward; empty if there is
     */
    public record Opinion(Side side, OptionalDouble reward, String unscored) {

        static Opinion of(JudgedTurn turn) {
            return new Opinion(turn.side(), turn.reward(), turn.unscored());
        }

        /** As people read it: the reward, or why there is none. */
        public String words() {
            if (reward.isEmpty()) {
                return unscored;
            }
            return String.format(Locale.ROOT, reward.getAsDouble() == 0 ? "%.1f" : "%+.1f", reward.getAsDouble());
        }

        private double height() {
            return reward.orElse(0);
        }
    }

    /**
     * What was said, cut.
     *
     * @param request the last message of the prompt
     * @param reply the policy's
     * @param next what followed
     */
    public record Texts(String request, String reply, String next) {

        static final Texts UNKNOWN = new Texts("", "", "");
    }

    /** Those that both judged, the furthest apart first. */
    static List<SideChange> between(Map<String, JudgedTurn> a, Map<String, JudgedTurn> b) {
        return a.values().stream()
                .filter(turn -> b.containsKey(turn.turnId()))
                .filter(turn -> turn.asked() && b.get(turn.turnId()).asked())
                .filter(turn -> turn.side() != b.get(turn.turnId()).side())
                .map(turn -> new SideChange(
                        turn.agentId(),
                        turn.agentSeq(),
                        turn.sessionId(),
                        turn.turnId(),
                        Opinion.of(turn),
                        Opinion.of(b.get(turn.turnId())),
                        Texts.UNKNOWN))
                .sorted(Comparator.comparingDouble(SideChange::nearness)
                        .thenComparing(SideChange::agent)
                        .thenComparingLong(SideChange::agentSeq))
                .toList();
    }

    SideChange with(Texts known) {
        return new SideChange(agent, agentSeq, session, turn, a, b, known);
    }

    private double nearness() {
        return -Math.abs(a.height() - b.height());
    }
}
