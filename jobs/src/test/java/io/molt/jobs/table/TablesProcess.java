package io.molt.jobs.table;

import io.molt.jobs.RunningJob;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** TablesJob in a process that somebody kills. */
final class TablesProcess {

    private TablesProcess() {}

    /** Arguments: brokers, tables, checkpoints. */
    public static void main(String[] arguments) throws Exception {
        TablesJobConfig config = TablesJobConfig.from(
                new Settings(Map.of("kafka.brokers", arguments[0], "tables.directory", arguments[1])));
        try (RunningJob unused = RunningJob.start(Path.of(arguments[2]), env -> TablesJob.define(env, config))) {
            new CountDownLatch(1).await();
        }
    }
}
