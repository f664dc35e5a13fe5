package io.molt.policy.decode;

import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.decode.Generation.Ending;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.text.TokenIds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Generates replies. Immutable: any number of threads may use it at once, each call with an adapter of its own. */
public final class Decoder {

    private final PolicyConfig config;
    private final SortedMap<String, Tensor> weights;
    private final List<LayerWeights> layers;
    private final Rotary rotary;

    public Decoder(PolicyDirectory policy) {
        this(policy.config(), policy.weights());
    }

    /** The weights are used as they are; nobody may write to them. */
    public Decoder(PolicyConfig config, SortedMap<String, Tensor> weights) {
        this.config = config;
        this.weights = weights;
        this.layers = LayerWeights.of(config, weights);
        this.rotary = new Rotary(config);
    }

    /** Tokens of prompt and reply together, at most. */
    public int contextLength() {
        return config.contextLength();
    }

    /**
     * A reply to a prompt.
     *
     * @throws ContextLengthExceeded if the prompt leaves no room for a token
     */
    public Generation generate(int[] prompt, Optional<LoraAdapter> adapter, Sampling sampling, TokenListener listener) {
        requireRoom(prompt, 1);
        int room = Math.min(sampling.maxTokens(), config.contextLength() - prompt.length);
        Pass pass = pass(adapter, prompt.length + room);
        Chooser chooser = new Chooser(sampling);
        int[] tokens = new int[room];
        float[] logProbs = new float[room];
        float[] logits = new float[config.vocabSize()];
        pass.feed(prompt, 0, prompt.length);
        pass.logits((prompt.length - 1) % Pass.CHUNK, logits);
        for (int n = 0; n < room; n++) {
            tokens[n] = chooser.choose(logits);
            logProbs[n] = Chooser.logProb(logits, tokens[n], sampling.temperature());
            boolean goOn = listener.onToken(tokens[n], logProbs[n]);
            if (sampling.stopIds().contains(tokens[n])) {
                return generation(tokens, logProbs, n + 1, Ending.STOP);
            }
            if (!goOn) {
                return generation(tokens, logProbs, n + 1, Ending.CANCELLED);
            }
            if (n + 1 < room) {
                pass.feedChunk(tokens, n, 1);
                pass.logits(0, logits);
            }
        }
        return generation(tokens, logProbs, room, Ending.LENGTH);
    }

    /** The likeliest tokens after a prompt, stop tokens or not; how an adapter is known again. */
    public Generation probe(int[] prompt, int tokens, Optional<LoraAdapter> adapter) {
        return generate(prompt, adapter, new Sampling(0, 1, tokens, 0, Set.of()), TokenListener.NONE);
    }

    /**
     * Natural log-probability of each token of a reply.
     *
     * @param temperature of the distribution; 0 counts as 1
     * @throws ContextLengthExceeded if prompt and reply are too long
     */
    public float[] logProbs(int[] prompt, int[] reply, Optional<LoraAdapter> adapter, double temperature) {
        requireRoom(prompt, reply.length);
        int[] all = TokenIds.concat(prompt, reply);
        Pass pass = pass(adapter, all.length);
        float[] logits = new float[config.vocabSize()];
        float[] logProbs = new float[reply.length];
        for (int from = 0; from < all.length; from += Pass.CHUNK) {
            int t = Math.min(Pass.CHUNK, all.length - from);
            pass.feedChunk(all, from, t);
            for (int r = 0; r < t; r++) {
                int n = from + r + 1 - prompt.length;
                if (n >= 0 && n < reply.length) {
                    pass.logits(r, logits);
                    logProbs[n] = Chooser.logProb(logits, reply[n], temperature);
                }
            }
        }
        return logProbs;
    }

    private Pass pass(Optional<LoraAdapter> adapter, int capacity) {
        return new Pass(config, weights, layers, rotary, adapter, capacity);
    }

    private void requireRoom(int[] prompt, int reply) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one token");
        }
        if (prompt.length + reply > config.contextLength()) {
            throw new ContextLengthExceeded(prompt.length, config.contextLength());
        }
    }

    private static Generation generation(int[] tokens, float[] logProbs, int n, Ending ending) {
        return new Generation(Arrays.copyOf(tokens, n), Arrays.copyOf(logProbs, n), ending);
    }
}
