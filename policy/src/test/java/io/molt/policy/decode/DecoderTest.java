package io.molt.policy.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.molt.policy.TinyPolicyFixture;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.decode.Generation.Ending;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.net.PolicyGraph;
import io.molt.policy.net.TokenBatch;
import io.molt.policy.net.TokenBatch.Sequence;
import io.molt.policy.office.Office;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {

    private final PolicyDirectory policy = TinyPolicyFixture.policy();
    private final Decoder decoder = new Decoder(policy);
    private final int end = policy.tokenizer().endOfTurn();
    private final int[] prompt =
            policy.template().prompt(Office.ask("The budget review costs 70 euros. Write the price.", List.of()));

    @ParameterizedTest(name = "seed {0}, prompt of {1} tokens, temperature {2}")
    @CsvSource({"1, 1, 1", "2, 31, 0.7", "3, 32, 1.3", "4, 33, 1", "5, 200, 1"})
    void log_probabilities_equal_the_trainers(long seed, int length, double temperature) {
        int[] start = TinyPolicyFixture.randomTokens(length, 1024, seed);
        int[] reply = TinyPolicyFixture.randomTokens(17, 1024, seed + 100);
        Optional<LoraAdapter> adapter = Optional.of(TinyPolicyFixture.randomAdapter(policy.config(), 16, 0.02, seed));

        float[] here = decoder.logProbs(start, reply, adapter, temperature);

        try (PolicyGraph trainer = new PolicyGraph(policy.config(), policy.weights())) {
            TokenBatch batch = new TokenBatch(List.of(Sequence.of(start, reply, temperature)));
            assertThat(here).containsExactly(trainer.score(batch, adapter).logProbs(), within(1e-4f));
        }
        assertThat(here).isNotEqualTo(decoder.logProbs(start, reply, Optional.empty(), temperature));
    }

    @Test
    void sampled_log_probabilities_are_those_of_the_reply() {
        Optional<LoraAdapter> adapter = Optional.of(TinyPolicyFixture.randomAdapter(policy.config(), 16, 0.01, 9));

        Generation reply = decoder.generate(prompt, adapter, sampling(0.8, 40, 3), TokenListener.NONE);

        assertThat(reply.logProbs())
                .containsExactly(decoder.logProbs(prompt, reply.tokens(), adapter, 0.8), within(1e-4f));
    }

    /** Vector V10 of algorithms.md. */
    @Test
    void temperature_divides_differences_of_log_probabilities() {
        int[] tokens = {5, 700};
        double[] at1 = new double[2];
        double[] at2 = new double[2];
        for (int i = 0; i < 2; i++) {
            at1[i] = decoder.logProbs(prompt, new int[] {tokens[i]}, Optional.empty(), 1)[0];
            at2[i] = decoder.logProbs(prompt, new int[] {tokens[i]}, Optional.empty(), 2)[0];
        }

        assertThat(at2[0] - at2[1]).isCloseTo((at1[0] - at1[1]) / 2, within(1e-5));
    }

    @Test
    void the_policy_answers_and_stops() {
        Generation reply = decoder.generate(prompt, Optional.empty(), sampling(0, 48, 1), TokenListener.NONE);

        assertThat(reply.ending()).isEqualTo(Ending.STOP);
        assertThat(policy.tokenizer().decode(reply.tokens()))
                .startsWith("Price: ")
                .contains("70");
        assertThat(reply.tokens()[reply.tokens().length - 1]).isEqualTo(end);
    }

    @Test
    void a_seed_decides_the_reply() {
        List<String> replies =
                IntStream.range(0, 20).mapToObj(seed -> reply(seed)).toList();

        assertThat(replies)
                .isEqualTo(IntStream.range(0, 20).mapToObj(this::reply).toList());
        assertThat(Set.copyOf(replies)).hasSizeGreaterThan(2);
    }

    @Test
    void replies_with_different_adapters_do_not_meet() {
        List<Optional<LoraAdapter>> adapters = List.of(
                Optional.empty(),
                Optional.of(TinyPolicyFixture.randomAdapter(policy.config(), 16, 0.02, 1)),
                Optional.of(TinyPolicyFixture.randomAdapter(policy.config(), 8, 0.02, 2)));
        List<Generation> alone = adapters.stream().map(this::tenTokens).toList();

        List<Generation> together = IntStream.range(0, 60)
                .parallel()
                .mapToObj(i -> tenTokens(adapters.get(i % adapters.size())))
                .toList();

        for (int i = 0; i < together.size(); i++) {
            assertThat(together.get(i)).isEqualTo(alone.get(i % adapters.size()));
        }
    }

    @Test
    void a_listener_that_is_gone_ends_the_reply() {
        Generation reply = decoder.generate(prompt, Optional.empty(), sampling(1, 48, 1), (token, logProb) -> false);

        assertThat(reply.ending()).isEqualTo(Ending.CANCELLED);
        assertThat(reply.tokens()).hasSize(1);
    }

    @Test
    void the_context_ends_a_reply_and_refuses_a_prompt_that_fills_it() {
        Decoder small =
                new Decoder(TinyPolicyFixture.SMALL, TinyPolicyFixture.randomWeights(TinyPolicyFixture.SMALL, 1));
        Sampling endless = new Sampling(1, 1, 1000, 1, Set.of());

        Generation reply = small.generate(new int[60], Optional.empty(), endless, TokenListener.NONE);

        assertThat(reply.ending()).isEqualTo(Ending.LENGTH);
        assertThat(reply.tokens()).hasSize(4);
        assertThatThrownBy(() -> small.generate(new int[64], Optional.empty(), endless, TokenListener.NONE))
                .isInstanceOf(ContextLengthExceeded.class)
                .hasMessage("a prompt of 64 tokens leaves no room in a context of 64");
    }

    @Test
    void a_small_top_p_is_greedy() {
        Sampling nearlyGreedy = new Sampling(1, 1e-9, 48, 5, Set.of(end));

        assertThat(decoder.generate(prompt, Optional.empty(), nearlyGreedy, TokenListener.NONE)
                        .tokens())
                .isEqualTo(decoder.generate(prompt, Optional.empty(), sampling(0, 48, 5), TokenListener.NONE)
                        .tokens());
    }

    @Test
    void merged_weights_answer_as_base_and_adapter_do() {
        LoraAdapter adapter = TinyPolicyFixture.randomAdapter(policy.config(), 16, 0.02, 6);
        SortedMap<String, Tensor> merged = new TreeMap<>(policy.weights());
        adapter.projections()
                .forEach((path, lora) ->
                        merged.computeIfPresent(path + ".weight", (name, w) -> lora.mergedInto(w, adapter.scale())));

        float[] expected = new Decoder(policy.config(), merged).logProbs(prompt, prompt, Optional.empty(), 1);

        assertThat(decoder.logProbs(prompt, prompt, Optional.of(adapter), 1)).containsExactly(expected, within(1e-4f));
    }

    private Generation tenTokens(Optional<LoraAdapter> adapter) {
        return decoder.probe(prompt, 10, adapter);
    }

    private String reply(int seed) {
        Generation reply = decoder.generate(prompt, Optional.empty(), sampling(1, 48, seed), TokenListener.NONE);
        return policy.tokenizer().decode(reply.tokens());
    }

    private Sampling sampling(double temperature, int maxTokens, long seed) {
        return new Sampling(temperature, 1, maxTokens, seed, Set.of(end));
    }
}
