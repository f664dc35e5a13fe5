package io.molt.cli.demo;

import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.evaluate.Evaluation;
import io.molt.policy.evaluate.Evaluation.Case;
import io.molt.policy.evaluate.Evaluation.Summary;
import io.molt.policy.office.Office;
import io.molt.policy.office.OfficeRequest;
import io.molt.policy.office.Persona;
import io.molt.policy.office.RequestType;
import io.molt.policy.office.Split;
import io.molt.schemas.turn.ChatMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How well a policy does what a persona wants, on prompts whose topics and wordings no interaction ever uses.
 *
 * <p>Success is exact: the probability, at temperature 1, of the one reply that the persona accepts.
 */
public final class HeldOut {

    private static final int PROMPTS = 60;

    private final Evaluation evaluation;
    private final long seed;

    /**
     * Measures.
     *
     * @param evaluation of the policy that the personas talk to
     * @param seed of the requests
     */
    public HeldOut(Evaluation evaluation, long seed) {
        this.evaluation = evaluation;
        this.seed = seed;
    }

    /** Who talks to an agent of the demo; empty for any other agent. */
    public static Optional<Persona> userOf(String agentId, long seed) {
        int user = DemoRun.AGENTS.indexOf(agentId);
        return user < 0 ? Optional.empty() : Optional.of(Persona.personas(seed).get(user));
    }

    /** What the persona wants, asked without a rule; {@code injection} adds what the proxy would. */
    public Summary success(Persona persona, Optional<LoraAdapter> adapter, UnaryOperator<List<ChatMessage>> injection) {
        return evaluation.summary(
                cases(persona.types(), request -> List.of(persona.accepted(request)), injection), adapter);
    }

    /** Whether replies to the request types that the persona never asks for still follow some convention. */
    Summary validOutside(Persona persona, Optional<LoraAdapter> adapter) {
        List<RequestType> others = Arrays.stream(RequestType.values())
                .filter(type -> !persona.types().contains(type))
                .toList();
        return evaluation.summary(cases(others, OfficeRequest::replies, UnaryOperator.identity()), adapter);
    }

    /** How often a rule in the prompt wins that says the opposite of what the persona always wanted. */
    Summary contraryRule(Persona persona, Optional<LoraAdapter> adapter) {
        SplittableRandom random = new SplittableRandom(seed + 555);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            RequestType type = persona.types().get(i % persona.types().size());
            int contrary = (persona.convention(type) + 1 + random.nextInt(RequestType.CONVENTIONS - 1))
                    % RequestType.CONVENTIONS;
            OfficeRequest request = Office.request(type, Split.EVALUATION, random);
            String rule = Office.rule(type, contrary, Split.EVALUATION, random);
            cases.add(Case.of(
                    Office.ask(request.question(), List.of(rule)),
                    request.replies().get(contrary)));
        }
        return evaluation.summary(cases, adapter);
    }

    private List<Case> cases(
            List<RequestType> types,
            Function<OfficeRequest, List<String>> accepted,
            UnaryOperator<List<ChatMessage>> injection) {
        SplittableRandom random = new SplittableRandom(seed + 4242);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            OfficeRequest request = Office.request(types.get(i % types.size()), Split.EVALUATION, random);
            cases.add(new Case(injection.apply(Office.ask(request.question(), List.of())), accepted.apply(request)));
        }
        return cases;
    }
}
