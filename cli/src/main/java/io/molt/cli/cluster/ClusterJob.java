package io.molt.cli.cluster;

import io.molt.jobs.learn.LearnJob;
import io.molt.jobs.learn.LearnJobConfig;
import io.molt.jobs.score.ScoreJob;
import io.molt.jobs.score.ScoreJobConfig;
import io.molt.jobs.table.TablesJob;
import io.molt.jobs.table.TablesJobConfig;
import io.molt.schemas.settings.Setting;
import io.molt.schemas.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The three jobs as a cluster is given them. */
public enum ClusterJob {
    SCORE(ScoreJob.NAME, ScoreJob.class, Duration.ofSeconds(2)),
    LEARN(LearnJob.NAME, LearnJob.class, Duration.ofSeconds(2)),
    TABLES(TablesJob.NAME, TablesJob.class, Duration.ofSeconds(5));

    private final String jobName;
    private final Class<?> main;
    private final Duration interval;

    ClusterJob(String jobName, Class<?> main, Duration interval) {
        this.jobName = jobName;
        this.main = main;
        this.interval = interval;
    }

    /** Short, as in directories. */
    public String jobName() {
        return jobName;
    }

    /** As Flink's web page shows it. */
    String title() {
        return "molt " + jobName;
    }

    String mainClass() {
        return main.getName();
    }

    /** Between two checkpoints. */
    Duration interval() {
        return interval;
    }

    /** Of all settings those that this job reads, as arguments; it refuses others. */
    List<String> arguments(Map<String, String> all) {
        Settings settings = new Settings(all);
        read(settings);
        Map<String, String> own = new TreeMap<>();
        for (Setting known : settings.known()) {
            String value = all.get(known.key());
            if (value != null) {
                own.put(known.key(), value);
            }
        }
        return own.entrySet().stream()
                .flatMap(each -> List.of("--" + each.getKey(), each.getValue()).stream())
                .toList();
    }

    /** Makes the settings know what this job reads. */
    private Record read(Settings settings) {
        return switch (this) {
            case SCORE -> ScoreJobConfig.from(settings);
            case LEARN -> LearnJobConfig.from(settings);
            case TABLES -> TablesJobConfig.from(settings);
        };
    }
}
