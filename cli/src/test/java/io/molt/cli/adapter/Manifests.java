package io.molt.cli.adapter;

import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.Fingerprints;
import io.molt.schemas.adapter.Lineage;
import io.molt.schemas.adapter.Probe;
import io.molt.schemas.adapter.StepReport;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.FoldPoint;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import java.util.List;
import java.util.Map;

/** Versions of agent {@code a}, each trained from the one before, whose probe is one token. */
final class Manifests {

    private Manifests() {}

    static AdapterVersion version(long version) {
        return new AdapterVersion(
                "a",
                version,
                new AdapterFiles("a/v" + version, List.of()),
                new StepReport(
                        VersionStatus.ACCEPTED, "", Map.of(), new Probe("probe", new int[] {1}, new float[] {-0.5f})),
                new Lineage(
                        version - 1,
                        version,
                        1,
                        List.of(),
                        new StepSettings(Method.COMBINED, LossName.PPO, 1, 1e-3, 0.05, 4, 8),
                        new FoldPoint(1, 1, 1, List.of(), 0, 0),
                        ""),
                new Fingerprints("", "", "", ""));
    }
}
