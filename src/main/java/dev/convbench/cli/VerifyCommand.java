package dev.convbench.cli;

import dev.convbench.check.Sweep;
import dev.convbench.check.Verification;
import dev.convbench.check.Verifier;
import dev.convbench.op.Memory;
import dev.convbench.op.NotEnoughMemoryException;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.shapes.Catalogue;
import dev.convbench.shapes.EdgeCases;
import dev.convbench.shapes.NamedConv;
import dev.convbench.shapes.NamedPool;
import dev.convbench.simd.Widths;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code verify}: holds strategies to the reference on given, named and random shapes, to the first miss unless told otherwise. A signal
 * or the end of its budget ends it with a report of what was checked until then.
 *
 * <p>Exit codes: 0 all within their bounds, 1 a miss (with the command that repeats it on the smallest shape), 2 wrong usage.
 */
@Command(
        name = "verify",
        description = "Compare strategies with the reference. Without shapes: a list of edge cases and random shapes.")
public final class VerifyCommand implements Callable<Integer> {
    private static final int DEFAULT_CASES = 200;

    /** Shapes are counted in an int, two a case. */
    private static final int MOST_CASES = 1_000_000_000;

    private static final long PROGRESS_MILLIS = 2000;

    private final Supplier<List<Strategy>> registry;

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli prints the help
    private boolean help;

    @Option(names = "--strategy", split = ",", paramLabel = "NAME", description = "Whom to check; all if not given.")
    private List<String> strategyNames = List.of();

    @Option(
            names = "--pass",
            split = ",",
            paramLabel = "PASS",
            description = "forward, backwardData, backwardWeights or backwardBias; all if not given.")
    private List<String> passNames = List.of();

    @Option(
            names = "--precision",
            split = ",",
            paramLabel = "P",
            description = "f64 (double), f32 (float, held to the double reference); both if not given.")
    private List<String> precisions = List.of();

    @Option(
            names = "--conv",
            paramLabel = "SPEC",
            description = "Convolution: descriptor, layer, network or network:regex.")
    private List<String> convSpecs = List.of();

    @Option(
            names = "--pool",
            paramLabel = "SPEC",
            description = "Pooling: descriptor, layer, network or" + " network:regex.")
    private List<String> poolSpecs = List.of();

    @Option(
            names = "--cases",
            paramLabel = "N",
            description =
                    "Random convolutions, and as many random poolings; 200 if no shape is given, and without end with --budget.")
    private Integer cases;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of shapes and data; 1 if not given.")
    private long seed;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads of parallel strategies; the processors if not given.")
    private Integer workers;

    @Option(names = "--non-finite", description = "Check convolutions on NaN and infinities too; poolings always are.")
    private boolean nonFinite;

    @Option(names = "--keep-going", description = "Check the remaining shapes after a miss too.")
    private boolean keepGoing;

    @Option(
            names = "--budget",
            paramLabel = "SECONDS",
            description = "Begin no shape after so long, and give what was found until then.")
    private Integer budgetSeconds;

    @Option(names = "--vector-bits", paramLabel = "BITS", description = "Width of vectors: 128, 256 or 512.")
    private String vectorBits;

    /** The command over all registered strategies. */
    public VerifyCommand() {
        this(Strategies::all);
    }

    /** The command over some strategies, which are asked for after the options have taken effect. */
    VerifyCommand(Supplier<List<Strategy>> registry) {
        this.registry = registry;
    }

    @Override
    public Integer call() throws Exception {
        if (Relaunch.isNeeded()) {
            return Relaunch.run(spec.root().commandLine().getParseResult().originalArgs());
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Map<Precision, Verifier> verifiers = new EnumMap<>(Precision.class);
        List<Verifier.ConvJob> convolutions;
        List<Verifier.PoolJob> poolings;
        int random;
        try {
            chooseVectors();
            List<Strategy> strategies = strategies(err);
            Set<Pass> passes = passes();
            int threads = atLeast(
                    "--workers", 1, workers == null ? Runtime.getRuntime().availableProcessors() : workers);
            for (Precision elements : precisions()) {
                verifiers.put(elements, new Verifier(strategies, elements, passes, threads, nonFinite));
            }
            convolutions = convolutions();
            poolings = poolings();
            random = randomCases();
        } catch (IllegalArgumentException | NotEnoughMemoryException e) {
            return wrong(e.getMessage());
        }
        long end = budgetSeconds == null ? Long.MAX_VALUE : System.nanoTime() + budgetSeconds * 1_000_000_000L;
        AtomicBoolean stopped = new AtomicBoolean();
        Interruption interruption = new Interruption(() -> stopped.set(true));
        try {
            BooleanSupplier enough = () -> stopped.get() || budgetSeconds != null && System.nanoTime() - end >= 0;
            Sweep sweep = new Sweep(verifiers, keepGoing, enough, progress(err));
            Map<Precision, Verification> found = sweep.run(convolutions, poolings, seed, random);
            if (found.values().stream().allMatch(verification -> verification.checks() == 0)) {
                found.values().forEach(verification -> VerifyReport.printSkipped(verification, out));
                out.flush();
                return wrong(
                        sweep.done() == 0
                                ? "nothing was checked: it was stopped before the first shape"
                                : "nothing was checked: none of the strategies supports the pass on the shape");
            }
            VerifyReport.print(found, sweep.done(), sweep.total(), out);
            out.flush();
            return found.values().stream().allMatch(Verification::ok) ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            interruption.close();
        }
    }

    /** The width is read once, when the first vector strategy is loaded: this comes before that. */
    private void chooseVectors() {
        if (vectorBits != null) {
            Widths.parse(vectorBits);
            System.setProperty(Widths.PROPERTY, vectorBits);
        }
    }

    private int wrong(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("convbench: " + sentence);
        err.flush();
        return ExitCode.USAGE;
    }

    private static int atLeast(String option, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(option + " is " + value + ", must be at least " + least);
        }
        return value;
    }

    private static int atMost(String option, int most, int value) {
        if (value > most) {
            throw new IllegalArgumentException(option + " is " + value + ", must be at most " + most);
        }
        return value;
    }

    private List<Strategy> strategies(PrintWriter err) {
        List<Strategy> all = registry.get();
        List<Strategy> asked = strategyNames.isEmpty()
                ? all
                : strategyNames.stream().map(name -> named(name, all)).toList();
        List<Strategy> available = new ArrayList<>();
        for (Strategy strategy : asked) {
            if (strategy.available().ok()) {
                available.add(strategy);
            } else {
                err.println("not available here: " + strategy.name() + ": "
                        + strategy.available().reason());
            }
        }
        if (available.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing to check: " + asked.get(0).name() + " is not available here: "
                            + asked.get(0).available().reason());
        }
        return available;
    }

    private static Strategy named(String name, List<Strategy> all) {
        for (Strategy strategy : all) {
            if (strategy.name().equals(name)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException("no strategy is called '" + name + "'; there are "
                + all.stream().map(Strategy::name).collect(Collectors.joining(", ")));
    }

    private Set<Precision> precisions() {
        Set<Precision> parsed = EnumSet.noneOf(Precision.class);
        for (String name : precisions) {
            parsed.add(Precision.parse(name));
        }
        return parsed.isEmpty() ? EnumSet.allOf(Precision.class) : parsed;
    }

    private Set<Pass> passes() {
        Set<Pass> passes = EnumSet.noneOf(Pass.class);
        for (String name : passNames) {
            passes.add(pass(name));
        }
        return passes.isEmpty() ? EnumSet.allOf(Pass.class) : passes;
    }

    private static Pass pass(String name) {
        for (Pass pass : Pass.values()) {
            if (pass.text().equals(name)) {
                return pass;
            }
        }
        throw new IllegalArgumentException("no pass is called '" + name + "'; there are "
                + Arrays.stream(Pass.values()).map(Pass::text).collect(Collectors.joining(", ")));
    }

    private boolean noShapes() {
        return convSpecs.isEmpty() && poolSpecs.isEmpty();
    }

    private int randomCases() {
        if (budgetSeconds != null) {
            atLeast("--budget", 1, budgetSeconds);
        }
        if (cases != null) {
            return atMost("--cases", MOST_CASES, atLeast("--cases", 0, cases));
        }
        return !noShapes() ? 0 : budgetSeconds == null ? DEFAULT_CASES : MOST_CASES;
    }

    private List<Verifier.ConvJob> convolutions() {
        List<Verifier.ConvJob> jobs = new ArrayList<>();
        for (String text : convSpecs) {
            for (NamedConv named : Catalogue.convolutions(text)) {
                Memory.require(
                        "--conv " + named.shape(), (long) named.shape().compulsoryBytes(Pass.FORWARD, Precision.F64));
                jobs.add(new Verifier.ConvJob(named.shape(), seed));
            }
        }
        if (noShapes()) {
            EdgeCases.convolutions().forEach(edge -> jobs.add(new Verifier.ConvJob(edge.shape(), seed)));
        }
        return jobs;
    }

    private List<Verifier.PoolJob> poolings() {
        List<Verifier.PoolJob> jobs = new ArrayList<>();
        for (String text : poolSpecs) {
            for (NamedPool named : Catalogue.poolings(text)) {
                Memory.require(
                        "--pool " + named.shape(), (long) named.shape().compulsoryBytes(Pass.FORWARD, Precision.F64));
                jobs.add(new Verifier.PoolJob(named.shape(), seed));
            }
        }
        if (noShapes()) {
            EdgeCases.poolings().forEach(edge -> jobs.add(new Verifier.PoolJob(edge.shape(), seed)));
        }
        return jobs;
    }

    /** Says on the error stream every two seconds how far the run is. */
    private static Verifier.Progress progress(PrintWriter err) {
        long[] next = {System.nanoTime() + PROGRESS_MILLIS * 1_000_000};
        return (done, total) -> {
            long now = System.nanoTime();
            if (now - next[0] >= 0) {
                err.println("verify: " + done + (total < MOST_CASES ? " of " + total : "") + " shapes");
                err.flush();
                next[0] = now + PROGRESS_MILLIS * 1_000_000;
            }
        };
    }
}
