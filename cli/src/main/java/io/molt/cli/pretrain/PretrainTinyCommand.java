package io.molt.cli.pretrain;

import io.molt.policy.pretrain.PretrainTiny;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt pretrain-tiny}: makes the built-in policy again, from nothing. */
@Command(
        name = "pretrain-tiny",
        description = "Trains the built-in tiny policy from random weights; about twelve minutes on one core.")
public final class PretrainTinyCommand implements Callable<Integer> {

    private static final int REPORT_EVERY = 50;

    @Option(names = "--out", required = true, description = "directory for the policy")
    private Path out;

    @Option(names = "--steps", description = "optimizer steps (default: ${DEFAULT-VALUE})")
    private int steps = PretrainTiny.STEPS;

    @Option(names = "--seed", description = "of weights and dialogues (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Override
    public Integer call() throws Exception {
        if (steps < 1) {
            throw new IllegalArgumentException("--steps must be at least 1, but was " + steps);
        }
        long start = System.nanoTime();
        long[] tokens = {0};
        PretrainTiny.run(out, steps, seed, (step, loss, positions) -> {
            tokens[0] += positions;
            if (step % REPORT_EVERY == 0 || step == steps) {
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf("step %d of %d  loss %.4f  %.0f tok/s%n", step, steps, loss, tokens[0] / seconds);
            }
        });
        System.out.println("policy written to " + out);
        return 0;
    }
}
