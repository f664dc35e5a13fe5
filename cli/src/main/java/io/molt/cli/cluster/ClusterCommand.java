package io.molt.cli.cluster;

import picocli.CommandLine.Command;

/** {@code molt cluster}: a real Flink cluster on this machine. */
@Command(
        name = "cluster",
        description = "Runs broker, JobManager, TaskManagers and serving as processes of this machine.",
        subcommands = {
            ClusterUpCommand.class,
            ClusterDownCommand.class,
            ClusterStatusCommand.class,
            PartCommand.Broker.class,
            PartCommand.ServingPart.class,
            PartCommand.ProxyPart.class
        })
public final class ClusterCommand {}
