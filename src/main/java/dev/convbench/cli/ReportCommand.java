package dev.convbench.cli;

import dev.convbench.report.ReportPage;
import dev.convbench.report.Subject;
import dev.convbench.results.JmhFile;
import dev.convbench.results.RunReport;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.compare.Comparer;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Input;
import dev.convbench.results.compare.Mismatch;
import dev.convbench.results.compare.NotComparableException;
import dev.convbench.results.compare.Options;
import dev.convbench.results.compare.UnsuitableOptionException;
import dev.convbench.results.history.History;
import dev.convbench.results.stats.Rule;
import dev.convbench.run.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: one page that shows it all. */
@Command(
        name = "report",
        description = {
            "Writes runs as one HTML page that needs nothing else: charts, tables, and each benchmark's iterations.",
            "",
            "A run folder or a JSON file of JMH, from any project. Two are also compared, as compare does."
        },
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {
    private static final int PAIR = 2;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run folder or JSON file of JMH; the baseline first.")
    private List<Path> paths;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.html",
            required = true,
            description = "The page; a file of that name is replaced.")
    private Path output;

    @Option(
            names = "--allow-mismatch",
            split = ",",
            paramLabel = "KIND",
            description = "Compare two although these differ: cpu, jdk, flags, params, batch.")
    private List<String> allowed = List.of();

    @Option(
            names = "--history",
            paramLabel = "DIR",
            description = "Also draw how these benchmarks did over time, from a folder of history.")
    private Path history;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli prints the help
    private boolean help;

    @Override
    public Integer call() throws UnreadableRunException {
        Set<Mismatch.Kind> kinds = kinds();
        List<Subject> subjects = new ArrayList<>();
        for (Path path : paths) {
            subjects.add(new Subject(name(path), RunReport.of(JmhFile.readRunOrFile(path))));
        }
        ReportPage page = page(subjects, kinds);
        OutputFile.write(
                output,
                history == null
                        ? page.html()
                        : page.withHistory(History.read(history), HistorySelection.MIN_EFFECT)
                                .html());
        spec.commandLine().getOut().println(output);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private ReportPage page(List<Subject> subjects, Set<Mismatch.Kind> kinds) throws UnreadableRunException {
        if (subjects.size() != PAIR) {
            return new ReportPage(subjects, null, null);
        }
        try {
            List<Input> inputs = List.of(Input.read(paths.get(0)), Input.read(paths.get(1)));
            Options options = new Options(Rule.DEFAULT, List.of("run"), null, null, List.of(), kinds, List.of());
            Comparison comparison = Comparer.compare(inputs, options);
            return new ReportPage(subjects, comparison, null);
        } catch (NotComparableException | UnsuitableOptionException e) {
            return new ReportPage(subjects, null, e.getMessage());
        }
    }

    private Set<Mismatch.Kind> kinds() {
        Set<Mismatch.Kind> kinds = EnumSet.noneOf(Mismatch.Kind.class);
        for (String kind : allowed) {
            kinds.add(parsed(kind));
        }
        return kinds;
    }

    private static Mismatch.Kind parsed(String kind) {
        try {
            return Mismatch.Kind.parse(kind.strip().toLowerCase(Locale.ROOT));
        } catch (UnsuitableOptionException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static String name(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
