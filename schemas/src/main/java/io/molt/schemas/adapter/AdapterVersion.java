package io.molt.schemas.adapter;

import static java.util.Objects.requireNonNull;

/**
 * The manifest of a version; the version exists when this does.
 *
 * @param agentId whose
 * @param version K, the number of the batch that made it
 * @param files where the weights lie
 * @param report accepted, skipped or refused, with metrics
 * @param lineage what taught it
 * @param fingerprints what else its bytes depend on
 */
public record AdapterVersion(
        String agentId,
        long version,
        AdapterFiles files,
        StepReport report,
        Lineage lineage,
        Fingerprints fingerprints) {

    public AdapterVersion {
        requireNonNull(agentId, "agentId");
        requireNonNull(files, "files");
        requireNonNull(report, "report");
        requireNonNull(lineage, "lineage");
        requireNonNull(fingerprints, "fingerprints");
        if (version < 1) {
            throw new IllegalArgumentException("versions of " + agentId + " start at 1, but version was " + version);
        }
    }

    /** The key of its announcement. */
    public String key() {
        return agentId + "/" + version;
    }

    /** How clients, logs and records name it: {@code agent@v8}. */
    public String policy() {
        return agentId + "@v" + version;
    }
}
