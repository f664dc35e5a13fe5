package io.molt.cli.stack;

import io.molt.jobs.learn.LearnJobConfig;
import io.molt.jobs.score.ScoreJobConfig;
import io.molt.jobs.table.TablesJobConfig;
import io.molt.schemas.settings.Setting;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The settings that an installation's jobs were last started with: what a replay of its history starts from. */
public final class JobSettings {

    private static final String FILE = "job-settings.properties";
    /** The cluster's own, of all its processes. */
    private static final List<String> KNOWN_FILES = List.of("cluster/settings.properties", FILE);

    private JobSettings() {}

    /** Keeps what the jobs read, and nothing else: no key, no address of anything that is not theirs. */
    static void remember(Path home, Map<String, String> all) throws IOException {
        PropertyFile.write(home.resolve(FILE), own(all));
    }

    /**
     * Reads them back.
     *
     * @throws IllegalStateException if no job ever ran on this home
     */
    public static Map<String, String> of(Path home) throws IOException {
        return find(home)
                .orElseThrow(() -> new IllegalStateException(
                        "no job ever ran on " + home + "; run molt up or molt demo --home " + home + " first"));
    }

    /** Reads them back; empty if no job ever ran on this home. */
    public static Optional<Map<String, String>> find(Path home) throws IOException {
        for (String file : KNOWN_FILES) {
            if (Files.exists(home.resolve(file))) {
                return Optional.of(own(PropertyFile.read(home.resolve(file))));
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> own(Map<String, String> all) {
        Settings settings = new Settings(all);
        ScoreJobConfig.from(settings);
        LearnJobConfig.from(settings);
        TablesJobConfig.from(settings);
        Map<String, String> own = new TreeMap<>();
        for (Setting known : settings.known()) {
            String value = all.get(known.key());
            if (value != null) {
                own.put(known.key(), value);
            }
        }
        return own;
    }
}
