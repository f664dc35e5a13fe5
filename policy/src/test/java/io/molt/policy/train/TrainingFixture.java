package io.molt.policy.train;

import io.molt.policy.TinyPolicyFixture;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.decode.Decoder;
import io.molt.policy.decode.Generation;
import io.molt.policy.decode.Sampling;
import io.molt.policy.decode.TokenListener;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.office.Office;
import io.molt.policy.office.OfficeRequest;
import io.molt.policy.office.Persona;
import io.molt.policy.office.Split;
import io.molt.schemas.batch.FoldPoint;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.Rollback;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A simulated user who asks, listens and thanks or corrects. */
final class TrainingFixture {

    private final PolicyDirectory policy = TinyPolicyFixture.policy();
    private final Decoder decoder = new Decoder(policy);
    private final Persona persona;
    private final SplittableRandom random;

    TrainingFixture(Persona persona, long seed) {
        this.persona = persona;
        this.random = new SplittableRandom(seed);
    }

    List<TrainingExample> interactions(int n, Optional<LoraAdapter> adapter) {
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            OfficeRequest request = persona.request(Split.INTERACTION, random);
            List<ChatMessage> messages = Office.ask(request.question(), List.of());
            int[] prompt = policy.template().prompt(messages);
            Sampling sampling = new Sampling(
                    1, 1, 48, random.nextLong(), Set.of(policy.tokenizer().endOfTurn()));
            Generation reply = decoder.generate(prompt, adapter, sampling, TokenListener.NONE);
            boolean accepted = persona.accepts(request, policy.tokenizer().decode(reply.tokens()));
            String hint = accepted ? "" : persona.correction(request.type(), Split.INTERACTION, random);
            examples.add(new TrainingExample(
                    "turn-" + i,
                    i,
                    new Sampled(prompt, reply.tokens(), reply.logProbs(), 1),
                    accepted ? 1 : -1,
                    accepted ? 1 : -1,
                    hint,
                    accepted ? List.of() : messages));
        }
        return examples;
    }

    static StepSettings settings(Method method, LossName loss) {
        return new StepSettings(method, loss, 3, 1e-3, 0.05, 16, 32);
    }

    static TrainingBatch batch(long k, StepSettings settings, List<TrainingExample> examples) {
        return batch(k, settings, examples, List.of());
    }

    static TrainingBatch batch(
            long k, StepSettings settings, List<TrainingExample> examples, List<TrainingExample> heldOut) {
        return new TrainingBatch(
                "agent",
                k,
                "",
                17,
                settings,
                examples,
                new FoldPoint(1, 4, 0, List.of(), 0, 0),
                heldOut,
                Rollback.NONE);
    }
}
