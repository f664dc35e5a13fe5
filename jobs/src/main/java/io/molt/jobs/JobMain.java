package io.molt.jobs;

import io.molt.jobs.kafka.KafkaConfig;
import io.molt.jobs.kafka.KafkaReadiness;
import io.molt.schemas.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What every main of a job does: read settings from arguments {@code --key value}, check, define, execute. */
public final class JobMain {

    static final List<String> LIBRARY =
            List.of("io.molt.schemas.Topics", "io.molt.policy.train.DjlTrainer", "ai.djl.pytorch.jni.JniUtils");

    private JobMain() {}

    public static <C> void run(
            String name,
            String[] arguments,
            Function<Settings, C> read,
            BiConsumer<StreamExecutionEnvironment, C> define)
            throws Exception {
        Settings settings = new Settings(parse(arguments));
        C config = read.apply(settings);
        KafkaConfig kafka = KafkaConfig.from(settings);
        settings.refuseProblems();
        requireLibrary();
        KafkaReadiness.require(kafka);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(strict());
        define.accept(env, config);
        env.execute("molt " + name);
    }

    /** No type falls to Kryo, and no operator is without a uid. */
    public static Configuration strict() {
        return new Configuration()
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    }

    /** Fails if Flink's lib/ is without what must be loaded once per process. */
    public static void requireLibrary() {
        FlinkLibrary.require(LIBRARY, JobMain.class.getClassLoader());
    }

    /** Key to value. */
    public static Map<String, String> parse(String[] arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "arguments are pairs of --key and value, but this is " + arguments[i]);
            }
            given.put(arguments[i].substring(2), arguments[i + 1]);
        }
        return given;
    }
}
