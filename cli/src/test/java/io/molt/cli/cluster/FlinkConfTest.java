package io.molt.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class FlinkConfTest {

    private static final Path CONF = Path.of("../flink-conf");
    private static final List<Class<?>> OPTIONS = List.of(
            CheckpointingOptions.class,
            CoreOptions.class,
            ExecutionOptions.class,
            HeartbeatManagerOptions.class,
            HighAvailabilityOptions.class,
            JobManagerOptions.class,
            MetricOptions.class,
            PipelineOptions.class,
            RestOptions.class,
            RestartStrategyOptions.class,
            StateBackendOptions.class,
            TaskManagerOptions.class,
            WebOptions.class);

    @Test
    void every_key_of_config_yaml_is_an_option_of_this_flink() throws Exception {
        assertThat(GlobalConfiguration.loadConfiguration(CONF.toString())
                        .toMap()
                        .keySet())
                .isNotEmpty()
                .isSubsetOf(known());
    }

    @Test
    void every_alarm_is_explained_and_every_explained_alarm_is_there() throws Exception {
        Set<String> raised = names("alert: (Molt\\w+)", CONF.resolve("prometheus-alarms.yml"));
        Set<String> explained = names("(?m)^\\| (Molt\\w+) \\|", Path.of("../docs/operations.md"));

        assertThat(raised).isNotEmpty().isEqualTo(explained);
    }

    private static Set<String> names(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"score", "learn", "tables"})
    void a_manifest_is_what_the_operator_wants(String job) throws Exception {
        Object manifest = yaml(CONF.resolve("kubernetes/" + job + ".yaml"));
        Properties wanted = new Properties();
        try (var schema = FlinkConfTest.class.getResourceAsStream("flink-deployment.properties")) {
            wanted.load(schema);
        }

        for (String path : wanted.stringPropertyNames()) {
            assertThat(String.valueOf(at(manifest, path))).as(path).matches(wanted.getProperty(path));
        }
        assertThat(Class.forName(String.valueOf(at(manifest, "spec.job.entryClass"))))
                .hasDeclaredMethods("main");
        assertThat(((Map<?, ?>) at(manifest, "spec.flinkConfiguration")).keySet())
                .map(String::valueOf)
                .isSubsetOf(known());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"score", "learn", "tables"})
    void a_manifest_gives_its_job_only_settings_that_it_has(String job) throws Exception {
        List<?> arguments = (List<?>) at(yaml(CONF.resolve("kubernetes/" + job + ".yaml")), "spec.job.args");
        Map<String, String> settings = new java.util.LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            settings.put(String.valueOf(arguments.get(i)).substring(2), String.valueOf(arguments.get(i + 1)));
        }

        ClusterJob read = ClusterJob.valueOf(job.toUpperCase(java.util.Locale.ROOT));
        assertThat(read.arguments(settings)).hasSize(arguments.size());
    }

    private static Set<String> known() throws IllegalAccessException {
        Set<String> known = new HashSet<>();
        for (Class<?> options : OPTIONS) {
            for (Field field : options.getFields()) {
                if (field.getType() == ConfigOption.class) {
                    known.add(((ConfigOption<?>) field.get(null)).key());
                }
            }
        }
        // Reporters have names, which options cannot know.
        known.add("metrics.reporter.prom.factory.class");
        known.add("metrics.reporter.prom.port");
        return known;
    }

    private static Object yaml(Path file) throws IOException {
        return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    private static Object at(Object node, String path) {
        Object here = node;
        for (String key : path.split("\\.", -1)) {
            here = ((Map<?, ?>) here).get(key);
            assertThat(here).as(path).isNotNull();
        }
        return here;
    }
}
