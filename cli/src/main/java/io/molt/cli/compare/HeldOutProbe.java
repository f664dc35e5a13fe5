package io.molt.cli.compare;

import io.molt.cli.comparison.HeldOutResult;
import io.molt.cli.comparison.Run;
import io.molt.cli.demo.HeldOut;
import io.molt.policy.adapter.AdapterDirectory;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.evaluate.Evaluation;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.office.Persona;
import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Asks the newest adapters of runs what the demo asks at its end: the built-in policy's held-out requests, without skills. */
final class HeldOutProbe implements AutoCloseable {

    private final Path home;
    private final Evaluation evaluation;
    private final long seed;

    /**
     * Opens the policy.
     *
     * @param seed of the demo
     * @throws IllegalArgumentException if the policy is not in the home directory
     */
    HeldOutProbe(Path home, long seed) throws IOException {
        Path policy = home.resolve("policy");
        if (!Files.isDirectory(policy)) {
            throw new IllegalArgumentException("--probe asks the built-in policy, and there is none in " + policy);
        }
        this.home = home;
        this.evaluation = new Evaluation(PolicyDirectory.open(policy));
        this.seed = seed;
    }

    /** One result for each agent of the demo that the run has. */
    List<HeldOutResult> of(Run run) throws IOException {
        Map<String, AdapterVersion> newest = new TreeMap<>();
        run.versions()
                .forEach(version -> newest.merge(
                        version.agentId(), version, (one, other) -> one.version() > other.version() ? one : other));
        HeldOut heldOut = new HeldOut(evaluation, seed);
        List<HeldOutResult> results = new ArrayList<>();
        for (AdapterVersion version : newest.values()) {
            Optional<Persona> user = HeldOut.userOf(version.agentId(), seed);
            if (user.isPresent()) {
                var before = heldOut.success(user.get(), Optional.empty(), UnaryOperator.identity());
                var after = heldOut.success(user.get(), adapter(run.name(), version), UnaryOperator.identity());
                results.add(new HeldOutResult(
                        version.agentId(), version.version(), before.success(), after.success(), after.greedy()));
            }
        }
        return results;
    }

    /** A replay's own, or what it went on from. */
    private Optional<LoraAdapter> adapter(String run, AdapterVersion version) throws IOException {
        String directory = version.files().directory();
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        Path own = RunReader.store(home, run).resolve(directory);
        Path live = home.resolve("adapters").resolve(directory);
        if (!Files.isDirectory(own) && !Files.isDirectory(live)) {
            throw new IllegalStateException("the weights of " + version.policy() + " are not kept in " + home);
        }
        return Optional.of(AdapterDirectory.readAdapter(Files.isDirectory(own) ? own : live));
    }

    @Override
    public void close() {
        evaluation.close();
    }
}
