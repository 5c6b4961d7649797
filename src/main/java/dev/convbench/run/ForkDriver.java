package dev.convbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Family;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.MachineLimits;
import dev.convbench.results.Run;
import dev.convbench.results.Skipped;
import dev.convbench.run.ForkOptions.Timing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;

/** Runs forks with JMH, one runner a fork, and records what comes out. */
final class ForkDriver implements ForkRunner {
    private final RunFolder folder;
    private final ForkOptions forkOptions;
    private final Options user;
    private final PrintStream log;
    private final ResultFile resultFile;
    private final Progress progress;
    private final Plan plan;
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
     * @param resultFile the file of {@code -rff}
     * @param progress tells the user
     * @param plan what is measured
     */
    ForkDriver(
            RunFolder folder,
            ForkOptions forkOptions,
            Options user,
            PrintStream log,
            ResultFile resultFile,
            Progress progress,
            Plan plan) {
        this.folder = folder;
        this.forkOptions = forkOptions;
        this.user = user;
        this.log = log;
        this.resultFile = resultFile;
        this.progress = progress;
        this.plan = plan;
        this.candidates = new ArrayList<>(plan.candidates());
        this.skipped = new ArrayList<>(plan.skipped());
    }

    /** Whether a fork failed. */
    boolean failed() {
        return failed;
    }

    /** Stops before the next fork. */
    void interrupt() {
        interrupted = true;
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
        OutputFormat format = new RecordingFormat(
                OutputFormatFactory.createFormatInstance(log, user.verbosity().orElse(Defaults.VERBOSITY)),
                (params, iteration, result) -> keep(line(number, configuration.id(), text, params, iteration, result)),
                text::line);
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        String started = now();
        JsonNode result = null;
        String message = null;
        try {
            Collection<RunResult> results = new Runner(options, format).run();
            if (results.size() == 1) {
                RunResult only = results.iterator().next();
                result = json(only);
                if (checkpoint == null) {
                    resultFile.add(configuration.id(), only);
                }
            } else {
                message = "JMH gave " + results.size() + " results instead of one";
            }
        } catch (RunnerException e) {
            message = text.explain(e);
            aborted |= message.contains("JMH lock");
        }
        if (diskProblem != null) {
            throw diskProblem;
        }
        String status = result == null ? Fork.FAILED : Fork.OK;
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
        if (message != null && !interrupted) {
            failed = true;
            progress.say("failed: " + candidate.describe() + ": " + message);
        }
        return message == null;
    }

    /** Runs in a thread of JMH that must not end early: what goes wrong is thrown later by the thread that waits for it. */
    private void keep(IterationLine line) {
        try {
            folder.append(line);
        } catch (UncheckedIOException e) {
            diskProblem = e;
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

    private static JsonNode json(RunResult result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(List.of(result));
        }
        try {
            return Json.mapper()
                    .readTree(bytes.toString(StandardCharsets.UTF_8))
                    .get(0);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JMH wrote JSON that cannot be read", e);
        }
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
        Run run = folder.run();
        List<Candidate> added =
                plan.bestParallel(configuration -> run.rate(configuration).value());
        candidates.addAll(added);
        savePlan();
        return added;
    }

    private void savePlan() {
        folder.plan(candidates.stream().map(Candidate::configuration).toList(), skipped);
    }

    /** The time, to the millisecond. */
    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
