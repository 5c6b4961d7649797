package dev.convbench.cli;

import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.history.History;
import dev.convbench.results.history.Series;
import dev.convbench.run.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which series of a history a command is about. */
final class HistorySelection {
    /** The smallest change of a level that counts if the user says nothing, as a share. */
    static final double MIN_EFFECT = 0.03;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "results/history",
            description = "The folder of history; ${DEFAULT-VALUE} by default.")
    private Path folder;

    @Parameters(
            paramLabel = "REGEX",
            arity = "0..1",
            description = "Only series in whose text this is found: benchmark, parameters, JDK.")
    private String regex;

    @Option(names = "--machine", paramLabel = "CLASS", description = "Only this kind of machine.")
    private String machine;

    @Option(
            names = "--min-effect",
            paramLabel = "PERCENT",
            defaultValue = "3",
            description = "Smallest change of a level that counts; ${DEFAULT-VALUE} by default.")
    private double minPercent;

    /** The smallest change that counts, as a share. */
    double minEffect() {
        if (!(minPercent >= 0 && minPercent <= 1000)) {
            throw new UsageException("--min-effect is " + minPercent + ", must be a percentage from 0 to 1000");
        }
        return minPercent / 100;
    }

    /**
     * The series, at least one.
     *
     * @throws UnreadableRunException if the history is damaged
     */
    List<Series> series() throws UnreadableRunException {
        Pattern pattern = pattern();
        List<Series> all = History.read(folder);
        List<Series> found = all.stream()
                .filter(series -> machine == null || series.key().machineClass().equals(machine))
                .filter(series -> pattern.matcher(series.key().text()).find())
                .toList();
        if (found.isEmpty()) {
            throw new UsageException("none of the " + all.size() + " series in " + folder + " fits"
                    + (regex == null ? "" : " '" + regex + "'") + (machine == null ? "" : " on machine " + machine));
        }
        return found;
    }

    private Pattern pattern() {
        try {
            return Pattern.compile(regex == null ? "" : regex);
        } catch (PatternSyntaxException e) {
            throw new UsageException("'" + regex + "' is no regular expression: " + e.getDescription(), e);
        }
    }
}
