package io.molt.proxy.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What should not have happened, without the message: it may quote what a client said. */
final class Bugs {

    private static final Logger LOG = LoggerFactory.getLogger(Bugs.class);

    private Bugs() {}

    static void log(Throwable bug) {
        StackTraceElement[] stack = bug.getStackTrace();
        LOG.error("bug cause={} at={}", bug.getClass().getName(), stack.length == 0 ? "?" : stack[0]);
    }
}
