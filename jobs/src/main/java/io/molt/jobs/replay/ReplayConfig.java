package io.molt.jobs.replay;

import io.molt.jobs.learn.LearnJobConfig;
import io.molt.jobs.learn.StoreLocation;
import io.molt.jobs.score.ScoreJobConfig;
import io.molt.jobs.score.ScoreJobConfig.Judging;
import io.molt.jobs.table.TablesJobConfig;
import io.molt.operators.replay.ReplayScope;
import io.molt.operators.replay.ReplaySettings;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One replay.
 *
 * @param learning settings of the learning, as they were and as they are to be; its policy is the one that is trained
 * @param fold what the fold goes by, before the window and in it
 * @param judging who judges; empty to keep the votes of then
 * @param scope what is replayed
 * @param agent whose log; empty for all
 * @param tables the live tables, which are only read
 * @param published the live store, which is only read
 * @param directory of the replay: its store in {@code adapters/}, its tables in {@code tables/}
 */
public record ReplayConfig(
        LearnJobConfig learning,
        ReplaySettings fold,
        Optional<Judging> judging,
        ReplayScope scope,
        Optional<String> agent,
        Path tables,
        StoreLocation published,
        String directory) {

    /**
     * Reads the settings of a replay.
     *
     * @throws IllegalArgumentException if a setting is not usable; names all problems
     */
    public static ReplayConfig of(ReplayRequest request) {
        Map<String, String> recorded = request.recorded();
        Map<String, String> changed = request.changed();
        Map<String, String> all = new HashMap<>(recorded);
        all.putAll(changed);
        Settings before = new Settings(recorded);
        Settings after = new Settings(all);
        LearnJobConfig was = LearnJobConfig.from(before);
        LearnJobConfig now = LearnJobConfig.from(after);
        Path tables = TablesJobConfig.from(before).directory();
        TablesJobConfig.from(after);
        ScoreJobConfig.from(before);
        Judging judging = ScoreJobConfig.from(after).judging();
        before.refuseProblems();
        after.refuseProblems();
        boolean judged = changed.keySet().stream().anyMatch(key -> key.startsWith("judge."));
        return new ReplayConfig(
                now,
                new ReplaySettings(was.learning(), now.learning(), ReplayNames.fixed(changed.keySet())),
                judged ? Optional.of(judging) : Optional.empty(),
                request.scope(),
                request.agent(),
                tables,
                was.adapters(),
                request.directory());
    }
}
