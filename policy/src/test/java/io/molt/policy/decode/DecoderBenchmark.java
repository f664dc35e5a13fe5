package io.molt.policy.decode;

import io.molt.policy.TinyPolicyFixture;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.model.PolicyDirectory;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A reply of 24 tokens by the tiny policy; with 1 token, what reading the prompt costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgs = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecoderBenchmark {

    @Param({"60", "500"})
    int prompt;

    @Param({"1", "24"})
    int tokens;

    @Param({"false", "true"})
    boolean adapted;

    private Decoder decoder;
    private int[] ids;
    private Optional<LoraAdapter> adapter;

    @Setup
    public void open() {
        PolicyDirectory policy = TinyPolicyFixture.policy();
        decoder = new Decoder(policy);
        ids = TinyPolicyFixture.randomTokens(prompt, 1000, 1);
        adapter =
                adapted ? Optional.of(TinyPolicyFixture.randomAdapter(policy.config(), 16, 0.01, 1)) : Optional.empty();
    }

    @Benchmark
    public Generation reply() {
        return decoder.generate(ids, adapter, new Sampling(1, 1, tokens, 1, Set.of()), TokenListener.NONE);
    }
}
