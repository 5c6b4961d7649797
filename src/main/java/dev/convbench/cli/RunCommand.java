package dev.convbench.cli;

import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.run.RunRequest;
import dev.convbench.run.Selection;
import dev.convbench.run.Session;
import dev.convbench.run.ShardChoice;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code run}: measures with JMH and prints tables. */
@Command(
        name = "run",
        description = {
            "Measures with JMH, one fork at a time, and prints a table an operation, fastest first.",
            "",
            "Without arguments: the notebook's layers (conv 100x3x31x31, 25 filters 3x3, stride 2, pad 1; max pool"
                    + " 100x3x32x32, 2x2, stride 2), forward and backward, all serial strategies, the two best also in"
                    + " parallel, in 10 minutes. A regular expression selects benchmarks as in JMH; '.*' is everything."
        },
        customSynopsis = "convbench [run] [OPTIONS] [JMH OPTIONS] [REGEXP...]%n",
        sortOptions = false,
        optionListHeading = "%nOur options%n",
        footerHeading = "%nJMH's options work unchanged, before and after ours; the most useful ones%n",
        footer = {
            "  REGEXP            benchmarks whose name it finds; without one those of the notebook",
            "  -p NAME=V1,V2     parameters: conv and pool (a catalogue name such as resnet50:conv1,",
            "                    a network, a pattern such as resnet50:res2.*, or a descriptor such as",
            "                    mb100ic3ih31oc25kh3sh2ph1), strategy, precision (f64, f32), workers",
            "                    (a number or auto), kernel (FmaPeak), bytes (CopyBandwidth)",
            "  -f N              forks of each benchmark; 0 measures in this JVM",
            "  -wi N -w TIME     warm-up iterations and their length;  -i N -r TIME  the measured ones",
            "  -t N              threads that call the benchmark;  -bm MODE  thrpt, avgt, sample, ss, all",
            "  -prof NAME        a profiler such as gc or perfnorm; -lprof lists them",
            "  -rf json -rff F   the results as JMH writes them (also text, csv, scsv, latex)",
            "  -jvm J -jvmArgs A another Java, more flags; the flags that forks need stay",
            "  -l -lp            list benchmarks, with their parameters",
            "With any of -p, -f, -wi, -w, -i, -r, -t, -bm or a REGEXP the counts are JMH's, not a time budget.",
            "",
            "Results: a run folder in results/runs of the checkout, else in ./convbench-runs."
        })
final class RunCommand implements Callable<Integer> {
    private static final double QUICK_SECONDS = 85;
    private static final double MIN_BUDGET_SECONDS = 5;

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "The same in under 90 seconds: a first look, with wide margins.")
    private boolean quick;

    @Option(
            names = "--budget",
            paramLabel = "SECONDS",
            description = "Spend this much time, in rounds over everything selected.")
    private Double budget;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run folder; must be new or empty. Default: a new one named by the time.")
    private Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the order of the forks. Default: a new one, recorded in run.json.")
    private Long seed;

    @Option(
            names = "--resume",
            paramLabel = "FOLDER",
            description = "Go on with a run that was stopped, with the options that it was started with.")
    private Path resume;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Measure the I-th of N parts, for N machines of a kind; merge makes one run of them.")
    private String shard;

    @Option(
            names = "--durations",
            paramLabel = "FOLDER",
            description = "Balance the parts by the times of that run; the same for all parts.")
    private Path durations;

    @Option(
            names = "--without",
            paramLabel = "REGEX",
            description =
                    "Leave out what it is found in, benchmark and parameters as 'Not measured' writes them: 'ConvForward.*strategy=naive'. Can be"
                            + " repeated.")
    private List<String> without = new ArrayList<>();

    @Option(names = "--verbose", description = "Show JMH's log, which also goes to jmh.log in the run folder.")
    private boolean verbose;

    @Option(names = "--jmh-help", description = "All of JMH's options (the same as -h).")
    private boolean jmhHelp;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    boolean help;

    @Unmatched
    private List<String> jmhArguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        if (jmhHelp) {
            jmhArguments = new ArrayList<>(List.of("-h"));
        }
        RunDocument then = resume == null ? null : resume();
        if (durations != null && shard == null) {
            throw new UsageException("--durations balances the parts of --shard I/N: name one");
        }
        Selection selection = Selection.parse(jmhArguments);
        if (listed(selection.options())) {
            return ExitCode.OK;
        }
        boolean inHost = selection.options().getForkCount().orElse(1) == 0;
        if ((inHost && Relaunch.isNeeded()) || Relaunch.isNeededByJmh()) {
            return Relaunch.run(arguments());
        }
        RunRequest request = new RunRequest(
                arguments(),
                jmhArguments,
                budgetSeconds(),
                quick,
                out,
                then != null ? then.seed() : seed == null ? System.currentTimeMillis() : seed,
                verbose,
                resume,
                shard == null ? null : ShardChoice.parse(shard),
                durations,
                patterns());
        return new Session(request, selection, System.out, System.err, Main.START_NANOS).run();
    }

    /**
     * Takes over the options of the run that shall go on.
     *
     * @throws UsageException if other options are given, too
     */
    private RunDocument resume() throws UnreadableRunException {
        RunDocument then = RunReader.read(resume).document();
        if (!then.sources().isEmpty()) {
            throw new UsageException(resume + " was merged, not run; it cannot go on");
        }
        RunCommand started = new RunCommand();
        List<String> words = then.command();
        boolean named = !words.isEmpty() && words.get(0).equals("run");
        new CommandLine(started)
                .setExpandAtFiles(false)
                .parseArgs(words.subList(named ? 1 : 0, words.size()).toArray(String[]::new));
        if (out != null || (seed != null && seed != then.seed())) {
            throw new UsageException("--resume goes on in the folder and with the seed of the run; leave "
                    + (out != null ? "--out" : "--seed") + " away");
        }
        boolean any = !jmhArguments.isEmpty()
                || quick
                || budget != null
                || shard != null
                || durations != null
                || !without.isEmpty();
        boolean same = jmhArguments.equals(started.jmhArguments)
                && quick == started.quick
                && Objects.equals(budget, started.budget)
                && Objects.equals(shard, started.shard)
                && without.equals(started.without)
                && Objects.equals(durations, started.durations);
        if (any && !same) {
            throw new UsageException(
                    "cannot go on with " + resume + ", because the options differ: it was started with '"
                            + String.join(" ", words) + "'; give the same ones or none");
        }
        jmhArguments = started.jmhArguments;
        quick = started.quick;
        budget = started.budget;
        shard = started.shard;
        without = started.without;
        durations = started.durations;
        verbose |= started.verbose;
        return then;
    }

    private List<String> arguments() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    private List<Pattern> patterns() {
        try {
            return without.stream().map(Pattern::compile).toList();
        } catch (PatternSyntaxException e) {
            throw new UsageException(
                    "--without: '" + e.getPattern() + "' is not a regular expression: " + e.getDescription(), e);
        }
    }

    private Double budgetSeconds() {
        if (quick && budget != null) {
            throw new UsageException("--quick and --budget exclude each other");
        }
        if (budget != null && !(budget >= MIN_BUDGET_SECONDS && Double.isFinite(budget))) {
            throw new UsageException("--budget is " + budget + ", must be at least " + MIN_BUDGET_SECONDS + " seconds");
        }
        return quick ? Double.valueOf(QUICK_SECONDS) : budget;
    }

    /** Whether one of JMH's options only lists something, which is done here. */
    private static boolean listed(CommandLineOptions options) throws IOException {
        if (options.shouldHelp()) {
            options.showHelp();
        } else if (options.shouldList()) {
            new Runner(options).list();
        } else if (options.shouldListWithParams()) {
            new Runner(options).listWithParams(options);
        } else if (options.shouldListProfilers()) {
            options.listProfilers();
        } else if (options.shouldListResultFormats()) {
            options.listResultFormats();
        } else {
            return false;
        }
        return true;
    }
}
