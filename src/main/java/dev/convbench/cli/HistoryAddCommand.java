package dev.convbench.cli;

import dev.convbench.results.JmhFile;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReport;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.Verdict;
import dev.convbench.results.history.HistoryPoint;
import dev.convbench.results.history.HistoryPoints;
import dev.convbench.run.HistoryFile;
import dev.convbench.run.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code history add}: what runs measured becomes part of the history. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Adds runs to a history: a line a benchmark, into a file for the kind of machine. Lines that are there stay.",
            "",
            "A JSON file of JMH says neither machine nor date: name them."
        },
        sortOptions = false)
final class HistoryAddCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run folders, or JSON files of JMH.")
    private List<Path> paths;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "results/history",
            description = "The folder of history; ${DEFAULT-VALUE} by default.")
    private Path folder;

    @Option(names = "--commit", paramLabel = "SHA", description = "What was measured; else what the run says.")
    private String commit;

    @Option(names = "--machine", paramLabel = "CLASS", description = "Kind of the machine; else what the run says.")
    private String machine;

    @Option(
            names = "--date",
            paramLabel = "TIME",
            description = "When, such as 2026-01-31T12:00:00Z; else when the run started.")
    private String date;

    @Override
    public Integer call() throws UnreadableRunException {
        HistoryPoints.Said said = new HistoryPoints.Said(machine, commit, checkedDate());
        List<List<HistoryPoint>> all = new ArrayList<>();
        for (Path path : paths) {
            all.add(points(path, said));
        }
        PrintWriter out = spec.commandLine().getOut();
        for (int k = 0; k < all.size(); k++) {
            Path file = HistoryFile.add(folder, all.get(k));
            out.println(file + ": " + all.get(k).size() + " lines of " + paths.get(k));
        }
        out.flush();
        return ExitCode.OK;
    }

    private String checkedDate() {
        try {
            return date == null ? null : Instant.parse(date).toString();
        } catch (DateTimeParseException e) {
            throw new UsageException("--date is '" + date + "', must be like 2026-01-31T12:00:00Z", e);
        }
    }

    private List<HistoryPoint> points(Path path, HistoryPoints.Said said) throws UnreadableRunException {
        Run run = JmhFile.readRunOrFile(path);
        if (RunDocument.RUNNING.equals(run.document().state())) {
            throw new UsageException(path + " is under way or was killed: run --resume " + path + " ends it");
        }
        List<HistoryPoint> points = HistoryPoints.of(run, said);
        if (points.isEmpty()) {
            throw new UsageException(path + " holds no measurement");
        }
        if (points.get(0).date() == null) {
            throw new UsageException(path + " does not say when it was measured: --date TIME does");
        }
        if (points.get(0).machineClass() == null) {
            throw new UsageException(path + " does not say on what it was measured: --machine CLASS does");
        }
        if (RunReport.of(run).verdict().level() == Verdict.Level.NOT_TRUSTED) {
            spec.commandLine().getErr().println("convbench: note: " + path + " says that it is not to be trusted");
            spec.commandLine().getErr().flush();
        }
        return points;
    }
}
