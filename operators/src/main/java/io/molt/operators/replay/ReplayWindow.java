package io.molt.operators.replay;

import io.molt.operators.lora.AdapterStore;
import io.molt.operators.lora.TrainingHead;
import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * From which batch to which batch of one agent's log a replay goes.
 *
 * @param heads the published versions up to the one that training goes on after, oldest first; empty for the beginning
 * @param start what the first step starts from
 * @param changedAt the version after which the replay's own settings count; empty for the beginning. It is later than the
 *     last head if that one's learner is the newest that was kept: what is between is learned as it was
 * @param lastSeq the last entry that is read
 */
record ReplayWindow(List<AdapterVersion> heads, TrainingHead start, Optional<AdapterVersion> changedAt, long lastSeq) {

    ReplayWindow {
        heads = List.copyOf(heads);
    }

    /**
     * The window of an agent; reads the manifests of all its versions.
     *
     * @throws IllegalArgumentException if the scope names a base that the agent has not, or that cannot be trained on
     */
    static ReplayWindow of(AdapterStore published, String agentId, ReplayScope scope) throws IOException {
        List<AdapterVersion> versions = published.versions(agentId);
        int before = 0;
        while (before < versions.size() && isBefore(versions.get(before), scope)) {
            before++;
        }
        int end = before;
        while (end < versions.size() && versions.get(end).lineage().foldPoint().atMillis() <= scope.toMillis()) {
            end++;
        }
        int head = scope.base() == ReplayScope.AS_IT_WAS ? head(published, versions, before, end) : before;
        TrainingHead start = headAfter(versions, head);
        return new ReplayWindow(
                versions.subList(0, head),
                scope.base() == ReplayScope.AS_IT_WAS ? start : based(published, agentId, start, scope.base()),
                before == 0 ? Optional.empty() : Optional.of(versions.get(before - 1)),
                end == before ? Long.MAX_VALUE : lastSeq(versions.get(end - 1)));
    }

    /** The last entry that the last head was formed from. */
    long headSeq() {
        return heads.isEmpty() ? 0 : lastSeq(heads.get(heads.size() - 1));
    }

    /** The last entry to which the recorded settings apply. */
    long changedSeq() {
        return changedAt.map(ReplayWindow::lastSeq).orElse(0L);
    }

    private static long lastSeq(AdapterVersion version) {
        return version.lineage().foldPoint().lastSeq();
    }

    private static boolean isBefore(AdapterVersion version, ReplayScope scope) {
        return version.lineage().foldPoint().atMillis() < scope.fromMillis()
                && Collections.disjoint(version.lineage().turnIds(), scope.without());
    }

    private static TrainingHead headAfter(List<AdapterVersion> versions, int version) {
        return version == 0 ? TrainingHead.START : TrainingHead.of(versions.get(version - 1));
    }

    /** The newest version up to {@code before} such that every version until {@code end} finds its parent's learner. */
    private static int head(AdapterStore published, List<AdapterVersion> versions, int before, int end)
            throws IOException {
        int head = before;
        List<Long> parents = new ArrayList<>(List.of(headAfter(versions, before).accepted()));
        versions.subList(before, end)
                .forEach(version -> parents.add(version.lineage().parent()));
        for (int i = 0; i < parents.size(); i++) {
            int parent = parents.get(i).intValue();
            if (parent > 0 && parent <= head && !continues(published, headAfter(versions, parent))) {
                // It must be made again, and with it all that came after it.
                versions.subList(parent - 1, head)
                        .forEach(version -> parents.add(version.lineage().parent()));
                head = parent - 1;
            }
        }
        return head;
    }

    private static boolean continues(AdapterStore published, TrainingHead head) throws IOException {
        return head.accepted() == 0 || published.learner(head.files()).isPresent();
    }

    /** The same place in the log with other weights. */
    private static TrainingHead based(AdapterStore published, String agentId, TrainingHead head, long version)
            throws IOException {
        TrainingHead base = TrainingHead.START;
        if (version > 0) {
            base = published
                    .manifest(agentId, version)
                    .map(TrainingHead::of)
                    .orElseThrow(() -> new IllegalArgumentException("there is no " + agentId + "@v" + version));
        }
        if (!continues(published, base)) {
            throw new IllegalArgumentException(
                    "of " + agentId + "@v" + version + " only the weights are kept: training needs the learner, too");
        }
        return new TrainingHead(head.version(), base.accepted(), base.files(), head.rollback());
    }
}
