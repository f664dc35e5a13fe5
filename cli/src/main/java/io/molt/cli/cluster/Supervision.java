package io.molt.cli.cluster;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that looks after a cluster. */
public final class Supervision implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
    private static final long LOOK_EVERY_MILLIS = 250;

    private final Cluster cluster;
    private final Thread thread;
    private volatile boolean over;
    private volatile boolean whole = true;

    private Supervision(Cluster cluster) {
        this.cluster = cluster;
        this.thread = new Thread(this::look, "supervisor");
        thread.setDaemon(true);
    }

    public static Supervision of(Cluster cluster) {
        Supervision supervision = new Supervision(cluster);
        supervision.thread.start();
        return supervision;
    }

    /** Whether nothing was missing when it looked last. */
    public boolean isWhole() {
        return whole;
    }

    private void look() {
        try {
            while (!over) {
                try {
                    whole = cluster.supervise();
                } catch (IOException e) {
                    whole = false;
                    LOG.error("cluster could not be put right", e);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }
}
