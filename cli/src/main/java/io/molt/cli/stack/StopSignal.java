package io.molt.cli.stack;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a stack when the process is asked to end (Ctrl-C, SIGTERM) and waits until that is done. */
public final class StopSignal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    private final Thread hook;

    private StopSignal(Thread hook) {
        this.hook = hook;
    }

    /** Watches for the signal from now on. */
    public static StopSignal closing(AutoCloseable stack) {
        Thread hook = new Thread(
                () -> {
                    try {
                        stack.close();
                    } catch (Exception e) {
                        LOG.error("stack did not stop cleanly", e);
                    }
                },
                "molt-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return new StopSignal(hook);
    }

    /** The stack is closed by somebody else; nothing to do if the signal came first. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.info("the process is already stopping");
        }
    }
}
