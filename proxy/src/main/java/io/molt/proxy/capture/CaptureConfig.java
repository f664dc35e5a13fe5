package io.molt.proxy.capture;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.spool.SpoolSync;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * How turns are recorded.
 *
 * @param limits what may wait in memory
 * @param ack whether answers wait for it
 * @param spool where turns wait while Kafka is away
 */
public record CaptureConfig(CaptureLimits limits, CaptureAck ack, SpoolConfig spool) {

    public CaptureConfig {
        requireNonNull(limits, "limits");
        requireNonNull(ack, "ack");
        requireNonNull(spool, "spool");
    }

    /** Reads {@code capture.*} and {@code spool.*}; problems stay with the settings. */
    public static CaptureConfig from(Settings settings) {
        CaptureLimits limits = new CaptureLimits(
                settings.wholeNumber("capture.queue", 10_000, 2, 10_000_000),
                (long) settings.wholeNumber("capture.queueMegabytes", 32, 1, 4096) << 20);
        Optional<Path> directory = Optional.of(settings.text("spool.directory", ""))
                .filter(text -> !text.isBlank())
                .map(Path::of);
        long bytes = (long) settings.wholeNumber("spool.megabytes", 1024, 1, 1 << 20) << 20;
        SpoolSync sync = settings.oneOf("spool.sync", SpoolSync.INTERVAL, SpoolSync.class);
        CaptureAck ack = settings.parsed(
                "capture.ack",
                CaptureAck.ASYNC,
                text -> ack(text, directory.isPresent()),
                "async, or before-last-byte where spool.directory is set");
        boolean promised = ack == CaptureAck.BEFORE_LAST_BYTE && sync == SpoolSync.NEVER;
        return new CaptureConfig(limits, ack, new SpoolConfig(directory, bytes, promised ? SpoolSync.INTERVAL : sync));
    }

    private static CaptureAck ack(String text, boolean spooled) {
        CaptureAck ack = CaptureAck.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        if (ack == CaptureAck.BEFORE_LAST_BYTE && !spooled) {
            throw new IllegalArgumentException("answers would wait for as long as Kafka is away");
        }
        return ack;
    }
}
