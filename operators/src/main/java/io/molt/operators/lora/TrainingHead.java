package io.molt.operators.lora;

import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import java.util.List;

/**
 * How far an agent's training is.
 *
 * @param version the newest version made, accepted or not; 0 before the first
 * @param accepted the newest accepted version, parent of the next; 0 is the base policy
 * @param files where the accepted version's weights lie; an empty directory for the base policy
 */
public record TrainingHead(long version, long accepted, AdapterFiles files) {

    public static final TrainingHead START = new TrainingHead(0, 0, new AdapterFiles("", List.of()));

    TrainingHead after(AdapterVersion made) {
        return made.report().status() == VersionStatus.ACCEPTED
                ? new TrainingHead(made.version(), made.version(), made.files())
                : new TrainingHead(made.version(), accepted, files);
    }
}
