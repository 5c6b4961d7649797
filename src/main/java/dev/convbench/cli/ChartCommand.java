package dev.convbench.cli;

import dev.convbench.chart.Picture;
import dev.convbench.chart.PublishedPictures;
import dev.convbench.chart.RunPicture;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.compare.NotComparableException;
import dev.convbench.results.compare.UnsuitableOptionException;
import dev.convbench.run.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chart}: a picture of a run folder, or of two runs against each other. */
@Command(
        name = "chart",
        description = {
            "Draws a run folder as SVG or, for all kinds but speed, PNG.",
            "",
            "speed: every strategy as bars, a panel an operation. heatmap: strategies against shapes. roofline: below the"
                    + " limits of the machine. scaling: over workers. ratio: two runs (folders or JSON files of JMH), the"
                    + " baseline first. all: each of these that the run holds, into the folder -o, named after the run."
        })
final class ChartCommand implements Callable<Integer> {
    private static final List<String> KINDS = List.of("speed", "heatmap", "roofline", "scaling", "ratio", "all");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "1..2", description = "The run folder; two for ratio.")
    private List<Path> paths;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "speed",
            description = "speed (the default), heatmap, roofline, scaling, ratio or all.")
    private String kind;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.svg",
            required = true,
            description = "The picture; a file of that name is replaced.")
    private Path output;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    @Override
    public Integer call() throws UnreadableRunException {
        String wanted = kind.toLowerCase(Locale.ROOT);
        if (!KINDS.contains(wanted)) {
            throw new UsageException("--kind is '" + kind + "', must be " + String.join(", ", KINDS));
        }
        if (paths.size() != (wanted.equals("ratio") ? 2 : 1)) {
            throw new UsageException(
                    wanted.equals("ratio") ? "ratio takes two runs" : wanted + " takes one run folder");
        }
        if (wanted.equals("all")) {
            for (Map.Entry<String, String> picture :
                    PublishedPictures.of(paths.get(0)).entrySet()) {
                OutputFile.write(output.resolve(picture.getKey()), picture.getValue());
            }
        } else if (wanted.equals("speed")) {
            OutputFile.write(output, RunPicture.speed(paths.get(0)));
        } else {
            OutputFile.write(output, picture(wanted));
        }
        spec.commandLine().getOut().println(output);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private Picture picture(String wanted) throws UnreadableRunException {
        Optional<Picture> picture = switch (wanted) {
            case "heatmap" -> RunPicture.charts(paths.get(0)).heatMap();
            case "roofline" -> RunPicture.charts(paths.get(0)).roofline();
            case "scaling" -> RunPicture.charts(paths.get(0)).scaling();
            default -> ratios();
        };
        return picture.orElseThrow(() -> new UsageException(paths.get(0) + " does not hold what a " + wanted
                + " needs: a heat map two operations or shapes, a roofline convolutions with the peak and copy rate of the"
                + " machine, scaling a strategy at several numbers of workers, ratio rows in both runs"));
    }

    private Optional<Picture> ratios() throws UnreadableRunException {
        try {
            return RunPicture.ratios(paths.get(0), paths.get(1));
        } catch (NotComparableException | UnsuitableOptionException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }
}
