package dev.convbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Family;
import dev.convbench.results.Fork;
import dev.convbench.results.MachineLimits;
import dev.convbench.results.Run;
import dev.convbench.results.Skipped;
import dev.convbench.run.ForkOptions.Timing;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;

/** Runs forks with JMH, one runner a fork, and records what comes out. */
final class ForkDriver implements ForkRunner {
    /** What JMH says of a fork that SIGINT or SIGTERM ended. */
    private static final Pattern ENDED_BY_SIGNAL =
            Pattern.compile("Forked VM failed with exit code (130|143)\\b|VM prematurely exited");

    private static final long SIGNAL_PATIENCE_NANOS = 1_000_000_000L;
    private static final long SIGNAL_STEP_NANOS = 10_000_000L;

    private final RunFolder folder;
    private final ForkOptions forkOptions;
    private final Options user;
    private final PrintStream log;
    private final Progress progress;
    private final Plan plan;
    private final List<Candidate> added;
    private final List<Candidate> candidates;
    private final List<Skipped> skipped;
    private int forks;
    private boolean failed;
    private boolean aborted;
    private int forksLeft;
    private double secondsLeft = -1;
    private volatile boolean interrupted;
    private volatile UncheckedIOException diskProblem;

    /**
     * For a run.
     *
     * @param folder where results go
     * @param forkOptions makes the options of a fork
     * @param user the user's options
     * @param log JMH's output
     * @param progress tells the user
     * @param plan what is measured
     */
    ForkDriver(RunFolder folder, ForkOptions forkOptions, Options user, PrintStream log, Progress progress, Plan plan) {
        this.folder = folder;
        this.forkOptions = forkOptions;
        this.user = user;
        this.log = log;
        this.progress = progress;
        this.plan = plan;
        this.added = plan.added(folder.run().document().configurations());
        this.candidates = new ArrayList<>(plan.candidates());
        this.candidates.addAll(added);
        this.skipped = new ArrayList<>(plan.skipped());
        this.forks = folder.found().nextFork();
        this.failed = folder.run().forks().stream().anyMatch(fork -> !fork.ok());
    }

    /** What is measured; the position is the id. */
    List<Candidate> candidates() {
        return List.copyOf(candidates);
    }

    /** Whether a fork failed. */
    boolean failed() {
        return failed;
    }

    /** Stops before the next fork. */
    void interrupt() {
        interrupted = true;
    }

    /** Whether a signal ends the run. */
    boolean interrupted() {
        return interrupted;
    }

    @Override
    public boolean stopped() {
        return interrupted || aborted || (failed && user.shouldFailOnError().orElse(false));
    }

    @Override
    public void progress(int left, double seconds) {
        forksLeft = left;
        secondsLeft = seconds;
    }

    @Override
    public boolean fork(Candidate candidate, int round, String checkpoint, Timing timing) {
        if (interrupted) {
            return false;
        }
        int number = forks++;
        Configuration configuration = candidate.configuration();
        progress.fork(describe(candidate, round, checkpoint), Math.max(1, forksLeft), secondsLeft);
        int warmupForks =
                round == 1 && checkpoint == null ? user.getWarmupForkCount().orElse(0) : 0;
        Options options = forkOptions.of(candidate, timing, warmupForks);
        ForkText text = new ForkText();
        Recorder recorder = new Recorder(number, configuration.id(), text);
        OutputFormat format = new RecordingFormat(
                OutputFormatFactory.createFormatInstance(log, user.verbosity().orElse(Defaults.VERBOSITY)),
                recorder,
                text::line);
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        String started = now();
        JsonNode result = null;
        String message = null;
        try {
            Collection<RunResult> results = new Runner(options, format).run();
            if (results.size() == 1) {
                result = RecordedRun.json(results.iterator().next());
            } else {
                message = "JMH gave " + results.size() + " results instead of one";
            }
        } catch (RunnerException e) {
            message = text.explain(e);
        }
        if (diskProblem != null) {
            throw diskProblem;
        }
        if (message != null && isNoFaultOfTheBenchmark(message)) {
            return false;
        }
        String status = message == null ? Fork.OK : Fork.FAILED;
        if (message != null) {
            result = RecordedRun.json(
                    recorder.params == null ? RecordedRun.failed(configuration) : RecordedRun.failed(recorder.params));
        }
        folder.append(new Fork(
                Fork.TYPE,
                number,
                configuration.id(),
                round,
                checkpoint,
                status,
                message,
                started,
                now(),
                Math.round(load * 100) / 100.0,
                result));
        if (message != null) {
            failed = true;
            progress.say("failed: " + candidate.describe() + ": " + message);
        }
        return message == null;
    }

    /** Whether a fork ended without a result for a reason that ends the whole run; such a fork is not recorded. */
    private boolean isNoFaultOfTheBenchmark(String message) {
        if (message.contains("JMH lock")) {
            failed = true;
            aborted = true;
            progress.say("stopped: " + message);
        }
        return aborted || isInterrupted(message);
    }

    /**
     * Whether a fork failed because the whole run is to end. Ctrl-C reaches the fork and this program at the same time: the
     * fork may be gone before this program knows why.
     */
    private boolean isInterrupted(String message) {
        if (ENDED_BY_SIGNAL.matcher(message).find()) {
            long patience = System.nanoTime() + SIGNAL_PATIENCE_NANOS;
            while (!interrupted && System.nanoTime() < patience) {
                LockSupport.parkNanos(SIGNAL_STEP_NANOS);
            }
        }
        return interrupted;
    }

    /**
     * Puts the iterations of a fork on disk. Runs in a thread of JMH that must not end early: what goes wrong is thrown later
     * by the thread that waits for the fork, which is ended at once.
     */
    private final class Recorder implements RecordingFormat.Listener {
        private final int fork;
        private final int config;
        private final ForkText text;
        private volatile BenchmarkParams params;

        Recorder(int fork, int config, ForkText text) {
            this.fork = fork;
            this.config = config;
            this.text = text;
        }

        @Override
        public void start(BenchmarkParams benchmark) {
            params = benchmark;
        }

        @Override
        public void iteration(IterationParams kind, int iteration, IterationResult result) {
            try {
                folder.append(line(fork, config, text, kind, iteration, result));
            } catch (UncheckedIOException e) {
                diskProblem = e;
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static String describe(Candidate candidate, int round, String checkpoint) {
        Configuration configuration = candidate.configuration();
        Family family = configuration.work().family();
        List<String> words = new ArrayList<>();
        words.add(checkpoint == null ? "round " + round : "check");
        if (family == Family.OTHER) {
            words.add(configuration.shortName());
            words.add(configuration.paramsText());
        } else {
            words.add(configuration.work().operation());
            configuration.params().forEach((name, value) -> {
                boolean implied = value.equals("f64") || (name.equals(Expansion.WORKERS) && value.equals("1"));
                if (!implied) {
                    words.add(
                            name.equals(Expansion.WORKERS)
                                    ? value + " workers"
                                    : name.equals(Expansion.BYTES) ? value + " bytes" : value);
                }
            });
        }
        words.removeIf(String::isEmpty);
        return String.join(", ", words);
    }

    private static IterationLine line(
            int fork, int config, ForkText text, IterationParams params, int iteration, IterationResult result) {
        double score = result.getPrimaryResult().getScore();
        return new IterationLine(
                IterationLine.TYPE,
                fork,
                config,
                text.inWarmupFork() ? "warmupFork" : params.getType().name().toLowerCase(Locale.ROOT),
                iteration,
                Double.isFinite(score) ? score : null,
                result.getPrimaryResult().getScoreUnit(),
                now());
    }

    @Override
    public void drop(Candidate candidate, String reason) {
        skipped.add(new Skipped(candidate.describe(), reason));
        savePlan();
    }

    @Override
    public List<Candidate> bestPeaks() {
        Run run = folder.run();
        List<Candidate> best = new ArrayList<>();
        for (MachineLimits.Peak peak : MachineLimits.of(run).peaks()) {
            best.add(candidates.get(peak.configuration().id()));
        }
        return best;
    }

    @Override
    public List<Candidate> additions() {
        if (!added.isEmpty()) {
            return added;
        }
        Run run = folder.run();
        List<Candidate> best =
                plan.bestParallel(configuration -> run.rate(configuration).value());
        candidates.addAll(best);
        savePlan();
        return best;
    }

    private void savePlan() {
        folder.plan(candidates.stream().map(Candidate::configuration).toList(), skipped);
    }

    /** The time, to the millisecond. */
    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
