package io.molt.cli.demo;

import io.molt.cli.demo.DemoReport.AgentReport;
import io.molt.cli.demo.DemoReport.Change;
import java.nio.file.Path;
import java.util.Locale;

/** The report as people read it. */
final class ReportText {

    private ReportText() {}

    static String of(DemoReport report, Path home) {
        StringBuilder text = new StringBuilder();
        line(text, "");
        line(text, "held-out prompts, never asked and never worded like this while learning; success at temperature 1");
        line(
                text,
                "%-10s %14s %22s %22s %14s",
                "agent",
                "before",
                "after, weights only",
                "after, with skills",
                "versions");
        for (AgentReport agent : report.agents()) {
            line(
                    text,
                    "%-10s %14.2f %22.2f %22.2f %14s",
                    agent.agent(),
                    agent.success().skillsOff().before(),
                    agent.success().skillsOff().after(),
                    agent.success().skillsOn().after(),
                    agent.updates() + " of " + agent.versions());
        }
        line(text, "");
        line(text, "%-10s %22s %22s %22s", "", "other persona's wishes", "other requests valid", "contrary rule wins");
        for (AgentReport agent : report.agents()) {
            line(
                    text,
                    "%-10s %22s %22s %22s",
                    agent.agent(),
                    arrow(agent.otherPersona()),
                    arrow(agent.validOutside()),
                    arrow(agent.contraryRule()));
        }
        line(text, "");
        for (AgentReport agent : report.agents()) {
            line(
                    text,
                    "%-10s %d interactions, %d turns, %d optimizer steps, live version %d, %d skills",
                    agent.agent(),
                    agent.interactions(),
                    agent.turns(),
                    agent.optimizerSteps(),
                    agent.liveVersion(),
                    agent.skillsLearned());
        }
        line(
                text,
                "%d requests, %d failed, %d held; first token p50 %d ms, p95 %d ms",
                report.requests(),
                report.failedRequests(),
                report.heldRequests(),
                report.firstTokenMs().p50(),
                report.firstTokenMs().p95());
        line(
                text,
                "from the feedback that completes a batch to the first reply that learned from it: p50 %d ms, p95 %d ms (%d)",
                report.feedbackToServedMs().p50(),
                report.feedbackToServedMs().p95(),
                report.feedbackToServedMs().count());
        line(
                text,
                "%.0f s in all, stack up in %.1f s, peak memory %d MB",
                report.seconds(),
                report.stackUpSeconds(),
                report.peakRssMb());
        line(text, "");
        line(text, "adapters  %s", home.resolve("adapters"));
        line(text, "tables    %s", home.resolve("tables"));
        for (String query : new String[] {
            "select agent_id, count(*) turns, avg(reward) reward from scored_turns group by 1",
            "select agent_id, version, status, metrics['loss'] loss from steps order by 1, 2",
            "select name, description, turn_ids from skills"
        }) {
            line(text, "  ./molt sql --home %s \"%s\"", home, query);
        }
        line(text, "");
        line(text, report.kept() ? "The demo kept its promise." : "The demo did NOT keep its promise.");
        return text.toString();
    }

    private static String arrow(Change change) {
        return String.format(Locale.ROOT, "%.2f -> %.2f", change.before(), change.after());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
