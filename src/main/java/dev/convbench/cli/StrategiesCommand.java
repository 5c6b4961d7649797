package dev.convbench.cli;

import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.results.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code strategies}: lists the registry. */
@Command(
        name = "strategies",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Lists all strategies, highest rank first: name, rank, whether it can run here, what it does.")
final class StrategiesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (Relaunch.isNeeded()) {
            return Relaunch.withModule(
                    spec.root().commandLine().getParseResult().originalArgs());
        }
        TextTable table = TextTable.ofWords(List.of("strategy", "rank", "available", "what it does"));
        for (Strategy strategy : Strategies.all()) {
            Support available = strategy.available();
            table.add(List.of(
                    strategy.name(),
                    Integer.toString(strategy.rank()),
                    available.ok() ? "yes" : "no: " + available.reason(),
                    strategy.description()));
        }
        spec.commandLine().getOut().print(table.text());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
