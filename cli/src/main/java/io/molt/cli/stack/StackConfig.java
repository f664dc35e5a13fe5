package io.molt.cli.stack;

import io.molt.cli.gate.GateRule;
import io.molt.engine.EngineConfig;
import io.molt.jobs.kafka.KafkaConfig;
import io.molt.jobs.learn.LearnJobConfig;
import io.molt.jobs.score.ScoreJobConfig;
import io.molt.jobs.table.TablesJobConfig;
import io.molt.proxy.ProxyConfig;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The settings of everything that runs in one process. Each part reads its own keys; a key that none reads is refused.
 *
 * @param kafkaPort {@code kafka.port}, 0 to 65535, default 9092; 0 takes any free one
 * @param webPort {@code flink.webPort}, 0 to 65535, default 8081; likewise
 * @param builtInPolicy true unless {@code policy.directory} is set
 * @param engine what serves
 * @param proxy what agents talk to
 * @param jobs what learns
 * @param gate when agents in mode auto may train
 */
public record StackConfig(
        int kafkaPort,
        int webPort,
        boolean builtInPolicy,
        EngineConfig engine,
        ProxyConfig proxy,
        Jobs jobs,
        GateRule gate) {

    /** What follows from the home directory and the ports, and is no setting here. */
    static final Set<String> DERIVED = Set.of(
            "tables.directory",
            "adapters.directory",
            "keys.directory",
            "spool.directory",
            "access.keysFile",
            "bypass.file",
            "kafka.brokers");

    /** The settings of the three jobs, and how they reach Kafka. */
    public record Jobs(KafkaConfig kafka, ScoreJobConfig score, LearnJobConfig learn, TablesJobConfig tables) {}

    /**
     * What was given, with a free port where any will do, and with what follows from ports and home.
     *
     * @throws IllegalArgumentException if a setting is given that cannot be
     * @throws IllegalStateException if a port is taken; names every one
     */
    public static Map<String, String> complete(Home home, Map<String, String> given) throws IOException {
        for (String derived : DERIVED) {
            if (given.containsKey(derived)) {
                throw new IllegalArgumentException("settings are not usable:\n  " + derived
                        + " cannot be set here: it follows from the home directory and kafka.port");
            }
        }
        ContentKeys.create(home.keys());
        return withDerived(home, Ports.choose(given));
    }

    /** Reads complete settings; refuses what is not usable. */
    public static StackConfig of(Map<String, String> complete, boolean builtInPolicy) {
        Settings settings = new Settings(complete);
        StackConfig config = read(settings, builtInPolicy);
        settings.refuseProblems();
        return config;
    }

    /** Every key of every part; problems stay with the settings. */
    static StackConfig read(Settings settings, boolean builtInPolicy) {
        return new StackConfig(
                settings.wholeNumber("kafka.port", 9092, 0, 65_535),
                settings.wholeNumber("flink.webPort", 8081, 0, 65_535),
                builtInPolicy,
                EngineConfig.from(settings),
                ProxyConfig.from(settings, System.getenv()),
                new Jobs(
                        KafkaConfig.from(settings),
                        ScoreJobConfig.from(settings),
                        LearnJobConfig.from(settings),
                        TablesJobConfig.from(settings)),
                GateRule.from(settings));
    }

    /** What follows from the home directory and the ports, unless it was given. */
    private static Map<String, String> withDerived(Home home, Map<String, String> given) {
        Map<String, String> complete = new LinkedHashMap<>();
        complete.put("kafka.brokers", "127.0.0.1:" + given.get("kafka.port"));
        complete.put("upstream.url", "http://127.0.0.1:" + given.get("engine.port") + "/v1");
        complete.put("policy.directory", home.policy().toString());
        complete.put("adapters.directory", home.adapters().toString());
        complete.put("tables.directory", home.tables().toString());
        complete.put("keys.directory", home.keys().toString());
        complete.put("spool.directory", home.spool().toString());
        complete.put("bypass.file", Home.bypassOf(home.directory()).toString());
        complete.put("access.keysFile", Home.clientKeysOf(home.directory()).toString());
        complete.putAll(given);
        return complete;
    }
}
