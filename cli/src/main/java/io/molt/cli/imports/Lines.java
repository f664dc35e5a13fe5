package io.molt.cli.imports;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a stream as bytes, none of them longer than memory allows. */
final class Lines {

    private final InputStream in;
    private final int longest;
    private long number;
    private boolean cut;

    /**
     * From the start.
     *
     * @param longest bytes of a line that are kept
     */
    Lines(InputStream in, int longest) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.longest = longest;
    }

    /** The next line without its end; empty at the end of the stream. */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        cut = false;
        int read = in.read();
        if (read < 0) {
            return Optional.empty();
        }
        number++;
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (line.size() < longest) {
                line.write(read);
            } else {
                cut = true;
            }
        }
        return Optional.of(line.toByteArray());
    }

    /** Of the line that was read last, 1 for the first. */
    long number() {
        return number;
    }

    /** True if the line that was read last is longer than what was kept. */
    boolean isCut() {
        return cut;
    }
}
