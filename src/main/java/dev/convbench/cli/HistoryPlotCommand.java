package dev.convbench.cli;

import dev.convbench.chart.Picture;
import dev.convbench.chart.TrendPictures;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.history.Series;
import dev.convbench.run.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code history plot}: a trend as a picture. */
@Command(
        name = "plot",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Draws a series over time, with its intervals and the places where its level changed.",
            "",
            "One series into a file, SVG or PNG, or each that fits into a folder."
        },
        sortOptions = false)
final class HistoryPlotCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HistorySelection selection;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.svg|DIR",
            required = true,
            description = "The picture; a file of that name is replaced. Or a folder that is there.")
    private Path output;

    @Override
    public Integer call() throws UnreadableRunException {
        List<Series> all = selection.series();
        boolean folder = Files.isDirectory(output);
        if (!folder && all.size() > 1) {
            throw new UsageException(
                    all.size() + " series fit, such as '" + all.get(0).key().text() + "' and '"
                            + all.get(1).key().text() + "': name one by REGEX and --machine, or give -o a folder");
        }
        for (Series series : all) {
            Path file = folder ? output.resolve(name(series)) : output;
            Picture picture = TrendPictures.of(series, selection.minEffect());
            OutputFile.write(file, picture);
            spec.commandLine().getOut().println(file);
        }
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    /** A file name from what the series is about. */
    private static String name(Series series) {
        String text = series.key().machineClass() + "-" + series.key().text();
        String words =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[.-]+|-+$", "");
        String hash = Integer.toHexString(series.key().hashCode());
        return words.substring(0, Math.min(words.length(), 150)) + "-" + hash + ".svg";
    }
}
