package io.molt.proxy;

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

/** Manifests whose probe a scripted upstream passes by its usual answer. */
final class Adapters {

    private Adapters() {}

    static AdapterVersion version(String agent, long version) {
        Probe probe = new Probe("molt probe", new int[] {1, 2}, new float[] {-1, -2});
        return new AdapterVersion(
                agent,
                version,
                new AdapterFiles(agent + "/v" + version, List.of()),
                new StepReport(VersionStatus.ACCEPTED, "", Map.of(), probe),
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
