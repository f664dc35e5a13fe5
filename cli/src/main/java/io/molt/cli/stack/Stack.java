package io.molt.cli.stack;

import io.molt.cli.gate.GateDriver;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.engine.Engine;
import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.jobs.kafka.TopicSetup;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.model.TinyPolicy;
import io.molt.proxy.Proxy;
import io.molt.proxy.route.Route;
import io.molt.proxy.route.SwapListener;
import io.molt.proxy.skill.SkillLibrary;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of molt in this process: broker, engine, proxy, Flink with the three jobs.
 *
 * <p>What runs is closed in the opposite order; killing the process instead loses nothing that was recorded.
 */
public final class Stack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Stack.class);

    private final Home home;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private String brokers;
    private PolicyDirectory policy;
    private Proxy proxy;
    private FlinkCluster flink;
    private volatile boolean closing;

    private Stack(Home home) {
        this.home = home;
    }

    /**
     * Starts everything and returns when the first request can be answered and all jobs run.
     *
     * @param given settings as in molt.yaml
     * @param clock of proxy and records
     * @param listener hears of adapters that come into serving
     * @throws IllegalArgumentException if the settings are not usable; nothing was started then
     * @throws IllegalStateException if a port is taken or a part does not start
     */
    public static Stack start(Home home, Map<String, String> given, InstantSource clock, SwapListener listener)
            throws Exception {
        Map<String, String> complete = StackConfig.complete(home, given);
        StackConfig config = StackConfig.of(complete, !given.containsKey("policy.directory"));
        Stack stack = new Stack(home);
        try {
            JobSettings.remember(home.directory(), complete);
            stack.startAll(config, clock, listener);
            return stack;
        } catch (Exception e) {
            stack.close();
            throw e;
        }
    }

    private void startAll(StackConfig config, InstantSource clock, SwapListener listener) throws Exception {
        EmbeddedBroker broker = keep(EmbeddedBroker.start(home.kafka(), config.kafkaPort()));
        brokers = broker.brokers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            TopicSetup.EMBEDDED.create(admin);
        }
        if (config.builtInPolicy()) {
            TinyPolicy.unpackTo(config.engine().policy());
        }
        policy = PolicyDirectory.open(config.engine().policy());
        Files.createDirectories(home.adapters());
        Engine engine = keep(Engine.start(config.engine()));
        flink = keep(FlinkCluster.start(config.webPort(), StackJobs.SLOTS));
        StackJobs.submit(flink, home, config);
        proxy = keep(Proxy.start(config.proxy(), clock, listener));
        if (config.gate().isSet()) {
            keep(GateDriver.start(brokers, ControlRecord.ALL, config.gate(), clock, kind -> {}));
        }
        keep(SkillFiles.follow(home.skills(), brokers));
        flink.awaitRunning();
        addresses.put("proxy", proxyUrl());
        addresses.put("engine", "http://127.0.0.1:" + engine.port() + "/v1");
        addresses.put("flink", flink.webPage().toString());
        addresses.put("kafka", brokers);
        remember();
    }

    private <T extends AutoCloseable> T keep(T part) {
        running.push(part);
        return part;
    }

    /** For {@code molt status}. */
    private void remember() throws IOException {
        Properties properties = new Properties();
        properties.putAll(addresses);
        properties.setProperty("pid", String.valueOf(ProcessHandle.current().pid()));
        try (Writer file = Files.newBufferedWriter(home.running())) {
            properties.store(file, "what runs here");
        }
    }

    public Home home() {
        return home;
    }

    /** Where each part can be seen, by name: proxy, engine, flink, kafka. */
    public Map<String, String> addresses() {
        return Collections.unmodifiableMap(addresses);
    }

    /** What clients are pointed at. */
    public String proxyUrl() {
        return "http://127.0.0.1:" + proxy.port() + "/v1";
    }

    public String brokers() {
        return brokers;
    }

    /** The policy that is trained and served. */
    public PolicyDirectory policy() {
        return policy;
    }

    /** Agents with an adapter in serving. */
    public Map<String, Route> routes() {
        return proxy.routes();
    }

    /** The skills that are injected. */
    public SkillLibrary skills() {
        return proxy.skills();
    }

    /** What was recorded so far. */
    public List<TurnEvent> turns() {
        return TopicSnapshot.read(brokers, Topics.TURNS, Codecs.TURNS, seal());
    }

    /** The logs of all agents so far. */
    public List<LogEntry> log() {
        return TopicSnapshot.read(brokers, Topics.SCORED, Codecs.SCORED, seal());
    }

    private ContentSeal seal() {
        return ContentSeal.with(new ContentKeys(home.keys()));
    }

    /** Finishes the files of everything that the tables' job has read so far. */
    public void checkpointTables() throws Exception {
        flink.checkpoint(StackJobs.TABLES);
    }

    /** Jobs that ended, which none should before the stack is closed. */
    public List<String> endedJobs() throws Exception {
        try {
            return closing ? List.of() : flink.ended();
        } catch (IllegalStateException e) {
            if (closing) {
                return List.of(); // the cluster went while it was asked
            }
            throw e;
        }
    }

    /** Stops everything, the newest part first; a part that does not stop cleanly does not keep the others running. */
    @Override
    public synchronized void close() {
        closing = true;
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("part did not stop cleanly part={}", part.getClass().getSimpleName(), e);
            }
        }
        try {
            Files.deleteIfExists(home.running());
        } catch (IOException e) {
            LOG.error("cannot remove file={}", home.running(), e);
        }
    }
}
