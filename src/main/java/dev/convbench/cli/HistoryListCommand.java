package dev.convbench.cli;

import dev.convbench.results.Numbers;
import dev.convbench.results.TextTable;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.history.HistoryPoint;
import dev.convbench.results.history.Level;
import dev.convbench.results.history.Series;
import dev.convbench.run.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code history list}: every benchmark's trend in a line. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Prints every series of a history: the latest rate, the last points as a small line, and the last change of level.",
            "",
            "+ is slower. A change needs three points on either side; exit code 3 with --fail-on regression."
        },
        sortOptions = false)
final class HistoryListCommand implements Callable<Integer> {
    private static final List<String> HEADER = List.of("benchmark", "runs", "ops/s", "trend", "last change");

    @Spec
    private CommandSpec spec;

    @Mixin
    private HistorySelection selection;

    @Option(names = "--changed", description = "Only series whose level changed.")
    private boolean changedOnly;

    @Option(
            names = "--fail-on",
            paramLabel = "regression|none",
            defaultValue = "none",
            description = "Exit with 3 if the last change of a series made it slower.")
    private String failOn;

    @Option(
            names = "--format",
            paramLabel = "text|md",
            defaultValue = "text",
            description = "Text for a terminal (the default) or Markdown.")
    private String format;

    @Override
    public Integer call() throws UnreadableRunException {
        boolean markdown = isMarkdown();
        boolean failing = isFailing();
        int slower = 0;
        Map<String, TextTable> tables = new LinkedHashMap<>();
        for (Series series : selection.series()) {
            Level level = Level.last(series, selection.minEffect());
            slower += level != null && level.isSlower() ? 1 : 0;
            if (level != null || !changedOnly) {
                tables.computeIfAbsent(series.key().machineClass(), machine -> TextTable.ofWords(HEADER))
                        .add(row(series, level));
            }
        }
        StringBuilder text = new StringBuilder();
        tables.forEach((machine, table) -> text.append(markdown ? "### " : "")
                .append(machine)
                .append("\n\n")
                .append(markdown ? table.markdown() : table.text())
                .append('\n'));
        if (tables.isEmpty()) {
            text.append("no level changed\n");
        }
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return failing && slower > 0 ? ExitCode.REGRESSION : ExitCode.OK;
    }

    private boolean isMarkdown() {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "text" -> false;
            case "md", "markdown" -> true;
            default -> throw new UsageException("--format is '" + format + "', must be text or md");
        };
    }

    private boolean isFailing() {
        return switch (failOn.toLowerCase(Locale.ROOT)) {
            case "none" -> false;
            case "regression" -> true;
            default -> throw new UsageException("--fail-on is '" + failOn + "', must be regression or none");
        };
    }

    private static List<String> row(Series series, Level level) {
        List<String> row = new ArrayList<>();
        row.add(printable(series.key().text()));
        row.add(Integer.toString(series.points().size()));
        HistoryPoint latest = series.latest();
        row.add(Numbers.significant(latest.rate()));
        row.add(SparkLine.of(series.rates()));
        row.add(
                level == null
                        ? ""
                        : String.format(Locale.ROOT, "time %+.1f %% at ", 100 * (level.ratio() - 1))
                                + printable(series.points().get(level.at()).label()));
        return row;
    }

    /** Without characters that a terminal would obey. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
