package dev.convbench.cli;

import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.results.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            return Relaunch.run(spec.root().commandLine().getParseResult().originalArgs());
        }
        TextTable table = TextTable.ofWords(List.of("strategy", "rank", "available", "what it does"));
        Map<String, List<String>> missing = new LinkedHashMap<>();
        for (Strategy strategy : Strategies.all()) {
            Support available = strategy.available();
            if (!available.ok()) {
                missing.computeIfAbsent(available.reason(), reason -> new ArrayList<>())
                        .add(strategy.name());
            }
            table.add(List.of(
                    strategy.name(),
                    Integer.toString(strategy.rank()),
                    available.ok() ? "yes" : "no",
                    strategy.description()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(table.text());
        missing.forEach((reason, names) ->
                out.println(System.lineSeparator() + "not available: " + String.join(", ", names) + ": " + reason));
        out.flush();
        return ExitCode.OK;
    }
}
