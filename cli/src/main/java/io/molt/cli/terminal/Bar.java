package io.molt.cli.terminal;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Draws progress on standard error, or nowhere. */
public final class Bar {

    /** The launcher says whether standard error is a terminal, where a bar can be drawn over itself. */
    private static final boolean TERMINAL = Boolean.getBoolean("molt.terminal");

    /** Written before a line of output, so that the bar does not stay in it. */
    public static final String ERASED = TERMINAL ? "\r\033[K" : "";

    private static final int WIDTH = 80;

    private Bar() {}

    /** A bar of {@code total} steps; close it when done. */
    public static ProgressBar start(String task, long total, boolean quiet) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(TERMINAL ? 500 : 20_000)
                .setConsumer(new OnStandardError(quiet))
                .build();
    }

    private record OnStandardError(boolean quiet) implements ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String rendered) {
            if (!quiet) {
                String bar = rendered.strip();
                System.err.print(TERMINAL ? "\r" + bar : bar + System.lineSeparator());
            }
        }

        @Override
        public void close() {
            if (!quiet) {
                System.err.println();
            }
        }
    }
}
