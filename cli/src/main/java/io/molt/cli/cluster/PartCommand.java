package io.molt.cli.cluster;

import io.molt.cli.stack.Home;
import io.molt.cli.stack.PropertyFile;
import io.molt.cli.stack.Serving;
import io.molt.cli.stack.StackConfig;
import io.molt.cli.stack.StopSignal;
import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.proxy.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One process of a cluster that is molt's own; started by the supervisor, never by hand. */
abstract class PartCommand implements Callable<Integer> {

    @Option(names = "--home", required = true)
    private Path home;

    /** Starts what runs until the process is told to stop. */
    abstract AutoCloseable start(Path home, Map<String, String> settings) throws Exception;

    @Override
    public Integer call() throws Exception {
        Map<String, String> settings =
                PropertyFile.read(ClusterFiles.below(home).settings());
        try (AutoCloseable part = start(home, settings);
                var stop = StopSignal.closing(part)) {
            new CountDownLatch(1).await(); // until a signal ends the process
        }
        return 0;
    }

    /** {@code molt cluster broker}. */
    @Command(name = Cluster.BROKER, hidden = true)
    static final class Broker extends PartCommand {

        @Override
        AutoCloseable start(Path home, Map<String, String> settings) throws Exception {
            return EmbeddedBroker.start(Home.kafkaOf(home), Integer.parseInt(settings.get("kafka.port")));
        }
    }

    /** {@code molt cluster serving}. */
    @Command(name = Cluster.SERVING, hidden = true)
    static final class ServingPart extends PartCommand {

        @Override
        AutoCloseable start(Path home, Map<String, String> settings) throws Exception {
            return Serving.start(StackConfig.of(settings, true), Home.skillsOf(home), Clock.systemUTC());
        }
    }

    /** {@code molt cluster proxy}: without an engine, which then runs elsewhere. */
    @Command(name = ProxyProcesses.PROXY, hidden = true)
    static final class ProxyPart extends PartCommand {

        @Override
        AutoCloseable start(Path home, Map<String, String> settings) throws Exception {
            return Proxy.start(StackConfig.of(settings, true).proxy(), Clock.systemUTC());
        }
    }
}
