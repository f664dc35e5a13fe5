package io.molt.cli.gate;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A calendar in a file or at a URL, read again from time to time; while that fails, the one read last counts. */
final class CalendarSource {

    private static final Logger LOG = LoggerFactory.getLogger(CalendarSource.class);
    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int LARGEST = 8 << 20;

    private final String place;
    private final ZoneId zone;
    private Optional<CalendarEvents> events = Optional.empty();
    private Instant readAt = Instant.MIN;

    /**
     * Reads nothing yet.
     *
     * @param place path, or a URL with http or https
     */
    CalendarSource(String place, ZoneId zone) {
        this.place = place;
        this.zone = zone;
    }

    /** True during an event; false if the calendar could never be read. */
    boolean contains(Instant now) {
        if (readAt.equals(Instant.MIN) || Duration.between(readAt, now).compareTo(EVERY) >= 0) {
            readAt = now;
            read();
        }
        return events.map(known -> known.contain(now)).orElse(false);
    }

    private void read() {
        try {
            events = Optional.of(CalendarEvents.parse(new String(bytes(), StandardCharsets.UTF_8), zone));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("calendar cannot be read reason={}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] bytes() throws IOException, InterruptedException {
        boolean remote = place.startsWith("http://") || place.startsWith("https://");
        try (InputStream in = remote ? download() : Files.newInputStream(Path.of(place))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("the calendar is larger than " + (LARGEST >> 20) + " MiB");
            }
            return bytes;
        }
    }

    private InputStream download() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(URI.create(place)).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException("the calendar's server answered " + response.statusCode());
        }
        return response.body();
    }
}
