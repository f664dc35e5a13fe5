package io.molt.operators.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which version stands on which, as far as the fold can tell. After a rollback the versions of the branch that was left
 * behind keep their numbers, but no turn that they sampled trains any more.
 *
 * @param head the version that the next batch stands on; 0 is the base policy
 * @param steps the newest batches, 64 at most, oldest first
 */
public record Ancestry(long head, List<Step> steps) {

    private static final int REMEMBERED = 64;

    /**
     * One batch.
     *
     * @param version it made
     * @param parent the version it stands on
     * @param trains false if the fold skipped it: its weights are its parent's
     */
    public record Step(long version, long parent, boolean trains) {}

    public Ancestry {
        steps = List.copyOf(steps);
    }

    Ancestry grown(long version, boolean trains) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(version, head, trains));
        return new Ancestry(version, more.subList(Math.max(0, more.size() - REMEMBERED), more.size()));
    }

    Ancestry rolledBack(long version) {
        return new Ancestry(version, steps);
    }

    /** True if a version is none of the head's ancestors; what is not remembered is taken for one. */
    boolean leftBehind(long version) {
        boolean unknown = steps.isEmpty()
                || version < steps.get(0).version()
                || version > steps.get(steps.size() - 1).version();
        if (version == 0 || unknown) {
            return false;
        }
        long at = head;
        while (at > version) {
            at = step(at).map(Step::parent).orElse(version);
        }
        return at != version;
    }

    /** The newest versions on the way to the head that make a step, oldest first. */
    List<Long> recentSteps(int count) {
        List<Long> recent = new ArrayList<>();
        Optional<Step> at = step(head);
        while (at.isPresent() && recent.size() < count) {
            if (at.get().trains()) {
                recent.add(0, at.get().version());
            }
            at = step(at.get().parent());
        }
        return recent;
    }

    private Optional<Step> step(long version) {
        return steps.stream().filter(each -> each.version() == version).findFirst();
    }
}
