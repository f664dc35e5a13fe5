package io.molt.cli.topic;

import io.molt.jobs.kafka.KafkaReadiness;
import io.molt.jobs.kafka.TopicSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt topics}: makes and checks what molt needs on a Kafka. */
@Command(
        name = "topics",
        description = "Creates or checks molt's topics on a Kafka.",
        subcommands = {TopicsCommand.Create.class, TopicsCommand.Check.class})
public final class TopicsCommand {

    private static final int DIFFERENT = 1;

    /** Which Kafka, and what the topics should be like. */
    static final class Wanted {

        @Option(names = "--brokers", required = true, description = "host:port, several separated by commas")
        private String brokers = "";

        @Option(names = "--partitions", description = "of each topic that is made (default: ${DEFAULT-VALUE})")
        private int partitions = 12;

        @Option(names = "--replicas", description = "of each topic that is made (default: ${DEFAULT-VALUE})")
        private short replicas = 3;

        @Option(
                names = "--transaction-timeout",
                description = "kafka.transactionTimeout of the jobs (default: ${DEFAULT-VALUE})")
        private Duration transactionTimeout = Duration.ofDays(7);

        TopicSetup setup() {
            if (partitions < 1 || partitions > 1024 || replicas < 1 || replicas > 16) {
                throw new IllegalArgumentException(
                        "--partitions must be from 1 to 1024 and --replicas from 1 to 16, but were " + partitions
                                + " and " + replicas);
            }
            return new TopicSetup(partitions, replicas);
        }

        Admin connect() {
            return Admin.create(Map.of("bootstrap.servers", brokers, "default.api.timeout.ms", "30000"));
        }

        /** Prints what is otherwise; true if nothing is. */
        boolean report(Admin admin) throws InterruptedException {
            List<String> differences = new ArrayList<>();
            TopicSetup.missing(admin).forEach(topic -> differences.add(topic + " does not exist"));
            differences.addAll(setup().differences(admin));
            KafkaReadiness.transactionProblem(admin, transactionTimeout).ifPresent(differences::add);
            differences.forEach(difference -> System.out.println("differs  " + difference));
            return differences.isEmpty();
        }
    }

    /** {@code molt topics create}. */
    @Command(
            name = "create",
            description = {
                "Creates the topics that are missing and leaves the others alone; says what is otherwise with them.",
                "Partitions are never changed, since keys would move."
            })
    static final class Create implements Callable<Integer> {

        @picocli.CommandLine.Mixin
        private Wanted wanted = new Wanted();

        @Override
        public Integer call() throws Exception {
            try (Admin admin = wanted.connect()) {
                List<String> missing = TopicSetup.missing(admin);
                wanted.setup().create(admin);
                missing.forEach(topic -> System.out.println("created  " + topic));
                return wanted.report(admin) ? 0 : DIFFERENT;
            }
        }
    }

    /** {@code molt topics check}. */
    @Command(name = "check", description = "Says what is otherwise than it would be if the topics were made now.")
    static final class Check implements Callable<Integer> {

        @picocli.CommandLine.Mixin
        private Wanted wanted = new Wanted();

        @Override
        public Integer call() throws Exception {
            try (Admin admin = wanted.connect()) {
                boolean same = wanted.report(admin);
                System.out.println(same ? "as it should be" : "not as it should be");
                return same ? 0 : DIFFERENT;
            }
        }
    }
}
