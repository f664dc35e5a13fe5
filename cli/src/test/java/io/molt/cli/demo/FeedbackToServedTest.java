package io.molt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.client.Reply;
import io.molt.cli.client.ReplyTimes;
import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.Fingerprints;
import io.molt.schemas.adapter.Lineage;
import io.molt.schemas.adapter.Probe;
import io.molt.schemas.adapter.StepReport;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.FoldPoint;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedbackToServedTest {

    @Test
    void the_time_runs_from_the_feedback_to_the_end_of_the_first_reply_of_the_version_that_learned_from_it() {
        var measured = new FeedbackToServed(List.of(
                interaction(0, "t0", "base", 1_000),
                interaction(1, "t1", "base", 4_000),
                interaction(2, "t2", "agent-a@v1", 7_000)));
        List<AdapterVersion> versions = List.of(version(1, VersionStatus.ACCEPTED, "t0", "t1"));

        // t1's feedback is sent at 4,500; t2's first reply by version 1 ends at 7,100.
        assertThat(measured.ofCompletingFeedback(versions)).isEqualTo(new Percentiles(2_600, 2_600, 1));
        assertThat(measured.ofEveryFeedback(versions)).isEqualTo(new Percentiles(2_600, 5_600, 2));
    }

    @Test
    void a_skipped_version_taught_nothing() {
        var measured = new FeedbackToServed(List.of(interaction(0, "t0", "base", 1_000)));

        assertThat(measured.ofEveryFeedback(List.of(version(1, VersionStatus.SKIPPED, "t0"))))
                .isEqualTo(new Percentiles(-1, -1, 0));
    }

    /** Asked at {@code askedMillis}, answered 100 ms later; feedback 500 ms after the question, answered at once. */
    private static Interaction interaction(int index, String turnId, String policy, long askedMillis) {
        return new Interaction(
                "agent-a",
                index,
                false,
                reply(turnId, policy, askedMillis, askedMillis + 100),
                reply(turnId + "-ack", policy, askedMillis + 500, askedMillis + 600));
    }

    private static Reply reply(String turnId, String policy, long askedMillis, long endMillis) {
        return new Reply(
                "",
                turnId,
                policy,
                new ReplyTimes(askedMillis * 1_000_000, endMillis * 1_000_000, endMillis * 1_000_000));
    }

    private static AdapterVersion version(long version, VersionStatus status, String... turnIds) {
        var settings = new StepSettings(Method.COMBINED, LossName.PPO, 3, 1e-3, 0.05, 16, 32);
        var foldPoint = new FoldPoint(1, 2, 3, List.of(), 0, 0);
        return new AdapterVersion(
                "agent-a",
                version,
                new AdapterFiles("", List.of()),
                new StepReport(status, "", Map.of(), new Probe("", new int[0], new float[0])),
                new Lineage(version - 1, version, 7, List.of(turnIds), settings, foldPoint, ""),
                new Fingerprints("", "", "", ""));
    }
}
