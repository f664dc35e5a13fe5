package io.molt.cli.control;

import io.molt.schemas.control.ControlRecord;
import picocli.CommandLine.Option;

/** Whom a command concerns. */
public final class AgentOption {

    @Option(names = "--agent", description = "the agent; every agent if it is left out")
    private String agent = ControlRecord.ALL;

    public String id() {
        return agent;
    }

    @Override
    public String toString() {
        return agent.equals(ControlRecord.ALL) ? "every agent" : agent;
    }
}
