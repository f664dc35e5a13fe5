package io.molt.cli.control;

import io.molt.schemas.control.ControlKind;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code molt train --now}: a batch of whatever is pending. */
@Command(name = "train", description = "Makes a step of whatever turns are pending, without waiting for a whole batch.")
public final class TrainCommand implements Callable<Integer> {

    @Mixin
    private Installation installation;

    @Mixin
    private AgentOption agent;

    @Option(names = "--now", required = true, description = "as soon as the command reaches the agent's log")
    private boolean now;

    @Override
    public Integer call() throws Exception {
        try (ControlTopic control = ControlTopic.connect(installation.brokers(), Clock.systemUTC())) {
            control.send(agent.id(), ControlKind.TRAIN_NOW, Map.of());
        }
        System.out.println(agent + ": a step of what is pending" + (now ? " now" : ""));
        return 0;
    }
}
