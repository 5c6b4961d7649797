package dev.convbench.cli;

import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.run.UsageException;
import dev.convbench.shapes.Catalogue;
import dev.convbench.shapes.NamedConv;
import dev.convbench.strategy.auto.AutoChoices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tune}: measures strategies on given layers, keeps the times in the file that {@code auto} reads, and says how far what
 * {@code auto} would take without it is from the best.
 */
@Command(
        name = "tune",
        description = "Measure which strategy is fastest on some layers on this machine, one thread, and keep it for"
                + " 'auto'. Layers that the file has are not measured again.")
final class TuneCommand implements Callable<Integer> {
    /** What counts as fast as the best. */
    private static final double CLOSE = 1.05;

    /** Strategies of a lower rank are plain Java: they are not fast where vectors are. */
    private static final int LEAST_RANK = 300;

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli prints the help
    private boolean help;

    @Option(
            names = "--conv",
            paramLabel = "SPEC",
            description =
                    "Convolution: descriptor, layer, network or network:regex; may be repeated. All networks if not"
                            + " given.")
    private List<String> convSpecs = List.of();

    @Option(names = "--pass", split = ",", paramLabel = "PASS", description = "forward if not given.")
    private List<String> passNames = List.of(Pass.FORWARD.text());

    @Option(names = "--precision", split = ",", paramLabel = "P", description = "f64, f32 or both; f64 if not given.")
    private List<String> precisions = List.of(Precision.F64.text());

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Where to keep the times; where auto looks if not given.")
    private Path file;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "0.3",
            description = "Time for each strategy on each layer; ${DEFAULT-VALUE} if not given.")
    private double seconds;

    @Option(
            names = "--max-gflop",
            paramLabel = "G",
            defaultValue = "Infinity",
            description = "Leave layers out that take more operations than this.")
    private double maxGflop;

    @Option(names = "--report", description = "Measure nothing: report on the layers that the file has.")
    private boolean report;

    @Override
    public Integer call() throws Exception {
        if (Relaunch.isNeeded()) {
            return Relaunch.run(spec.root().commandLine().getParseResult().originalArgs());
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            List<NamedConv> layers = layers();
            Set<Pass> passes = new LinkedHashSet<>();
            passNames.forEach(name -> passes.add(pass(name)));
            Set<Precision> elements = new LinkedHashSet<>();
            precisions.forEach(name -> elements.add(Precision.parse(name)));
            if (!(seconds > 0)) {
                throw new UsageException("--seconds is " + seconds + ", must be positive");
            }
            Path place = file != null ? file : AutoChoices.file();
            if (place == null) {
                throw new UsageException("there is no file to keep times in: give --file");
            }
            // What auto would take by rule, whatever was measured before.
            System.setProperty(AutoChoices.PROPERTY, AutoChoices.NONE);
            AutoChoices choices = AutoChoices.read(place);
            Tally tally = new Tally();
            for (Precision precision : elements) {
                for (Pass pass : passes) {
                    for (NamedConv layer : layers) {
                        one(layer, pass, precision, choices, place, tally, out);
                    }
                }
            }
            out.printf(
                    Locale.ROOT,
                    "auto's rule is within 5%% of the best on %d of %d (%.1f %%)%n",
                    tally.close,
                    tally.known,
                    tally.known == 0 ? 0 : 100.0 * tally.close / tally.known);
            out.println(report ? "read from " + place : "kept in " + place);
            out.flush();
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static final class Tally {
        int known;
        int close;
    }

    private void one(
            NamedConv layer,
            Pass pass,
            Precision precision,
            AutoChoices choices,
            Path place,
            Tally tally,
            PrintWriter out)
            throws IOException {
        Map<String, Double> times = choices.times(layer.shape(), pass, precision);
        if (times.isEmpty() && !report) {
            List<Strategy> candidates = candidates(layer, pass, precision);
            times = new TuneTimer(seconds).times(candidates, layer.shape(), pass, precision);
            choices.put(layer.shape(), pass, precision, times);
            choices.write(place);
            times = choices.times(layer.shape(), pass, precision);
        }
        if (times.isEmpty()) {
            return;
        }
        String explanation = Strategies.named("auto").explain(layer.shape(), pass, precision);
        String rule = explanation.substring(0, explanation.indexOf(' '));
        Map.Entry<String, Double> best = times.entrySet().iterator().next();
        double ratio = times.getOrDefault(rule, Double.POSITIVE_INFINITY) / best.getValue();
        tally.known++;
        tally.close += ratio <= CLOSE ? 1 : 0;
        out.printf(
                Locale.ROOT,
                "%s %s %s: %s %.4g ms, auto %s x%.2f%s%n",
                precision.text(),
                pass.text(),
                layer.name(),
                best.getKey(),
                best.getValue(),
                explanation,
                ratio,
                ratio > CLOSE ? " (slower)" : "");
        out.flush();
    }

    private static List<Strategy> candidates(NamedConv layer, Pass pass, Precision precision) {
        List<Strategy> candidates = new ArrayList<>();
        for (Strategy strategy : Strategies.all()) {
            boolean chooses = !strategy.explain(layer.shape(), pass, precision).isEmpty();
            if (strategy.rank() >= LEAST_RANK
                    && !strategy.isParallel()
                    && !chooses
                    && strategy.available()
                            .and(strategy.supports(layer.shape(), pass, precision))
                            .ok()) {
                candidates.add(strategy);
            }
        }
        return candidates;
    }

    private List<NamedConv> layers() {
        List<NamedConv> layers = new ArrayList<>();
        for (String text : convSpecs.isEmpty() ? Catalogue.networks() : convSpecs) {
            layers.addAll(Catalogue.convolutions(text));
        }
        return Catalogue.distinct(layers).stream()
                .filter(layer -> layer.shape().nominalFlops(Pass.FORWARD) <= maxGflop * 1e9)
                .toList();
    }

    private static Pass pass(String name) {
        for (Pass pass : Pass.values()) {
            if (pass.text().equals(name)) {
                return pass;
            }
        }
        throw new UsageException("no pass is called '" + name + "'; there are "
                + String.join(", ", Arrays.stream(Pass.values()).map(Pass::text).toList()));
    }
}
