package io.molt.jobs;

import io.molt.operators.learn.BatchRule;
import io.molt.schemas.settings.Settings;
import java.time.Duration;

/** The batch rule's settings: learning forms batches by them, scoring ticks as long as they may need. */
public final class BatchSettings {

    private static final Duration DAY = Duration.ofDays(1);

    private BatchSettings() {}

    public static BatchRule from(Settings settings) {
        return new BatchRule(
                atLeastOne(settings.wholeNumber("batch.size", 16, 1, 1024)),
                atLeastOne(settings.wholeNumber("batch.minSize", 4, 1, 1024)),
                settings.duration("batch.maxWait", Duration.ofMinutes(10), Duration.ZERO, DAY),
                settings.duration("batch.minStepInterval", Duration.ZERO, Duration.ZERO, DAY));
    }

    /** A value out of bounds is reported by the settings, after everything was read. */
    private static int atLeastOne(int size) {
        return Math.max(1, size);
    }
}
