package dev.convbench.cli;

import dev.convbench.nn.ProgressListener;
import dev.convbench.nn.notebook.Cell;
import dev.convbench.nn.notebook.Notebook;
import dev.convbench.nn.notebook.Settings;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code notebook}: replays the notebook that the project comes from, cell by cell.
 *
 * <p>Exit codes: 0 all limits hold, 1 one does not, 2 wrong usage or unreadable input.
 */
@Command(
        name = "notebook",
        description = {
            "Replays the notebook that this project comes from, cell by cell: each check beside the limit that holds it, and",
            "how much faster than the naive one every strategy is. Without --data it trains on images that are drawn on",
            "the spot; with CIFAR-10 the last cell takes some minutes."
        },
        sortOptions = false)
final class NotebookCommand implements Callable<Integer> {
    /** At other seeds the network's gradient check may meet a kink of relu, or gradients as small as rounding errors. */
    private static final String SEED = "5";

    private static final BatchNormShape SOME = new BatchNormShape(2, 2, 2, 2);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR|synthetic",
            defaultValue = TrainData.SYNTHETIC,
            description = "Folder of CIFAR-10 in its binary version, or synthetic, the default.")
    private String data;

    @Option(names = "--strategy", paramLabel = "NAME", description = "Who is the fast one; the best if not given.")
    private String strategy;

    @Option(names = "--workers", paramLabel = "N", description = "Threads of parallel strategies; the processors.")
    private Integer workers;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = SEED,
            description =
                    "Of all random numbers; " + SEED + ". At some others the network's gradient check meets a kink of"
                            + " relu, where differences and gradient disagree.")
    private long seed;

    @Option(
            names = "--timing",
            paramLabel = "SECONDS",
            defaultValue = "0.2",
            description = "How long to repeat each timed call, after as long a warm-up; 0.2.")
    private double timing;

    @Option(
            names = "--overfit-epochs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Epochs on 100 images; 20. With fewer, nothing is asked of the accuracy.")
    private int overfitEpochs;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Epochs of the last cell; 10, as the notebook.")
    private int epochs;

    @Option(names = "--html", paramLabel = "FILE", description = "Write everything, with the plots, as one page too.")
    private Path html;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli prints the help
    private boolean help;

    @Override
    public Integer call() throws Exception {
        if (Relaunch.isNeeded()) {
            return Relaunch.run(spec.root().commandLine().getParseResult().originalArgs());
        }
        check();
        TrainData images = TrainData.load(data);
        PrintWriter out = spec.commandLine().getOut();
        Strategy fast = withWorkers(fast());
        Settings settings = new Settings(
                seed,
                fast,
                compared(),
                images.splits(),
                !images.source().equals(TrainData.SYNTHETIC),
                timing,
                overfitEpochs,
                epochs,
                new Progress(out));
        List<String> head = new ArrayList<>();
        head.add(images.description());
        images.notes().forEach(note -> head.add("note: " + note));
        head.add("fast is " + fast.name() + ", seed " + seed);
        head.forEach(out::println);
        NotebookReport report = new NotebookReport(out);
        List<Cell> cells = new Notebook(settings).run(report::begin, report::end);
        boolean passed = report.summary(cells);
        if (html != null) {
            write(new NotebookPage(head, cells).html());
            out.println("page: " + html);
        }
        out.flush();
        return passed ? ExitCode.OK : ExitCode.FAILED;
    }

    private void check() {
        if (!(timing >= 0 && timing <= 60)) {
            throw new UsageException("--timing is " + timing + ", must be between 0 and 60 seconds");
        }
        atLeastOne("--overfit-epochs", overfitEpochs);
        atLeastOne("--epochs", epochs);
        if (workers != null) {
            atLeastOne("--workers", workers);
        }
        Path folder = html == null ? null : html.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new UsageException("--html: there is no folder " + folder);
        }
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) {
            throw new UsageException(option + " is " + value + ", must be at least 1");
        }
    }

    private Strategy fast() {
        if (strategy == null) {
            return Strategies.all().stream()
                    .filter(candidate -> candidate.available().ok())
                    .filter(candidate -> candidate.supports(SOME, Precision.F64).ok())
                    .findFirst()
                    .orElseThrow();
        }
        try {
            Strategy named = Strategies.named(strategy);
            if (!named.available().ok()) {
                throw new UsageException(strategy + " is not available here: "
                        + named.available().reason());
            }
            return named;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private Strategy withWorkers(Strategy chosen) {
        try {
            return workers != null && chosen.isParallel() ? chosen.withWorkers(workers) : chosen;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private List<Strategy> compared() {
        return Strategies.all().stream()
                .filter(candidate -> candidate.available().ok())
                .map(this::withWorkers)
                .toList();
    }

    private void write(String page) {
        try {
            Files.writeString(html, page, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + html, e);
        }
    }

    /** A line for each epoch. */
    private record Progress(PrintWriter out) implements ProgressListener {
        @Override
        public void epoch(int epoch, int epochs, double trainAccuracy, double valAccuracy) {
            out.printf(
                    Locale.ROOT,
                    "    epoch %d of %d train accuracy %.3f val accuracy %.3f%n",
                    epoch,
                    epochs,
                    trainAccuracy,
                    valAccuracy);
            out.flush();
        }
    }
}
