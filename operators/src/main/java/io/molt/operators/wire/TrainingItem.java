package io.molt.operators.wire;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * What goes through the LoRA sink: a batch on its way in, a manifest on its way out. One type, since a sink's pre-write
 * topology returns what it takes.
 *
 * @param agentId whose
 * @param version number of the batch and of the version it makes
 * @param stage what the bytes are
 * @param bytes a TrainingBatch or an AdapterVersion, encoded by {@link io.molt.schemas.codec.Codecs}
 */
public record TrainingItem(String agentId, long version, Stage stage, byte[] bytes) {

    /** What the bytes are. */
    public enum Stage {
        BATCH,
        MANIFEST
    }

    public TrainingItem {
        requireNonNull(agentId, "agentId");
        requireNonNull(stage, "stage");
        requireNonNull(bytes, "bytes");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingItem that
                && agentId.equals(that.agentId)
                && version == that.version
                && stage == that.stage
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return agentId.hashCode() * 31 + Long.hashCode(version);
    }
}
