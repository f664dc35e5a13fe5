package io.molt.cli.notebook;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Runs JShell's snippets in this process, so that a value is an object here and not only its text. */
final class InThisProcess extends DirectExecutionControl {

    private Optional<Object> last = Optional.empty();
    private volatile Optional<Thread> running = Optional.empty();

    ExecutionControlProvider provider() {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "in-this-process";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                return InThisProcess.this;
            }
        };
    }

    /** What the newest snippet came to; empty if it was no expression, or null. */
    Optional<Object> last() {
        return last;
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        running = Optional.of(Thread.currentThread());
        try {
            last = Optional.ofNullable(snippet.invoke(null));
            return "";
        } finally {
            running = Optional.empty();
        }
    }

    /** Interrupts the snippet that runs; one that does not look at interrupts goes on. */
    @Override
    public void stop() {
        running.ifPresent(Thread::interrupt);
    }
}
