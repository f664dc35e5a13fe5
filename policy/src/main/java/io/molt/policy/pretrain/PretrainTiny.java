package io.molt.policy.pretrain;

import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.model.TinyPolicy;
import io.molt.policy.net.FullModel;
import io.molt.policy.net.Gradients;
import io.molt.policy.net.TokenBatch;
import io.molt.policy.office.Corpus;
import io.molt.policy.optimizer.AdamW;
import io.molt.policy.optimizer.Moments;
import io.molt.policy.text.BpeTrainer;
import io.molt.policy.text.ChatTemplate;
import io.molt.policy.text.SpecialTokens;
import io.molt.policy.text.Tokenizer;
import io.molt.policy.text.TokenizerJson;
import io.molt.schemas.turn.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Trains the tiny policy from random weights on generated dialogues; about twelve minutes on one core. */
public final class PretrainTiny {

    /** Optimizer steps of the policy that is built in. */
    public static final int STEPS = 2600;

    /** Seed of the policy that is built in. */
    public static final long SEED = 1;

    private static final int BATCH_SIZE = 32;
    private static final int WARM_UP_STEPS = 100;
    private static final double LEARNING_RATE = 2e-3;
    private static final double FINAL_SHARE = 0.05;
    private static final int TOKENIZER_DIALOGUES = 20_000;
    private static final AdamW OPTIMIZER = new AdamW(0.9, 0.98, 1e-8, 0.05, 1);

    private PretrainTiny() {}

    /** Told of every step. */
    @FunctionalInterface
    public interface Progress {

        /**
         * After a step.
         *
         * @param step 1, 2, 3, ...
         * @param loss mean cross-entropy of the step's batch, in nats
         * @param tokens positions computed in this step
         */
        void onStep(int step, double loss, int tokens);
    }

    /**
     * Trains and writes a policy.
     *
     * @param directory where to; made if it is not there
     * @param steps optimizer steps; the learning rate falls to a twentieth over them
     * @param seed of weights and dialogues
     */
    public static void run(Path directory, int steps, long seed, Progress progress) throws IOException {
        SplittableRandom seeds = new SplittableRandom(seed);
        String tokenizerJson = tokenizer(seeds.nextLong());
        Files.createDirectories(directory);
        Path tokenizerFile = directory.resolve(PolicyDirectory.TOKENIZER);
        Files.writeString(tokenizerFile, tokenizerJson);
        Lessons lessons = new Lessons(new ChatTemplate(Tokenizer.read(tokenizerFile)), BATCH_SIZE, seeds.nextLong());
        SortedMap<String, Tensor> weights = InitialWeights.of(TinyPolicy.CONFIG, seeds.nextLong());
        train(TinyPolicy.CONFIG, weights, lessons, steps, progress);
        PolicyDirectory.write(directory, TinyPolicy.CONFIG, tokenizerJson, weights);
    }

    private static String tokenizer(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < TOKENIZER_DIALOGUES; i++) {
            for (ChatMessage message : Corpus.dialogue(random)) {
                texts.add(message.role() + "\n" + message.content());
                texts.add("\n");
            }
        }
        int merges = TinyPolicy.CONFIG.vocabSize() - 256 - SpecialTokens.ALL.size();
        return TokenizerJson.of(BpeTrainer.train(texts, merges));
    }

    private static void train(
            PolicyConfig config, SortedMap<String, Tensor> weights, Lessons lessons, int steps, Progress progress) {
        SortedMap<String, float[]> parameters = new TreeMap<>();
        weights.forEach((name, tensor) -> parameters.put(name, tensor.data()));
        Moments moments = Moments.zero(parameters);
        Map<String, Tensor> shapes = Map.copyOf(weights);
        for (int step = 1; step <= steps; step++) {
            TokenBatch batch = lessons.next();
            Gradients gradients = FullModel.crossEntropy(config, weights, batch);
            if (Double.isFinite(AdamW.norm(gradients.byName()))) {
                OPTIMIZER.step(
                        parameters,
                        gradients.byName(),
                        moments,
                        learningRate(step, steps),
                        name -> shapes.get(name).shape().length > 1);
            }
            progress.onStep(step, gradients.loss(), batch.positions());
        }
    }

    /** Linear warm-up, then a cosine down to a twentieth. */
    static double learningRate(int step, int steps) {
        double warmUp = Math.min(1, (double) step / WARM_UP_STEPS);
        double cosine = 0.5 * (1 + Math.cos(Math.PI * step / steps));
        return LEARNING_RATE * warmUp * (FINAL_SHARE + (1 - FINAL_SHARE) * cosine);
    }
}
