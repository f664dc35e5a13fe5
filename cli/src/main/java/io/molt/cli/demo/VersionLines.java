package io.molt.cli.demo;

import io.molt.proxy.topic.TopicTail;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Prints one line per adapter version as it is announced. */
final class VersionLines implements AutoCloseable {

    private final TopicTail<AdapterVersion> tail;

    private VersionLines(TopicTail<AdapterVersion> tail) {
        this.tail = tail;
    }

    static VersionLines follow(String brokers, Consumer<String> out) {
        return new VersionLines(TopicTail.follow(brokers, Topics.ADAPTERS, Codecs.ADAPTERS, new Printer(out)));
    }

    private record Printer(Consumer<String> out, Set<String> printed) implements TopicTail.Listener<AdapterVersion> {

        Printer(Consumer<String> out) {
            this(out, new HashSet<>());
        }

        @Override
        public void record(AdapterVersion version) {
            if (printed.add(version.policy())) {
                out.accept(line(version));
            }
        }

        @Override
        public void idle() {}
    }

    static String line(AdapterVersion version) {
        Map<String, Double> metrics = version.report().metrics();
        String status = version.report().status().name().toLowerCase(Locale.ROOT);
        if (!version.report().reason().isEmpty()) {
            return String.format(
                    Locale.ROOT,
                    "%-12s %s (%s)",
                    version.policy(),
                    status,
                    version.report().reason());
        }
        return String.format(
                Locale.ROOT,
                "%-12s %s  turns %d  reward %+.2f  loss %.4f  kl %.4f  grad %.2f",
                version.policy(),
                status,
                version.lineage().turnIds().size(),
                metrics.getOrDefault("reward_mean", 0.0),
                metrics.getOrDefault("loss", 0.0),
                metrics.getOrDefault("kl_base", 0.0),
                metrics.getOrDefault("grad_norm", 0.0));
    }

    @Override
    public void close() {
        tail.close();
    }
}
