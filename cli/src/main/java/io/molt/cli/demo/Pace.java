package io.molt.cli.demo;

import java.time.Duration;

/**
 * How fast a simulated user is.
 *
 * @param thinking before feedback
 * @param pause between interactions
 */
public record Pace(Duration thinking, Duration pause) {

    /** People: learning arrives some interactions late, as it would in life. */
    static final Pace HUMAN = new Pace(Duration.ofMillis(500), Duration.ofSeconds(2));

    void beforeFeedback() throws InterruptedException {
        Thread.sleep(thinking.toMillis());
    }

    void betweenInteractions() throws InterruptedException {
        Thread.sleep(pause.toMillis());
    }
}
