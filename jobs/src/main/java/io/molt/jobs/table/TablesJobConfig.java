package io.molt.jobs.table;

import io.molt.jobs.kafka.KafkaConfig;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of TablesJob: every key, default, unit and bound is in this file and nowhere else.
 *
 * @param kafka where records come from
 * @param directory {@code tables.directory}, below which a folder per table lies, default {@code .molt/tables}
 * @param memory {@code tables.memory}, how long an event is remembered to drop its duplicates, PT1M to P30D, default P8D:
 *     longer than the topic {@code turns} is kept
 * @param parallelism {@code tables.parallelism}, 1 to 128, default 1; each subtask writes files of its own
 */
public record TablesJobConfig(KafkaConfig kafka, Path directory, Duration memory, int parallelism) {

    public static TablesJobConfig from(Settings settings) {
        return new TablesJobConfig(
                KafkaConfig.from(settings),
                settings.path("tables.directory", Path.of(".molt/tables")),
                settings.duration("tables.memory", Duration.ofDays(8), Duration.ofMinutes(1), Duration.ofDays(30)),
                settings.wholeNumber("tables.parallelism", 1, 1, 128));
    }
}
