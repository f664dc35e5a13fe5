package io.molt.cli.drill;

import io.molt.operators.judge.JudgeInput;
import io.molt.operators.judge.RulesJudge;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Vote;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the log must say of each recorded turn, computed from the recorded turns without the jobs' code for pairing: whoever
 * repeats the jobs' thinking repeats its mistakes. Valid for sessions without branches, retries and compaction.
 *
 * @param turnId which turn
 * @param required false if the session was cut off, so that its last turn may still wait for more
 * @param unscored why there is no score; empty if there is one
 * @param reward -1, 0 or 1
 */
record Expected(String turnId, boolean required, String unscored, double reward) {

    static final String SILENCE = "SILENCE";
    private static final String FAILED = "FAILED_TURN";

    /** By turn id. */
    static Map<String, Expected> of(List<TurnEvent> turns) {
        Map<String, TurnAnswered> answers = new HashMap<>();
        Map<String, TurnRequested> requests = new LinkedHashMap<>();
        Map<String, MessageBody> bodies = new HashMap<>();
        for (TurnEvent event : turns) {
            if (event instanceof TurnAnswered answered) {
                answers.putIfAbsent(answered.turn().turnId(), answered);
                bodies.put(answered.reply().bodyHash(), answered.reply());
            } else if (event instanceof TurnRequested requested) {
                requests.putIfAbsent(requested.turn().turnId(), requested);
                requested.bodies().forEach(body -> bodies.put(body.bodyHash(), body));
            }
        }
        Map<String, TurnRequested> continuations = new HashMap<>();
        requests.values().forEach(request -> lastReply(request)
                .ifPresent(reply -> continuations.put(conversation(request) + reply.matchHash(), request)));
        Map<String, Expected> expected = new LinkedHashMap<>();
        for (TurnRequested request : requests.values()) {
            String turnId = request.turn().turnId();
            Optional<TurnAnswered> answer = Optional.ofNullable(answers.get(turnId));
            Optional<TurnRequested> next = answer.flatMap(reply ->
                            Optional.ofNullable(continuations.get(conversation(request) + reply.replyMatchHash())))
                    .filter(other -> !other.turn().turnId().equals(turnId));
            expected.put(turnId, of(request, answer, next, bodies));
        }
        return expected;
    }

    private static Expected of(
            TurnRequested request,
            Optional<TurnAnswered> answer,
            Optional<TurnRequested> next,
            Map<String, MessageBody> bodies) {
        String turnId = request.turn().turnId();
        if (answer.isEmpty()) {
            return new Expected(turnId, false, "", 0);
        }
        if (!answer.get().ending().whole()) {
            return new Expected(turnId, false, FAILED, 0);
        }
        if (next.isEmpty()) {
            return new Expected(turnId, request.sessionDone(), SILENCE, 0);
        }
        String said = last(next.get().context(), bodies);
        JudgeInput input = new JudgeInput(
                "", last(request.context(), bodies), answer.get().reply().text(), NextStateKind.USER_REPLY, said);
        Vote vote = new RulesJudge(false).vote(input);
        return new Expected(turnId, true, vote.valid() ? "" : "JUDGE_UNCLEAR", vote.valid() ? vote.score() : 0);
    }

    /** What is wrong with the entry of the log; empty if nothing is. */
    Optional<String> difference(ScoredTurn entry) {
        if (!entry.judgement().unscored().equals(unscored) && !(unscored.isEmpty() && !required)) {
            return Optional.of("turn " + turnId + " should be '" + unscored + "' but is '"
                    + entry.judgement().unscored() + "'");
        }
        if (entry.judgement().reward() != reward) {
            return Optional.of("turn " + turnId + " should have the reward " + reward + " but has "
                    + entry.judgement().reward());
        }
        return Optional.empty();
    }

    private static String conversation(TurnRequested request) {
        return request.turn().agentId() + "\n" + request.turn().sessionId() + "\n";
    }

    private static Optional<ContextMessage> lastReply(TurnRequested request) {
        return request.context().stream()
                .filter(message -> message.role().equals("assistant"))
                .reduce((before, after) -> after);
    }

    private static String last(List<ContextMessage> context, Map<String, MessageBody> bodies) {
        MessageBody body = bodies.get(context.get(context.size() - 1).bodyHash());
        return body == null ? "" : body.text();
    }
}
