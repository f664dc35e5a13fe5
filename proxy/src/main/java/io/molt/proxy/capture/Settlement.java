package io.molt.proxy.capture;

import io.molt.proxy.delivery.Fate;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits for the fates of all records of one turn, whatever they are. */
final class Settlement {

    /** The answer's own record, which is written last, is counted from the beginning. */
    private final AtomicInteger open = new AtomicInteger(1);

    private volatile Runnable settled = () -> {};

    /** One more record, ahead of the answer. */
    void oneMore() {
        open.incrementAndGet();
    }

    /** What to run; said before the answer is written. */
    void then(Runnable whenSettled) {
        this.settled = whenSettled;
    }

    /** A record's fate, which also counts here. */
    Fate counting(Runnable lost) {
        return new Fate() {
            @Override
            public void kept() {
                one();
            }

            @Override
            public void lost() {
                lost.run();
                one();
            }
        };
    }

    private void one() {
        if (open.decrementAndGet() == 0) {
            settled.run();
        }
    }
}
