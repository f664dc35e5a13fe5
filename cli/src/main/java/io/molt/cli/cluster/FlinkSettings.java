package io.molt.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.GlobalConfiguration;

/** {@code flink-conf/config.yaml} made to fit one machine: addresses, ports, directories, memory. */
final class FlinkSettings {

    static final String FILE = "config.yaml";
    static final String LOG_FILE = "log4j.properties";

    private static final String LOOPBACK = "127.0.0.1";

    private FlinkSettings() {}

    /**
     * Ports of a JobManager.
     *
     * @param rpc where TaskManagers find it
     * @param rest where everybody else does
     */
    record Ports(int rpc, int rest) {}

    /** Reads what is shipped, changes it and writes it where the cluster's processes look. */
    static Configuration write(Path shipped, ClusterFiles files, Ports ports, ClusterOptions options)
            throws IOException {
        Configuration flink = GlobalConfiguration.loadConfiguration(shipped.toString());
        for (String host : new String[] {
            "jobmanager.bind-host",
            "jobmanager.rpc.address",
            "taskmanager.bind-host",
            "taskmanager.host",
            "rest.address",
            "rest.bind-address"
        }) {
            flink.setString(host, LOOPBACK);
        }
        flink.setString("jobmanager.rpc.port", String.valueOf(ports.rpc()));
        flink.setString("rest.port", String.valueOf(ports.rest()));
        flink.setString("rest.bind-port", String.valueOf(ports.rest()));
        flink.setString("execution.target", "remote");
        flink.setString("taskmanager.numberOfTaskSlots", String.valueOf(options.slots()));
        flink.setString("io.tmp.dirs", files.temporary().toString());
        // Whatever dies is back in a second; nobody should wait half a minute before looking again.
        flink.setString("heartbeat.interval", "2 s");
        flink.setString("cluster.registration.max-timeout", "2 s");
        flink.setString("cluster.registration.error-delay", "1 s");
        flink.setString("restart-strategy.exponential-delay.max-backoff", "10 s");
        // Its server listens on every interface.
        flink.removeKey("metrics.reporters");
        memory(flink);
        Files.write(files.conf().resolve(FILE), ConfigurationUtils.convertConfigToWritableLines(flink, true));
        Files.copy(shipped.resolve(LOG_FILE), files.conf().resolve(LOG_FILE), StandardCopyOption.REPLACE_EXISTING);
        return flink;
    }

    /** What {@link #write} wrote. */
    static Configuration read(ClusterFiles files) {
        return GlobalConfiguration.loadConfiguration(files.conf().toString());
    }

    /** Small heaps: several processes share one machine. */
    private static void memory(Configuration flink) {
        flink.removeKey("jobmanager.memory.process.size");
        flink.setString("jobmanager.memory.heap.size", "320m");
        flink.setString("jobmanager.memory.off-heap.size", "128m");
        flink.removeKey("taskmanager.memory.process.size");
        flink.removeKey("taskmanager.memory.managed.fraction");
        flink.setString("taskmanager.memory.task.heap.size", "640m");
        flink.setString("taskmanager.memory.managed.size", "32m");
        flink.setString("taskmanager.memory.network.min", "96m");
        flink.setString("taskmanager.memory.network.max", "96m");
        flink.setString("taskmanager.memory.task.off-heap.size", "256m");
    }
}
