package io.molt.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has taken from the machine. */
final class Memory {

    private Memory() {}

    /** The largest resident set so far, MiB, as Linux counts it. */
    static long peakMb() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D+", "")) / 1024;
            }
        }
        throw new IOException("/proc/self/status has no VmHWM");
    }
}
