package io.molt.proxy;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Everything that is logged from now on, by whomever, down to DEBUG and with the causes. */
final class LogLines implements AutoCloseable {

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig root = context.getConfiguration().getRootLogger();
    private final Level before = root.getLevel();
    private final Lines lines = new Lines();

    private static final class Lines extends AbstractAppender {

        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        Lines() {
            super(
                    "lines",
                    null,
                    PatternLayout.newBuilder().withPattern("%p %c %m %ex").build(),
                    false,
                    Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            all.add(toSerializable(event).toString());
        }
    }

    LogLines() {
        lines.start();
        root.addAppender(lines, Level.DEBUG, null);
        root.setLevel(Level.DEBUG);
        context.updateLoggers();
    }

    Queue<String> all() {
        return lines.all;
    }

    @Override
    public void close() {
        root.removeAppender(lines.getName());
        root.setLevel(before);
        context.updateLoggers();
    }
}
