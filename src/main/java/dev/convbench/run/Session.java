package dev.convbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.bench.TrialProfiler;
import dev.convbench.machine.NoiseCheck;
import dev.convbench.results.Configuration;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.RunReport;
import dev.convbench.results.TableRenderer;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.peers.PeerRenderer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.util.FileUtils;

/** One run from the command line to the tables. */
public final class Session {
    /** Everything was measured. */
    public static final int OK = 0;
    /** Something failed. */
    public static final int FAILED = 1;
    /** Stopped by a signal; what was measured is kept. */
    public static final int INTERRUPTED = 130;

    private static final double PRESET_SECONDS = 600;
    /** Seconds that a fork usually takes beside its iterations … */
    private static final double OVERHEAD = 1.25;
    /** … and when it starts as fast as it can. */
    private static final double FAST_OVERHEAD = 0.8;

    /** Time that the budget leaves for what comes after the last fork. */
    private static final double MAX_RESERVE_SECONDS = 4;

    private static final double RESERVE_SHARE = 0.1;

    private final RunRequest request;
    private final Selection selection;
    private final PrintStream out;
    private final Progress progress;
    private final long start;

    /**
     * Prepares a run.
     *
     * @param request what to do
     * @param selection JMH's part of it
     * @param out gets the tables
     * @param err gets the progress
     * @param startNanos when the program started, as {@link System#nanoTime}: a budget counts from there
     */
    public Session(RunRequest request, Selection selection, PrintStream out, PrintStream err, long startNanos) {
        this.request = request;
        this.selection = selection;
        this.out = out;
        this.progress = new Progress(err, Progress.isTerminal() && !request.verbose());
        this.start = startNanos;
    }

    /**
     * Runs.
     *
     * @return exit code
     * @throws UsageException if the request is wrong
     * @throws RunFailedException if it cannot be carried out
     * @throws UnreadableRunException if a run shall go on and its folder is none or damaged
     */
    public int run() throws RunFailedException, UnreadableRunException {
        Double budget = budget();
        if (isFinished()) {
            return finishAgain();
        }
        ForkJvm jvm = ForkJvm.of(selection.options(), request.startFast());
        boolean inHost = selection.options().getForkCount().orElse(1) == 0;
        boolean bestParallel = budget != null && !selection.selects();
        Probe.Answers[] answers = new Probe.Answers[1];
        Durations durations = request.durations() == null ? Durations.unknown() : Durations.of(request.durations());
        Plan whole = Plan.of(selection, bestParallel, Runtime.getRuntime().availableProcessors(), questions -> {
            answers[0] = inHost ? Probe.answer(questions) : jvm.ask(questions);
            return answers[0].problems();
        });
        Plan chosen = whole.without(request.without());
        Plan plan = request.shard() == null ? chosen : chosen.shard(request.shard(), durations);
        if (!answers[0].timingProblem().isEmpty()) {
            throw new UsageException(answers[0].timingProblem());
        }
        answers[0].explanations().forEach(progress::say);
        RunLock lock = RunLock.take();
        try {
            if (request.resume() != null) {
                Orphans.await(progress);
            }
            return measure(plan, jvm, answers[0], budget);
        } finally {
            lock.close();
        }
    }

    private Double budget() {
        if (request.budgetSeconds() != null) {
            if (selection.counts()) {
                throw new UsageException(
                        "a time budget (--quick, --budget) and JMH's counts, times or threads exclude each other");
            }
            return request.budgetSeconds();
        }
        return selection.isExplicit() ? null : PRESET_SECONDS;
    }

    /** Whether the run that shall go on is at its end already. */
    private boolean isFinished() throws UnreadableRunException {
        return request.resume() != null
                && RunDocument.FINISHED.equals(
                        RunReader.read(request.resume()).document().state());
    }

    /** Writes what comes at the end of a run once more and prints its tables. */
    private int finishAgain() throws RunFailedException, UnreadableRunException {
        ResultFile resultFile = ResultFile.of(selection.options());
        RunFolder folder = RunFolder.open(request.resume());
        RunDocument document = folder.run().document();
        progress.say("the run was finished at " + document.ended() + "; nothing is left to measure");
        try {
            folder.close(RunDocument.FINISHED, document.ended());
        } catch (UncheckedIOException e) {
            throw kept(folder, e);
        }
        report(folder, resultFile);
        return folder.run().forks().stream().allMatch(Fork::ok) ? OK : FAILED;
    }

    private int measure(Plan plan, ForkJvm jvm, Probe.Answers answers, Double budget)
            throws RunFailedException, UnreadableRunException {
        Options user = selection.options();
        ResultFile resultFile = ResultFile.of(user);
        RunDocument document = document(plan, jvm, answers, budget);
        RunFolder folder =
                request.resume() == null ? RunFolder.create(folderPath(), document) : resumed(plan, document);
        setAside(resultFile);
        JmhLog log = new JmhLog(
                folder.path().resolve(RunFolder.LOG_FILE),
                user.getOutput().hasValue() ? Path.of(user.getOutput().get()) : null,
                request.verbose() ? System.err : null,
                request.resume() != null);
        ForkDriver driver = new ForkDriver(
                folder, new ForkOptions(user, jvm, TrialProfiler.class), user, log.stream(), progress, plan);
        Thread hook = new Thread(() -> interrupted(driver, folder, resultFile), "convbench-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        progress.say(opening(plan, budget, folder));
        RunFailedException problem = null;
        try {
            schedule(plan, budget, driver, folder.run().forks());
            return finish(driver, folder, resultFile, hook);
        } catch (UncheckedIOException e) {
            problem = kept(folder, e);
            throw problem;
        } finally {
            progress.clear();
            closeAfterError(driver, folder, hook, problem);
        }
    }

    /** Opens the folder of the run that shall go on, if this program would measure the same. */
    private RunFolder resumed(Plan plan, RunDocument now) throws UnreadableRunException {
        RunFolder folder = RunFolder.open(request.resume());
        RunDocument then = folder.run().document();
        List<String> differences = SameRun.differences(then, now);
        if (!differences.isEmpty()) {
            folder.leave();
            throw new UsageException(
                    "cannot go on with " + folder.path() + ", because this differs: " + String.join("; ", differences));
        }
        plan.added(then.configurations());
        LineLog.Found found = folder.found();
        int forks = folder.run().forks().size();
        progress.say("going on with " + folder.path() + ": " + forks + (forks == 1 ? " fork is" : " forks are")
                + " there"
                + (found.unfinished() == 0 ? "" : ", " + found.unfinished() + " unfinished and left out")
                + (found.dropped() == 0 ? "" : "; dropped an incomplete last line of " + found.dropped() + " bytes"));
        progress.finished(forks);
        // What was left out for want of time may get its turn now.
        folder.goOn(then.resumed(new RunDocument.Resumed(ForkDriver.now(), forks, now.warnings()))
                .withPlan(then.configurations(), plan.skipped()));
        return folder;
    }

    private void setAside(ResultFile resultFile) {
        try {
            Path aside = resultFile.setAside();
            if (aside != null) {
                progress.say("the result file of an earlier run is " + aside + " until there is a new one");
            }
        } catch (IOException e) {
            throw new UsageException(
                    "cannot set the older result file " + resultFile.path() + " aside: " + Disk.reason(e), e);
        }
    }

    /** What to say when the disk refuses. */
    private static RunFailedException kept(RunFolder folder, UncheckedIOException e) {
        return new RunFailedException(
                e.getMessage() + ": " + Disk.reason(e.getCause())
                        + "; what was measured until then is kept, and run --resume " + folder.path() + " goes on",
                e);
    }

    private void schedule(Plan plan, Double budget, ForkDriver driver, List<Fork> done) {
        Replay replay = new Replay(driver, System::nanoTime, done, driver.candidates());
        if (budget != null) {
            new BudgetSchedule(
                            replay,
                            replay::nanos,
                            request.resume() == null ? start : System.nanoTime(),
                            budget - reserve(budget),
                            request.startFast() ? FAST_OVERHEAD : OVERHEAD,
                            request.seed())
                    .run(plan.candidates(), plan.expectedParallel());
        } else {
            Options user = selection.options();
            new CountSchedule(replay, replay::nanos, request.seed())
                    .run(
                            plan.candidates(),
                            candidate -> user.getForkCount()
                                    .orElse(candidate.entry().getForks().orElse(Defaults.MEASUREMENT_FORKS)));
        }
    }

    private static double reserve(double budget) {
        return Math.min(MAX_RESERVE_SECONDS, RESERVE_SHARE * budget);
    }

    private int finish(ForkDriver driver, RunFolder folder, ResultFile resultFile, Thread hook)
            throws RunFailedException {
        String state = driver.stopped() ? RunDocument.ABORTED : RunDocument.FINISHED;
        // After a signal it is the hook that closes the folder, because it knows why.
        if (driver.interrupted() || !folder.close(state, ForkDriver.now())) {
            awaitHalt();
        }
        unhook(hook);
        report(folder, resultFile);
        return driver.failed() ? FAILED : OK;
    }

    /** Writes the result file and prints the tables. */
    private void report(RunFolder folder, ResultFile resultFile) throws RunFailedException {
        Run run = folder.run();
        try {
            resultFile.write(run);
        } catch (IOException e) {
            throw new RunFailedException(
                    "cannot write the result file " + resultFile.path() + ": " + Disk.reason(e)
                            + "; the same content as JSON is in "
                            + folder.path().resolve(RunFolder.JMH_FILE),
                    e);
        }
        progress.clear();
        out.println();
        out.print(TableRenderer.render(RunReport.of(run), TableRenderer.Format.TEXT));
        out.print(PeerRenderer.sideBySide(run, TableRenderer.Format.TEXT));
        if (resultFile.path() != null) {
            out.println("Result file: " + resultFile.path());
        }
        if (!selection.options().getProfilers().isEmpty()) {
            out.println("What the profilers print: " + folder.path().resolve(RunFolder.LOG_FILE));
        }
        out.println("Run folder: " + folder.path());
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal came after the last fork: the hook ends this JVM.
            awaitHalt();
        }
    }

    /** The hook has begun and is about to end this JVM. */
    private static void awaitHalt() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After an error. If the disk is the reason, it may refuse this, too, which adds nothing to what is said already. */
    private static void closeAfterError(ForkDriver driver, RunFolder folder, Thread hook, RunFailedException said) {
        if (driver.interrupted()) {
            awaitHalt();
        }
        boolean mine = true;
        try {
            mine = folder.close(RunDocument.ABORTED, ForkDriver.now());
        } catch (UncheckedIOException e) {
            if (said == null) {
                System.err.println("convbench: " + e.getMessage() + ": " + Disk.reason(e.getCause()));
            } else {
                said.addSuppressed(e);
            }
        }
        if (mine) {
            unhook(hook);
        }
    }

    private void interrupted(ForkDriver driver, RunFolder folder, ResultFile resultFile) {
        driver.interrupt();
        progress.silence();
        try {
            boolean mine = folder.close(RunDocument.INTERRUPTED, ForkDriver.now());
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            resultFile.write(folder.run());
            System.err.println("interrupted; what was measured is kept: convbench show " + folder.path() + " prints it"
                    + (mine ? ", run --resume " + folder.path() + " goes on" : ""));
        } catch (UncheckedIOException e) {
            System.err.println("convbench: " + kept(folder, e).getMessage());
        } catch (IOException e) {
            System.err.println("convbench: cannot write the result file " + resultFile.path() + ": " + Disk.reason(e));
        } finally {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            FileUtils.purgeTemps();
            Runtime.getRuntime().halt(INTERRUPTED);
        }
    }

    private String opening(Plan plan, Double budget, RunFolder folder) {
        int count = plan.candidates().size() + plan.expectedParallel();
        String time = budget == null ? "" : ", " + Progress.time(budget) + " at most";
        return count + (count == 1 ? " configuration" : " configurations") + time + "; run folder " + folder.path();
    }

    private RunDocument document(Plan plan, ForkJvm jvm, Probe.Answers answers, Double budget) {
        NoiseCheck noise = NoiseCheck.take();
        Optional<Checkout> checkout = Checkout.around(Path.of(""));
        List<Configuration> configurations =
                plan.candidates().stream().map(Candidate::configuration).toList();
        return new RunDocument(
                RunDocument.FORMAT_VERSION,
                RunDocument.RUNNING,
                ForkDriver.now(),
                null,
                request.command(),
                selection.isPreset() ? "notebook" : null,
                budget,
                request.seed(),
                JarHash.ofThisProgram(),
                checkout.map(Checkout::commit).orElse(null),
                checkout.map(Checkout::dirty).orElse(null),
                answers.vectorBits(),
                answers.processors(),
                new RunDocument.Jvm(
                        jvm.path(), answers.version(), answers.vmName(), answers.vmVersion(), jvm.commonArgs()),
                machine(answers),
                answers.machineSummary(),
                Json.mapper().valueToTree(noise),
                noise.warnings(),
                configurations,
                plan.skipped(),
                List.of(),
                List.of(),
                List.of(),
                answers.libraries());
    }

    private static JsonNode machine(Probe.Answers answers) {
        try {
            return Json.mapper().readTree(answers.machine());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the fingerprint is not JSON", e);
        }
    }

    private Path folderPath() {
        if (request.out() != null) {
            return request.out();
        }
        return Checkout.newFolder(selection.isPreset() ? "notebook" : "run");
    }
}
