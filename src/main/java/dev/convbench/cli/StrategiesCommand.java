package dev.convbench.cli;

import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.results.TextTable;
import dev.convbench.run.UsageException;
import dev.convbench.shapes.Catalogue;
import dev.convbench.shapes.NamedConv;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--explain",
            paramLabel = "SPEC",
            description = "Say instead what auto takes for a convolution, and why: descriptor, layer, network or"
                    + " network:regex.")
    private String explain;

    @Override
    public Integer call() throws Exception {
        if (Relaunch.isNeeded()) {
            return Relaunch.run(spec.root().commandLine().getParseResult().originalArgs());
        }
        if (explain != null) {
            return explain();
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

    private int explain() {
        TextTable table = TextTable.ofWords(List.of("layer", "precision", "pass", "auto takes"));
        try {
            for (NamedConv layer : Catalogue.convolutions(explain)) {
                for (Precision precision : Precision.values()) {
                    for (Pass pass : Pass.values()) {
                        String choice = Strategies.named("auto").explain(layer.shape(), pass, precision);
                        table.add(List.of(layer.name(), precision.text(), pass.text(), choice));
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(table.text());
        out.flush();
        return ExitCode.OK;
    }
}
