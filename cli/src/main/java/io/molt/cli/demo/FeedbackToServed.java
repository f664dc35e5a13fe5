package io.molt.cli.demo;

import io.molt.cli.client.Reply;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How long it took from a user's feedback to the first reply of the adapter that learned from it. */
final class FeedbackToServed {

    private final Map<String, Interaction> byTurn;
    private final Map<String, List<Reply>> repliesByAgent;

    FeedbackToServed(List<Interaction> interactions) {
        this.byTurn = interactions.stream()
                .collect(Collectors.toMap(each -> each.reply().turnId(), Function.identity(), (a, b) -> a));
        this.repliesByAgent = interactions.stream()
                .collect(Collectors.groupingBy(
                        Interaction::agentId,
                        Collectors.flatMapping(
                                each -> List.of(each.reply(), each.acknowledgement()).stream(), Collectors.toList())));
    }

    /** Of the feedback that completed each accepted version's batch: the last of its turns in log order. */
    Percentiles ofCompletingFeedback(List<AdapterVersion> versions) {
        return measure(versions, turnIds -> turnIds.subList(turnIds.size() - 1, turnIds.size()));
    }

    /** Of every feedback in an accepted version's batch. */
    Percentiles ofEveryFeedback(List<AdapterVersion> versions) {
        return measure(versions, turnIds -> turnIds);
    }

    private Percentiles measure(List<AdapterVersion> versions, Function<List<String>, List<String>> which) {
        List<Long> millis = new ArrayList<>();
        for (AdapterVersion version : versions) {
            if (version.report().status() != VersionStatus.ACCEPTED) {
                continue;
            }
            for (String turnId : which.apply(version.lineage().turnIds())) {
                Interaction taught = byTurn.get(turnId);
                if (taught != null) {
                    firstReply(version, taught.feedbackNanos())
                            .ifPresent(end -> millis.add((end - taught.feedbackNanos()) / 1_000_000));
                }
            }
        }
        return Percentiles.of(millis);
    }

    private Optional<Long> firstReply(AdapterVersion version, long afterNanos) {
        return repliesByAgent.getOrDefault(version.agentId(), List.of()).stream()
                .filter(reply -> reply.version() >= version.version())
                .map(reply -> reply.times().endNanos())
                .filter(end -> end > afterNanos)
                .min(Long::compare);
    }
}
