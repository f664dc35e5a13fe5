package io.molt.cli.comparison;

import io.molt.schemas.adapter.AdapterVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A version that a run made, with its batch and its step.
 *
 * @param agent whose
 * @param version its number, and that of its batch
 * @param status accepted, skipped or refused
 * @param reason why not accepted; empty if it was
 * @param lastSeq the entry of the log that completed the batch
 * @param turns of the batch, in log order
 * @param loss before the first optimizer step of the version
 * @param kl of the parent to the base policy, over the batch, in nats
 * @param gradNorm before clipping
 * @param heldoutLogprobChange what the step did to held-out replies, in nats per token; empty if nothing is held out
 */
public record StepPoint(
        String agent,
        long version,
        String status,
        String reason,
        long lastSeq,
        List<Taught> turns,
        OptionalDouble loss,
        OptionalDouble kl,
        OptionalDouble gradNorm,
        OptionalDouble heldoutLogprobChange) {

    public StepPoint {
        turns = List.copyOf(turns);
    }

    /**
     * A turn that taught something.
     *
     * @param turn its id
     * @param agentSeq its place in the log; empty if the tables do not have it any more
     * @param reward with which it was learned; empty if it was learned for its hint alone
     */
    public record Taught(String turn, OptionalLong agentSeq, OptionalDouble reward) {

        private static Taught of(String id, Map<String, JudgedTurn> known) {
            JudgedTurn turn = known.get(id);
            return turn == null
                    ? new Taught(id, OptionalLong.empty(), OptionalDouble.empty())
                    : new Taught(id, OptionalLong.of(turn.agentSeq()), turn.reward());
        }
    }

    /** With the turns of its run as they were judged first. */
    static StepPoint of(AdapterVersion version, Map<String, JudgedTurn> known) {
        return new StepPoint(
                version.agentId(),
                version.version(),
                version.report().status().name().toLowerCase(Locale.ROOT),
                version.report().reason(),
                version.lineage().foldPoint().lastSeq(),
                version.lineage().turnIds().stream()
                        .map(id -> Taught.of(id, known))
                        .toList(),
                metric(version, "loss"),
                metric(version, "kl_base"),
                metric(version, "grad_norm"),
                metric(version, "heldout_logprob_change"));
    }

    private static OptionalDouble metric(AdapterVersion version, String name) {
        Double value = version.report().metrics().get(name);
        return value == null || !Double.isFinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
