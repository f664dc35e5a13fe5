package io.molt.operators.learn;

import io.molt.operators.learn.FoldState.Batches;
import io.molt.operators.learn.FoldState.Kept;
import io.molt.operators.learn.FoldState.Skills;
import io.molt.schemas.batch.FoldPoint;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.Rollback;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.TurnKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fold: one entry of an agent's log after the other. Rests on agentSeq alone: an entry that was folded before changes
 * nothing, a gap is a bug. A pure function; {@code molt refold} calls the same.
 *
 * <p>After each entry, pending turns leave that a version sampled which was left behind by a rollback, whose lag is above {@code maxLag}
 * (unless they came ten minutes after the newest batch), or that were sampled under an older skill generation.
 * Then, with the gate open and {@code minStepInterval} passed, a batch is formed by the first of: (1) TrainNow and
 * anything pending, (2) {@code size} pending, (3) {@code minSize} pending and the first of them {@code maxWait} old.
 */
public final class Fold {

    private final LearnSettings settings;
    private final LogPosition at;
    private final List<Unused> unused = new ArrayList<>();
    private final List<Ignored> ignored = new ArrayList<>();
    private final List<Pending> pending;
    private Batches batches;
    private Skills skills;
    private Kept kept;

    private Fold(FoldState before, LearnSettings settings, LogPosition at) {
        this.settings = settings;
        this.at = at;
        this.pending = new ArrayList<>(before.pending());
        this.batches = before.batches();
        this.skills = before.skills();
        this.kept = before.kept();
    }

    /** Folds one entry. */
    public static Learned learn(FoldState before, LogEntry entry, LearnSettings configured) {
        LogPosition at = entry.position();
        if (at.agentSeq() <= before.lastSeq()) {
            return new Learned(before, List.of(), List.of(), List.of(), List.of());
        }
        if (at.agentSeq() != before.lastSeq() + 1) {
            throw new IllegalStateException("the log of " + at.agentId() + " goes on at " + at.agentSeq()
                    + ", expected " + (before.lastSeq() + 1));
        }
        Map<String, String> overrides = entry instanceof ControlEntry control
                ? Overrides.after(before.overrides(), control.command())
                : before.overrides();
        Fold fold = new Fold(before, configured.with(overrides), at);
        List<EvolutionRequest> evolutions = List.of();
        if (entry instanceof ScoredTurn turn) {
            evolutions = fold.take(turn);
        }
        if (entry instanceof ControlEntry control) {
            evolutions = fold.obey(control.command());
        }
        fold.expire();
        boolean now = entry instanceof ControlEntry control && control.command().kind() == ControlKind.TRAIN_NOW;
        List<TrainingBatch> formed =
                Overrides.gateOpen(fold.settings.mode(), overrides) && fold.due(now) ? List.of(fold.form()) : List.of();
        FoldState next = new FoldState(
                at.agentSeq(), at.sequencedAtMillis(), overrides, fold.pending, fold.batches, fold.skills, fold.kept);
        return new Learned(next, formed, evolutions, fold.unused, fold.ignored);
    }

    private List<EvolutionRequest> take(ScoredTurn turn) {
        long stamp = turn.exchange().servedBy().skillGeneration();
        if (stamp > skills.generation()) {
            skills = new Skills(stamp, skills.evolutions(), skills.hintedFailures(), skills.failures());
        }
        if (kept.isForgotten(turn.turn(), turn.exchange().timing().requestedAtMillis())) {
            leave(turn.turn().turnId(), at.agentSeq(), "FORGOTTEN");
            return List.of();
        }
        boolean support = isHintedFailure(turn) && chosenForEvolution();
        Optional<String> refusal = Eligibility.unfit(turn).or(() -> Eligibility.refusal(turn, settings));
        if (refusal.isPresent() || support) {
            leave(turn.turn().turnId(), at.agentSeq(), refusal.orElse("EVOLUTION"));
        } else {
            wait(turn);
        }
        if (refusal.equals(Optional.of("HELD_OUT")) && turn.judgement().reward() > 0) {
            kept = kept.holdingOut(pending(turn));
        }
        return support ? evolve(turn) : List.of();
    }

    private List<EvolutionRequest> obey(ControlRecord command) {
        if (command.kind() == ControlKind.ROLLBACK) {
            rollBack(command);
        }
        return command.kind() == ControlKind.FORGET ? forget(command) : List.of();
    }

    /** Turns of the versions that are left behind leave in {@link #expire}. */
    private void rollBack(ControlRecord command) {
        long version = version(command.arguments().getOrDefault("version", ""));
        if (version < 0 || version > batches.formed()) {
            ignored.add(new Ignored(command.commandId(), "UNKNOWN_VERSION"));
            return;
        }
        kept = kept.rolledBack(new Rollback(command.commandId(), version));
        batches = batches.withSteps(kept.ancestry().recentSteps(LearnSettings.MOST_LAG + 1));
    }

    /** -1 if it is no version. */
    private static long version(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private List<EvolutionRequest> forget(ControlRecord command) {
        String session = command.arguments().getOrDefault("sessionId", "");
        String turn = command.arguments().getOrDefault("turnId", "");
        boolean everything = Boolean.parseBoolean(command.arguments().getOrDefault("everything", ""));
        if (session.isEmpty() && turn.isEmpty() && !everything) {
            ignored.add(new Ignored(command.commandId(), "NOTHING_NAMED"));
            return List.of();
        }
        Forgotten forgotten = new Forgotten(session, turn, command.atMillis());
        pending.removeIf(each -> {
            boolean named = forgotten.names(each.sessionId(), each.example().turnId());
            if (named) {
                leave(each.example().turnId(), each.example().agentSeq(), "FORGOTTEN");
            }
            return named;
        });
        // Of a turn, the words of its whole session are gone.
        String content = command.arguments().getOrDefault("content", "");
        Forgotten gone = content.isEmpty() ? forgotten : new Forgotten(content, "", command.atMillis());
        List<Failure> failures = skills.failures().stream()
                .filter(each -> !gone.names(each.sessionId(), each.turnId()))
                .toList();
        skills = new Skills(skills.generation(), skills.evolutions(), skills.hintedFailures(), failures);
        kept = kept.forgetting(forgotten);
        return skills.evolutions() == 0
                ? List.of()
                : List.of(new EvolutionRequest(
                        at.agentId(),
                        at.agentSeq(),
                        at.sequencedAtMillis(),
                        skills.evolutions(),
                        List.of(),
                        List.of(gone)));
    }

    private boolean isHintedFailure(ScoredTurn turn) {
        return settings.evolution().enabled()
                && turn.exchange().kind() == TurnKind.MAIN
                && turn.revision() == 0
                && turn.judgement().reward() < 0
                && !turn.judgement().hint().isEmpty();
    }

    /** Skills must not starve the weights of corrections: where both want hints, skills get every second one. */
    private boolean chosenForEvolution() {
        long seen = skills.hintedFailures();
        skills = new Skills(skills.generation(), skills.evolutions(), seen + 1, skills.failures());
        Method method = settings.step().method();
        boolean shared = settings.mode() != Mode.SKILLS_ONLY && (method == Method.OPD || method == Method.COMBINED);
        return !shared || seen % 2 == 0;
    }

    private List<EvolutionRequest> evolve(ScoredTurn turn) {
        List<ChatMessage> trajectory = new ArrayList<>(turn.exchange().messages());
        trajectory.add(new ChatMessage("assistant", turn.exchange().reply()));
        List<Failure> failures = new ArrayList<>(skills.failures());
        failures.add(new Failure(
                turn.turn().turnId(),
                at.agentSeq(),
                trajectory,
                turn.judgement().hint(),
                turn.turn().sessionId()));
        boolean enough = failures.size() >= settings.evolution().threshold();
        long evolutions = skills.evolutions() + (enough ? 1 : 0);
        skills = new Skills(skills.generation(), evolutions, skills.hintedFailures(), enough ? List.of() : failures);
        // One whose content is gone counts as it did, and teaches nothing.
        List<Failure> said = failures.stream()
                .filter(failure -> !failure.hint().equals(ScoredTurn.FORGOTTEN))
                .toList();
        return enough && !said.isEmpty()
                ? List.of(new EvolutionRequest(
                        at.agentId(), at.agentSeq(), at.sequencedAtMillis(), evolutions, said, List.of()))
                : List.of();
    }

    private void wait(ScoredTurn turn) {
        pending.add(pending(turn));
        batches = batches.rewarded(turn.judgement().reward());
        if (pending.size() > BatchRule.MAX_PENDING) {
            TrainingExample oldest = pending.remove(0).example();
            leave(oldest.turnId(), oldest.agentSeq(), "OVERFLOW");
        }
    }

    private Pending pending(ScoredTurn turn) {
        double reward = turn.judgement().reward();
        String hint = turn.judgement().hint();
        TrainingExample example = new TrainingExample(
                turn.turn().turnId(),
                at.agentSeq(),
                turn.sampled(),
                reward,
                reward - batches.baseline(),
                hint,
                hint.isEmpty() ? List.of() : turn.exchange().messages());
        return new Pending(
                example,
                at.sequencedAtMillis(),
                turn.exchange().servedBy().version(),
                turn.exchange().servedBy().skillGeneration(),
                turn.turn().sessionId());
    }

    private void expire() {
        Expiry expiry = new Expiry(kept.ancestry(), batches, skills.generation(), settings.maxLag());
        pending.removeIf(waiting -> {
            Optional<String> reason = expiry.reason(waiting);
            reason.ifPresent(
                    why -> leave(waiting.example().turnId(), waiting.example().agentSeq(), why));
            return reason.isPresent();
        });
    }

    private void leave(String turnId, long agentSeq, String reason) {
        unused.add(new Unused(turnId, agentSeq, reason));
    }

    private boolean due(boolean trainNow) {
        BatchRule rule = settings.batches();
        if (pending.isEmpty() || settings.step().method() == Method.NONE) {
            return false;
        }
        long sinceLast = at.sequencedAtMillis() - batches.lastAtMillis();
        if (batches.formed() > 0 && sinceLast < rule.minStepInterval().toMillis()) {
            return false;
        }
        long waited = at.sequencedAtMillis() - pending.get(0).atMillis();
        return trainNow
                || pending.size() >= rule.size()
                || (pending.size() >= rule.minSize() && waited >= rule.maxWait().toMillis());
    }

    private TrainingBatch form() {
        int size = Math.min(settings.batches().size(), pending.size());
        List<TrainingExample> waiting =
                pending.stream().limit(size).map(Pending::example).toList();
        List<TrainingExample> examples = BatchAdvantages.of(waiting, settings.advantages());
        pending.subList(0, size).clear();
        long number = batches.formed() + 1;
        String skip = BatchAdvantages.skip(waiting, settings.advantages());
        kept = kept.grown(number, skip.isEmpty());
        batches = batches.grown(
                at.sequencedAtMillis(), skip.isEmpty() ? newest(batches.recentSteps(), number) : batches.recentSteps());
        FoldPoint point = new FoldPoint(
                examples.get(0).agentSeq(),
                at.agentSeq(),
                at.sequencedAtMillis(),
                pending.stream().map(each -> each.example().turnId()).toList(),
                batches.baseline(),
                skills.generation());
        return new TrainingBatch(
                at.agentId(),
                number,
                skip,
                Seeds.of(at.agentId(), number, settings.seed()),
                settings.step(),
                examples,
                point,
                kept.heldOut().stream().map(Pending::example).toList(),
                kept.rollback());
    }

    private static List<Long> newest(List<Long> steps, long number) {
        List<Long> more = new ArrayList<>(steps);
        more.add(number);
        return more.subList(Math.max(0, more.size() - LearnSettings.MOST_LAG - 1), more.size());
    }
}
