package io.molt.operators.lora;

import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import java.util.List;

/**
 * How far an agent's training is.
 *
 * @param version the newest version made, accepted or not; 0 before the first
 * @param accepted the accepted version whose weights these are, parent of the next; 0 is the base policy
 * @param files where the accepted version's weights lie; an empty directory for the base policy
 * @param rollback command id of the newest rollback that was followed; empty if there was none
 */
public record TrainingHead(long version, long accepted, AdapterFiles files, String rollback) {

    public static final TrainingHead START = new TrainingHead(0, 0, new AdapterFiles("", List.of()), "");

    public TrainingHead {
        // State of an older release has none.
        rollback = rollback == null ? "" : rollback;
    }

    /** The head right after a version: where a rollback to it goes. */
    public static TrainingHead of(AdapterVersion made) {
        long accepted = made.report().status() == VersionStatus.ACCEPTED
                ? made.version()
                : made.lineage().parent();
        return new TrainingHead(
                made.version(), accepted, made.files(), made.lineage().rollback());
    }

    /** A rollback whose weights are gone is not followed: the next batch tries again, or another rollback comes. */
    TrainingHead after(AdapterVersion made) {
        boolean gone = made.report().reason().equals(TrainingStep.ROLLBACK_GONE);
        return gone ? new TrainingHead(made.version(), accepted, files, rollback) : of(made);
    }
}
