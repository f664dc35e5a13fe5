package io.molt.cli;

import io.molt.cli.access.BypassCommand;
import io.molt.cli.access.KeysCommand;
import io.molt.cli.adapter.AdaptersCommand;
import io.molt.cli.adapter.RefoldCommand;
import io.molt.cli.bench.JobBenchmark;
import io.molt.cli.bench.LearnBenchmark;
import io.molt.cli.bench.TablesBenchmark;
import io.molt.cli.bench.proxy.ProxyBenchmark;
import io.molt.cli.cluster.ClusterCommand;
import io.molt.cli.compare.CompareCommand;
import io.molt.cli.control.ModeCommand;
import io.molt.cli.control.TrainCommand;
import io.molt.cli.demo.DemoCommand;
import io.molt.cli.drill.DrillCommand;
import io.molt.cli.forget.ForgetCommand;
import io.molt.cli.gate.GateCommand;
import io.molt.cli.imports.ImportCommand;
import io.molt.cli.lineage.LineageCommand;
import io.molt.cli.notebook.NotebookCommand;
import io.molt.cli.pretrain.PretrainTinyCommand;
import io.molt.cli.replay.ReplayCommand;
import io.molt.cli.simulate.SimulateCommand;
import io.molt.cli.sql.SqlCommand;
import io.molt.cli.stack.StatusCommand;
import io.molt.cli.stack.UpCommand;
import io.molt.cli.table.TablesCommand;
import io.molt.cli.topic.TopicsCommand;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code molt} command. */
@Command(
        name = "molt",
        mixinStandardHelpOptions = true,
        version = "molt 0.1.0",
        description = "Streaming reinforcement learning for AI agents.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            StatusCommand.class,
            SqlCommand.class,
            TablesCommand.class,
            LineageCommand.class,
            ImportCommand.class,
            ClusterCommand.class,
            TopicsCommand.class,
            DrillCommand.class,
            KeysCommand.class,
            BypassCommand.class,
            ModeCommand.class,
            TrainCommand.class,
            GateCommand.class,
            AdaptersCommand.class,
            RefoldCommand.class,
            ReplayCommand.class,
            CompareCommand.class,
            NotebookCommand.class,
            ForgetCommand.class,
            SimulateCommand.class,
            PretrainTinyCommand.class,
            LearnBenchmark.class,
            JobBenchmark.class,
            ProxyBenchmark.class,
            TablesBenchmark.class,
            CommandLine.HelpCommand.class
        })
public final class Molt {

    /** Warns on standard error that it makes no use of the Vector API on JDK 17; kept here so that its level stays. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private Molt() {}

    /** Exit status 0 for success, 1 for a promise not kept, 2 for wrong usage or settings. */
    public static void main(String[] arguments) {
        LUCENE.setLevel(Level.SEVERE);
        System.exit(commandLine().execute(arguments));
    }

    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Molt());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException) {
                command.getErr().println("molt: " + failure.getMessage());
                return 2;
            }
            failure.printStackTrace(command.getErr());
            return 1;
        });
        return line;
    }
}
