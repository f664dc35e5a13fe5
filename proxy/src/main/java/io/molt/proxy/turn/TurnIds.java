package io.molt.proxy.turn;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Names turns: the process, then a number. Unique as long as no two processes draw the same 64 bits. */
public final class TurnIds implements Supplier<String> {

    private final String process;
    private final AtomicLong next = new AtomicLong(1);

    /**
     * Nothing is named yet.
     *
     * @param process drawn at random at the start of the process
     */
    public TurnIds(long process) {
        this.process = "%016x".formatted(process);
    }

    @Override
    public String get() {
        return "t-" + process + "-" + next.getAndIncrement();
    }
}
