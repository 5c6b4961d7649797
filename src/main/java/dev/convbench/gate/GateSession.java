package dev.convbench.gate;

import dev.convbench.gate.GateForks.Line;
import dev.convbench.gate.GatePlan.Unit;
import dev.convbench.gate.PairOrder.Side;
import dev.convbench.gate.PairOrder.Slot;
import dev.convbench.results.Json;
import dev.convbench.results.Units;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.gate.Accepted;
import dev.convbench.results.gate.Course;
import dev.convbench.results.gate.Finding;
import dev.convbench.results.gate.GateReport;
import dev.convbench.results.gate.GateRow;
import dev.convbench.results.gate.GateRule;
import dev.convbench.results.jmh.JmhEntry;
import dev.convbench.results.jmh.JmhMetric;
import dev.convbench.results.stats.Effect;
import dev.convbench.results.stats.ExactRule;
import dev.convbench.run.Disk;
import dev.convbench.run.LineLog;
import dev.convbench.run.Progress;
import dev.convbench.run.RunFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Measures a {@link GatePlan} fork by fork, each on disk as soon as it ends, and says what came out. */
public final class GateSession {
    /** The plan in a folder. */
    public static final String PLAN = "ab.json";

    private static final String FORKS = "ab-forks.jsonl";

    private final Path folder;
    private final GatePlan plan;
    private final Runner runner;
    private final Progress progress;
    private GateForks forks;

    /** Runs a fork. */
    public interface Runner {
        /**
         * Measures.
         *
         * @throws RunFailedException if it gave no result; the reason
         */
        JmhEntry run(Target target, Unit unit) throws IOException, RunFailedException;
    }

    /** A session in a folder, which holds forks if it goes on with one. */
    public GateSession(Path folder, GatePlan plan, Runner runner, Progress progress) {
        this.folder = folder;
        this.plan = plan;
        this.runner = runner;
        this.progress = progress;
    }

    /** Measures what is missing. */
    public void measure() throws IOException, UnreadableRunException {
        Path file = folder.resolve(FORKS);
        LineLog.recover(file);
        forks = GateForks.read(file, plan.benchmarks().size());
        progress.finished(forks.count());
        int attempt = forks.attempts();
        try (LineLog log = LineLog.open(file)) {
            for (int stage = 1; stage <= (plan.confirmPairs() == 0 ? 1 : 2); stage++) {
                if (stage == 2 && forks.confirmPairs() < 0) {
                    fixSecondStage(log, attempt);
                }
                for (int round = 0; round < (stage == 1 ? plan.pairs() : forks.confirmPairs()); round++) {
                    round(log, stage, round, attempt);
                }
            }
        } finally {
            progress.clear();
        }
    }

    private void round(LineLog log, int stage, int round, int attempt) throws IOException {
        // Drawn over all benchmarks, so that the order is that of the seed however often the gate was stopped.
        List<Integer> all = IntStream.range(0, plan.benchmarks().size()).boxed().toList();
        List<Slot> slots = PairOrder.round(plan.seed(), stage, round, all);
        for (int i = 0; i < slots.size(); i += 2) {
            int benchmark = slots.get(i).benchmark();
            Course.Next wanted = stage == 1 ? Course.Next.SCREEN : Course.Next.CONFIRM;
            if (forks.failure(benchmark) == null
                    && !forks.has(benchmark, stage, round)
                    && course(benchmark).next() == wanted) {
                for (Slot slot : slots.subList(i, i + 2)) {
                    fork(log, stage, round, attempt, slot);
                    if (forks.failure(benchmark) != null) {
                        break;
                    }
                }
            }
        }
    }

    private void fork(LineLog log, int stage, int round, int attempt, Slot slot) throws IOException {
        Unit unit = plan.benchmarks().get(slot.benchmark());
        int left = forksLeft(stage, round);
        double each = forks.count() == 0 ? -1 : forks.seconds() / forks.count();
        progress.fork(plan.target(slot.side()).label() + " " + unit.name(), left, each < 0 ? -1 : each * left);
        Instant started = Instant.now();
        long start = System.nanoTime();
        Double logTime = null;
        Double bytes = null;
        String failure = null;
        try {
            JmhEntry entry = runner.run(plan.target(slot.side()), unit);
            logTime = logTime(entry);
            bytes = bytes(entry);
        } catch (RunFailedException e) {
            failure = e.getMessage();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Line line = new Line(
                "fork",
                forks.count(),
                stage,
                round,
                slot.benchmark(),
                slot.side(),
                attempt,
                started.toString(),
                seconds,
                logTime,
                bytes,
                failure,
                null);
        log.append(Json.line(line));
        forks.add(line);
    }

    private int forksLeft(int stage, int round) {
        int live = 0;
        for (int i = 0; i < plan.benchmarks().size(); i++) {
            Course.Next next = course(i).next();
            live += forks.failure(i) == null && next != Course.Next.DONE ? 1 : 0;
        }
        return Math.max(1, 2 * live * ((stage == 1 ? plan.pairs() : forks.confirmPairs()) - round));
    }

    /** As many pairs as the time that is left allows; fixed by the first stage alone, so it biases nothing. */
    private void fixSecondStage(LineLog log, int attempt) throws IOException {
        long suspects = IntStream.range(0, plan.benchmarks().size())
                .filter(i -> course(i).next() == Course.Next.CONFIRM)
                .count();
        int pairs = plan.confirmPairs();
        if (plan.budgetSeconds() > 0 && suspects > 0) {
            double each = forks.seconds() / forks.count();
            double room = (plan.budgetSeconds() - forks.seconds()) / (2 * suspects * each);
            pairs = (int) Math.max(GateRule.FEWEST_PAIRS, Math.min(pairs, room));
        }
        Line line =
                new Line("stage2", -1, 2, 0, -1, null, attempt, Instant.now().toString(), 0, null, null, null, pairs);
        log.append(Json.line(line));
        forks.add(line);
    }

    private static double logTime(JmhEntry entry) throws RunFailedException {
        JmhMetric metric = entry.primary();
        double value =
                metric.usable().isEmpty() ? metric.score() : metric.usable().get(0);
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new RunFailedException("no iteration gave a score");
        }
        try {
            return -Math.log(Units.parse(metric.unit()).operationsPerSecond(value));
        } catch (IllegalArgumentException e) {
            throw new RunFailedException(e.getMessage(), e);
        }
    }

    /** Bytes an operation; JMH leaves the metric out where nothing was allocated. */
    private static Double bytes(JmhEntry entry) {
        JmhMetric norm = entry.secondary().get("gc.alloc.rate.norm");
        if (norm != null && Double.isFinite(norm.score())) {
            return norm.score();
        }
        return entry.secondary().containsKey("gc.alloc.rate") ? Double.valueOf(0) : null;
    }

    private GateRule rule() {
        int confirm = forks != null && forks.confirmPairs() > 0 ? forks.confirmPairs() : plan.confirmPairs();
        return new GateRule(plan.alpha(), plan.minEffect(), plan.pairs(), Math.max(GateRule.FEWEST_PAIRS, confirm));
    }

    private Course course(int benchmark) {
        return new Course(rule(), plan.tested(), forks.screen(benchmark), forks.confirm(benchmark));
    }

    /** The verdicts. */
    public GateReport report(Accepted accepted) {
        return new GateReport(
                plan.base().label() + " -> " + plan.head().label() + ", seed " + plan.seed(),
                plan.confirmPairs() == 0 ? GateReport.Stages.ONE : GateReport.Stages.TWO,
                rule(),
                rows(accepted),
                accepted.warnings());
    }

    /** What can be said of each benchmark. */
    public List<GateRow> rows(Accepted accepted) {
        List<GateRow> rows = new ArrayList<>();
        for (int i = 0; i < plan.benchmarks().size(); i++) {
            Course course = course(i);
            String name = plan.benchmarks().get(i).name();
            List<Double> before = forks.bytes(i, Side.BASE);
            List<Double> after = forks.bytes(i, Side.HEAD);
            rows.add(new GateRow(
                    name,
                    forks.failure(i) == null ? finding(course) : Finding.FAILED,
                    ExactRule.BYTES_PER_OPERATION.judge(before, after),
                    course.pairs() == 0 ? null : effect(i),
                    course.pairs(),
                    new double[] {median(before), median(after)},
                    forks.failure(i),
                    accepted.of(name).map(Accepted.Entry::reason).orElse(null)));
        }
        return rows;
    }

    /** With one stage a suspect is what there is to say; nothing measures it again. */
    private Finding finding(Course course) {
        return plan.confirmPairs() == 0 && course.isSuspect() ? Finding.SLOWER : course.finding();
    }

    private Effect effect(int benchmark) {
        return course(benchmark).effect();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }

    /** Puts the plan of a new gate into its folder. */
    public static void create(Path folder, GatePlan plan) throws IOException {
        Files.createDirectories(folder);
        Disk.replace(folder.resolve(PLAN), Json.pretty(plan));
    }

    /** The plan in a folder. */
    public static GatePlan plan(Path folder) throws UnreadableRunException {
        try {
            return Json.mapper().readValue(Files.readString(folder.resolve(PLAN)), GatePlan.class);
        } catch (IOException e) {
            throw new UnreadableRunException(folder + " holds no gate that could go on (" + PLAN + ")", e);
        }
    }
}
