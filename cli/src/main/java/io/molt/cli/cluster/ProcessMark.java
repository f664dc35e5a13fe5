package io.molt.cli.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One process of this machine and of no other time: numbers are given again, start times with them are not.
 *
 * @param pid its number
 * @param startMillis when it started, epoch milliseconds as the system says; 0 if the system does not
 */
record ProcessMark(long pid, long startMillis) {

    static ProcessMark of(ProcessHandle process) {
        return new ProcessMark(process.pid(), startOf(process));
    }

    static ProcessMark parse(String text) {
        String[] parts = text.split(" ", 2);
        return new ProcessMark(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    @Override
    public String toString() {
        return pid + " " + startMillis;
    }

    /** The process, if it still runs and is the same. */
    Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> startOf(process) == startMillis);
    }

    /** Asks it to end, and kills it if it has not after a while. */
    void stop(Duration patience) throws InterruptedException {
        Optional<ProcessHandle> process = alive();
        process.ifPresent(ProcessHandle::destroy);
        if (!endsWithin(patience)) {
            process.ifPresent(ProcessHandle::destroyForcibly);
            endsWithin(patience);
        }
    }

    boolean endsWithin(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (alive().isPresent() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return alive().isEmpty();
    }

    private static long startOf(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
    }
}
