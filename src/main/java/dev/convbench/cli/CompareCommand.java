package dev.convbench.cli;

import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.compare.Comparer;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Filter;
import dev.convbench.results.compare.Input;
import dev.convbench.results.compare.Mismatch;
import dev.convbench.results.compare.NotComparableException;
import dev.convbench.results.compare.Options;
import dev.convbench.results.compare.Unpaired;
import dev.convbench.results.compare.UnsuitableOptionException;
import dev.convbench.results.compare.format.CsvRenderer;
import dev.convbench.results.compare.format.JUnitRenderer;
import dev.convbench.results.compare.format.JsonRenderer;
import dev.convbench.results.compare.format.MarkdownRenderer;
import dev.convbench.results.compare.format.TextRenderer;
import dev.convbench.results.stats.Outcome;
import dev.convbench.results.stats.Rule;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: two runs against each other, several, or one with itself across a parameter. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = {
            "Compares run folders, or JSON files of JMH of any version and project, and calls what changed.",
            "With two, the first is the baseline and the second the candidate. One or several are compared across a"
                    + " dimension: --col strategy, --col jdk, --col precision.",
            "Dimensions are benchmark, mode, threads, every parameter, run, jdk, cpu and flags."
        },
        footerHeading = "%nExit codes%n",
        footer = {
            "  0  nothing of --fail-on",
            "  1  a benchmark of the candidate failed (--fail-on failed) or is missing (--fail-on missing)",
            "  2  wrong usage or unreadable input",
            "  3  a regression (--fail-on regression)",
            "  4  not comparable: another machine, other JDKs, flags or parameters",
            "  5  a row cannot be concluded (--fail-on inconclusive)"
        })
final class CompareCommand implements Callable<Integer> {
    private static final int PLAIN_WIDTH = 160;

    /** What may make the exit code other than 0. */
    enum FailOn {
        REGRESSION,
        FAILED,
        MISSING,
        INCONCLUSIVE,
        NONE
    }

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "A run folder, or a JSON file of JMH.")
    private List<Path> paths;

    @Option(names = "--col", split = ",", paramLabel = "DIMENSION", description = "Compare across this (default: run).")
    private List<String> columns = List.of("run");

    @Option(
            names = "--row",
            split = ",",
            paramLabel = "DIMENSION",
            description = "Name rows by these only (default: all that are not in --col).")
    private List<String> rows;

    @Option(
            names = "--baseline",
            paramLabel = "VALUE",
            description = "The column that the others are compared with (default: the first).")
    private String baseline;

    @Option(
            names = "--filter",
            paramLabel = "FILTER",
            description = "Keep only: DIMENSION=VALUE[,VALUE], DIMENSION~REGEX, != or !~, or a regular expression for"
                    + " the benchmark; several must all hold.")
    private List<String> filters = List.of();

    @Option(names = "--min-effect", paramLabel = "PERCENT", description = "Smallest change that counts (default: 2%%).")
    private String minEffect;

    @Option(
            names = "--alpha",
            paramLabel = "PERCENT",
            description = "Greatest chance of any false call in the whole comparison (default: 1%%).")
    private String alpha;

    @Option(
            names = "--allow-mismatch",
            split = ",",
            paramLabel = "KIND",
            description = "Compare although these differ: cpu, jdk, flags, params, batch.")
    private List<String> allowed = List.of();

    @Option(
            names = "--metric",
            paramLabel = "REGEX",
            description = "Show secondary metrics of such names too; they are not judged.")
    private List<String> metrics = List.of();

    @Option(
            names = "--fail-on",
            split = ",",
            paramLabel = "WHAT",
            description = "What makes the exit code other than 0: regression, failed, missing, inconclusive, none"
                    + " (default: regression,failed; none when comparing across a parameter).")
    private List<String> failOn;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text (the default), md, json, junit or csv.",
            defaultValue = "text")
    private String format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write there instead; a file of that name is replaced.")
    private Path output;

    @Option(
            names = "--width",
            paramLabel = "CHARACTERS",
            description = "Width of text (default: that of the terminal).")
    private Integer width;

    @Override
    public Integer call() throws UnreadableRunException {
        Set<FailOn> failures = failOn();
        Options options = options();
        String wanted = format.toLowerCase(Locale.ROOT);
        if (!List.of("text", "md", "markdown", "json", "junit", "csv").contains(wanted)) {
            throw new UsageException("--format is '" + format + "', must be text, md, json, junit or csv");
        }
        if (paths.size() != 2 && columns.equals(List.of("run"))) {
            throw new UsageException(
                    paths.size() == 1
                            ? "one run is compared across a dimension: name it, as in --col strategy"
                            : "several runs are compared across a dimension: name it, as in --col jdk; two without");
        }
        List<Input> inputs = new ArrayList<>();
        for (Path path : paths) {
            inputs.add(Input.read(path));
        }
        try {
            Comparison comparison = Comparer.compare(inputs, options);
            print(render(comparison, wanted));
            return exitCode(comparison, failures);
        } catch (NotComparableException e) {
            spec.commandLine().getErr().println("convbench: " + e.getMessage());
            spec.commandLine().getErr().flush();
            return ExitCode.NOT_COMPARABLE;
        } catch (UnsuitableOptionException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private Options options() {
        try {
            return new Options(
                    rule(),
                    columns,
                    rows,
                    baseline,
                    filters.stream().map(Filter::parse).toList(),
                    kinds(),
                    metrics.stream().map(CompareCommand::pattern).toList());
        } catch (UnsuitableOptionException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private Rule rule() {
        double falseCalls = share("--alpha", alpha, Rule.DEFAULT.alpha());
        double smallest = share("--min-effect", minEffect, Rule.DEFAULT.minEffect());
        try {
            return new Rule(falseCalls, smallest);
        } catch (IllegalArgumentException outOfRange) {
            throw new UsageException(outOfRange.getMessage(), outOfRange);
        }
    }

    private Set<Mismatch.Kind> kinds() {
        Set<Mismatch.Kind> kinds = EnumSet.noneOf(Mismatch.Kind.class);
        for (String kind : allowed) {
            kinds.add(Mismatch.Kind.parse(kind.strip().toLowerCase(Locale.ROOT)));
        }
        return kinds;
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new UsageException("--metric is '" + text + "', no regular expression: " + e.getDescription(), e);
        }
    }

    /** A share such as 1%, 1 % or 0.01. */
    private static double share(String option, String text, double otherwise) {
        if (text == null) {
            return otherwise;
        }
        String figure = text.strip();
        boolean percent = figure.endsWith("%");
        try {
            double value = Double.parseDouble(percent ? figure.substring(0, figure.length() - 1) : figure);
            return percent ? value / 100 : value;
        } catch (NumberFormatException e) {
            throw new UsageException(option + " is '" + text + "', must be a share such as 2% or 0.02", e);
        }
    }

    private Set<FailOn> failOn() {
        if (failOn == null) {
            return options().isAboutVersions() ? EnumSet.of(FailOn.REGRESSION, FailOn.FAILED) : EnumSet.of(FailOn.NONE);
        }
        Set<FailOn> wanted = EnumSet.noneOf(FailOn.class);
        for (String word : failOn) {
            try {
                wanted.add(FailOn.valueOf(word.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new UsageException(
                        "--fail-on is '" + word + "', must be regression, failed, missing, inconclusive or none", e);
            }
        }
        if (wanted.contains(FailOn.NONE) && wanted.size() > 1) {
            throw new UsageException("--fail-on none stands alone");
        }
        return wanted;
    }

    private String render(Comparison comparison, String wanted) {
        return switch (wanted) {
            case "json" -> JsonRenderer.render(comparison);
            case "junit" -> JUnitRenderer.render(comparison);
            case "csv" -> CsvRenderer.render(comparison);
            case "md", "markdown" -> MarkdownRenderer.render(comparison);
            default -> TextRenderer.render(comparison, textWidth(), output == null && Ansi.AUTO.enabled());
        };
    }

    private int textWidth() {
        if (width != null) {
            return width;
        }
        return output == null ? Terminal.width().orElse(PLAIN_WIDTH) : PLAIN_WIDTH;
    }

    private void print(String text) {
        if (output == null) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
            return;
        }
        try {
            Files.writeString(output, text);
        } catch (IOException e) {
            throw new UsageException("cannot write " + output + ": " + e, e);
        }
    }

    private static int exitCode(Comparison comparison, Set<FailOn> failures) {
        if (failures.contains(FailOn.REGRESSION)
                && !comparison.with(Outcome.REGRESSION).isEmpty()) {
            return ExitCode.REGRESSION;
        }
        if (failures.contains(FailOn.FAILED) && comparison.hasFailures()) {
            return ExitCode.FAILED;
        }
        if (failures.contains(FailOn.MISSING)
                && !comparison.with(Unpaired.State.MISSING).isEmpty()) {
            return ExitCode.FAILED;
        }
        if (failures.contains(FailOn.INCONCLUSIVE)
                && !comparison.with(Outcome.INCONCLUSIVE).isEmpty()) {
            return ExitCode.INCONCLUSIVE;
        }
        return ExitCode.OK;
    }
}
