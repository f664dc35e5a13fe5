package io.molt.policy.train;

import io.molt.policy.adapter.LearnerState;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.decode.Decoder;
import io.molt.policy.decode.Generation;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.net.AdapterStep;
import io.molt.policy.net.Gradients;
import io.molt.policy.net.PolicyGraph;
import io.molt.policy.net.Torch;
import io.molt.policy.optimizer.AdamW;
import io.molt.policy.optimizer.Moments;
import io.molt.policy.text.ChatTemplate;
import io.molt.schemas.adapter.Fingerprints;
import io.molt.schemas.adapter.Probe;
import io.molt.schemas.adapter.StepReport;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.turn.ChatMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Trains on the CPU with DJL and PyTorch.
 *
 * <p>The loss is a mean over all reply tokens of the batch of up to three terms: the policy-gradient loss times the
 * advantage, the reverse KL over the whole vocabulary to the base model that sees the hint as a rule (on turns with a
 * hint), and the KL to the base model. {@link Method} says which.
 */
public final class DjlTrainer implements TrainingBackend {

    /** The user message by whose greedy continuation an adapter is known again. */
    public static final String PROBE = "molt probe";

    private static final int PROBE_TOKENS = 8;
    private static final String NOT_FINITE = "NAN";
    private static final String NOTHING_TO_LEARN = "EMPTY";

    private final PolicyDirectory policy;
    private final PolicyGraph graph;
    private final Decoder decoder;
    private final BatchObjectives objectives;
    private final Fingerprints fingerprints;

    /** A trainer that refuses no step, see {@link #gated}. */
    public DjlTrainer(PolicyDirectory policy) throws IOException {
        ChatTemplate template = policy.template();
        this.policy = policy;
        this.fingerprints = policy.fingerprints(Torch.fingerprint());
        this.graph = new PolicyGraph(policy.config(), policy.weights());
        this.decoder = new Decoder(policy);
        this.objectives = new BatchObjectives(
                graph, new Examples(template, policy.config().contextLength()));
    }

    @Override
    public Fingerprints fingerprints() {
        return fingerprints;
    }

    /** With something else that the bytes depend on. */
    Fingerprints fingerprints(String besides) {
        return new Fingerprints(
                fingerprints.model(),
                fingerprints.tokenizer(),
                fingerprints.template(),
                fingerprints.backend() + ", " + besides);
    }

    @Override
    public TrainingBackend gated(double maxDrop) {
        return new GatedTrainer(this, new QualityGate(maxDrop));
    }

    @Override
    public TrainedStep train(TrainingBatch batch, Optional<LearnerState> parent) {
        if (!batch.skip().isEmpty()) {
            return skipped(batch.skip(), parent, Map.of());
        }
        if (batch.examples().isEmpty()) {
            return skipped(NOTHING_TO_LEARN, parent, Map.of());
        }
        batch.examples().forEach(this::checkTokens);
        StepSettings settings = batch.settings();
        LoraAdapter start = parent.map(LearnerState::adapter)
                .orElseGet(() -> LoraAdapter.fresh(policy.config(), settings.rank(), settings.alpha(), batch.seed()));
        BatchObjectives.Plan plan = objectives.plan(batch.examples(), settings, start);
        Map<String, Double> metrics = new TreeMap<>(Map.of(
                "examples", (double) batch.examples().size(),
                "hinted_examples", (double) plan.hinted(),
                "tokens", (double) plan.tokens(),
                "reward_mean", rewardMean(batch.examples()),
                "sampled_vs_trainer_logprob_max_diff", plan.mismatch()));
        if (settings.method() == Method.OPD && plan.hinted() == 0) {
            return skipped(NOTHING_TO_LEARN, parent, metrics);
        }
        return step(settings, plan, start, parent, metrics);
    }

    /** An engine with another tokenizer reports tokens that this policy does not have. */
    private void checkTokens(TrainingExample example) {
        int vocabulary = policy.config().vocabSize();
        IntStream.concat(
                        IntStream.of(example.sampled().promptTokenIds()),
                        IntStream.of(example.sampled().replyTokenIds()))
                .filter(token -> token < 0 || token >= vocabulary)
                .findFirst()
                .ifPresent(token -> {
                    throw new IllegalArgumentException("turn " + example.turnId() + " has token " + token
                            + ", but the policy's tokens are 0 to " + (vocabulary - 1));
                });
    }

    private TrainedStep step(
            StepSettings settings,
            BatchObjectives.Plan plan,
            LoraAdapter start,
            Optional<LearnerState> parent,
            Map<String, Double> metrics) {
        SortedMap<String, float[]> parameters = new TreeMap<>();
        start.tensors()
                .forEach((name, tensor) -> parameters.put(name, tensor.data().clone()));
        Moments moments = parent.map(learner -> learner.moments().copy()).orElseGet(() -> Moments.zero(parameters));
        LoraAdapter current = start;
        List<AdapterStep> steps = new ArrayList<>();
        try {
            plan.parts().forEach(part -> steps.add(new AdapterStep(graph, part)));
            for (int pass = 1; pass <= settings.passes(); pass++) {
                Gradients gradients = sum(steps, current);
                double norm = AdamW.norm(gradients.byName());
                if (pass == 1) {
                    metrics.putAll(gradients.terms());
                    metrics.put("loss", gradients.loss());
                    metrics.put("grad_norm", norm);
                }
                if (!Double.isFinite(norm) || !Double.isFinite(gradients.loss())) {
                    return skipped(NOT_FINITE, parent, metrics);
                }
                AdamW.FOR_ADAPTERS.step(
                        parameters, gradients.byName(), moments, settings.learningRate(), name -> false);
                current = adapter(start, parameters);
                metrics.put("loss_last", gradients.loss());
            }
        } finally {
            steps.forEach(AdapterStep::close);
        }
        metrics.put("optimizer_steps", (double) settings.passes());
        StepReport report = new StepReport(VersionStatus.ACCEPTED, "", metrics, probe(Optional.of(current)));
        return new TrainedStep(report, Optional.of(new LearnerState(current, moments)));
    }

    /** See {@link QualityGate#change}. */
    OptionalDouble change(List<TrainingExample> heldOut, Optional<LoraAdapter> before, LoraAdapter made) {
        return QualityGate.change(graph, policy.config(), heldOut, before, made);
    }

    /** The parts one after the other; the same as one large backward pass. */
    private static Gradients sum(List<AdapterStep> steps, LoraAdapter adapter) {
        double loss = 0;
        Map<String, Double> terms = new TreeMap<>();
        SortedMap<String, float[]> total = new TreeMap<>();
        for (AdapterStep step : steps) {
            Gradients part = step.gradients(adapter);
            loss += part.loss();
            part.terms().forEach((name, value) -> terms.merge(name, value, Double::sum));
            part.byName().forEach((name, gradient) -> total.merge(name, gradient, DjlTrainer::add));
        }
        return new Gradients(loss, terms, total);
    }

    private static float[] add(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i];
        }
        return a;
    }

    private static LoraAdapter adapter(LoraAdapter like, SortedMap<String, float[]> parameters) {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        like.tensors()
                .forEach((name, tensor) -> tensors.put(
                        name, new Tensor(tensor.shape(), parameters.get(name).clone())));
        return LoraAdapter.of(like.rank(), like.alpha(), tensors);
    }

    private TrainedStep skipped(String reason, Optional<LearnerState> parent, Map<String, Double> metrics) {
        Map<String, Double> finite = new TreeMap<>(metrics);
        finite.values().removeIf(value -> !Double.isFinite(value));
        finite.put("optimizer_steps", 0.0);
        Probe probe = probe(parent.map(LearnerState::adapter));
        return new TrainedStep(new StepReport(VersionStatus.SKIPPED, reason, finite, probe), Optional.empty());
    }

    Probe probe(Optional<LoraAdapter> adapter) {
        int[] prompt = policy.template().prompt(List.of(new ChatMessage("user", PROBE)));
        Generation greedy = decoder.probe(prompt, PROBE_TOKENS, adapter);
        return new Probe(PROBE, greedy.tokens(), greedy.logProbs());
    }

    private static double rewardMean(List<TrainingExample> examples) {
        return examples.stream().mapToDouble(TrainingExample::reward).average().orElse(0);
    }

    @Override
    public void close() {
        graph.close();
    }
}
