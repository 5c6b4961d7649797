package dev.convbench.check;

import dev.convbench.check.Verification.Operation;
import dev.convbench.check.Verification.Row;
import dev.convbench.check.Verification.Skipped;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.shapes.Minimiser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks strategies on many shapes and keeps the worst errors. Where a strategy misses, its first miss in each pass is
 * shrunk to the smallest shape that shows it.
 *
 * <p>The reference is computed once for each shape and pass, and serves all strategies. A verifier is used once.
 */
public final class Verifier {
    private static final Set<Pass> POOL_PASSES = EnumSet.of(Pass.FORWARD, Pass.BACKWARD_DATA);

    /** Told how far a verifier is. */
    public interface Progress {
        /**
         * A shape is done.
         *
         * @param done shapes so far
         * @param total shapes in all
         */
        void report(int done, int total);
    }

    /**
     * A convolution to check on.
     *
     * @param shape sizes
     * @param seed of the data
     */
    public record ConvJob(ConvShape shape, long seed) {}

    /**
     * A pooling to check on.
     *
     * @param shape sizes
     * @param seed of the data
     */
    public record PoolJob(PoolShape shape, long seed) {}

    private record Key(String strategy, Operation operation, Pass pass) {}

    private record Refusal(Key key, String reason) {}

    private final List<Strategy> strategies;
    private final Precision precision;
    private final Collection<Pass> passes;
    private final int workers;
    private final boolean nonFinite;
    private final List<Strategy> usable = new ArrayList<>();
    private final Map<Key, Row> rows = new LinkedHashMap<>();
    private final Map<Refusal, Integer> refusals = new LinkedHashMap<>();
    private final Map<Key, CheckResult> misses = new LinkedHashMap<>();
    private final Map<Key, CheckResult> minimised = new LinkedHashMap<>();

    /** A verifier in double. */
    public Verifier(List<Strategy> strategies, Collection<Pass> passes, int workers, boolean nonFinite) {
        this(strategies, Precision.F64, passes, workers, nonFinite);
    }

    /**
     * A verifier.
     *
     * @param strategies whom to check
     * @param precision element type of their plans; the reference computes in double
     * @param passes what to check; poolings have two of them
     * @param workers threads of parallel strategies
     * @param nonFinite check convolutions on NaN and infinities too; poolings always are
     */
    public Verifier(
            List<Strategy> strategies, Precision precision, Collection<Pass> passes, int workers, boolean nonFinite) {
        this.strategies = List.copyOf(strategies);
        this.precision = precision;
        this.passes = EnumSet.copyOf(passes);
        this.workers = workers;
        this.nonFinite = nonFinite;
        for (Strategy strategy : strategies) {
            if (strategy.available().ok()) {
                usable.add(Subject.with(strategy, workers));
            }
        }
    }

    /** Checks all strategies on all shapes. */
    public Verification run(List<ConvJob> convolutions, List<PoolJob> poolings, Progress progress) {
        int total = convolutions.size() + poolings.size();
        int done = 0;
        for (ConvJob job : convolutions) {
            check(job);
            progress.report(++done, total);
        }
        for (PoolJob job : poolings) {
            check(job);
            progress.report(++done, total);
        }
        return result();
    }

    /** Checks all strategies on a convolution. */
    void check(ConvJob job) {
        for (Pass pass : passes) {
            ConvCase shared = new ConvCase(job.shape(), pass, job.seed(), precision);
            for (Strategy strategy : usable) {
                Key key = new Key(strategy.name(), Operation.CONVOLUTION, pass);
                if (supported(key, strategy.supports(job.shape(), pass, precision))) {
                    CheckResult result = check(strategy, shared);
                    if (record(key, result)) {
                        minimised.put(key, minimise(strategy, job, pass, result));
                    }
                }
            }
        }
    }

    /** Checks all strategies on a pooling. */
    void check(PoolJob job) {
        for (Pass pass : passes) {
            if (POOL_PASSES.contains(pass)) {
                PoolCase shared = new PoolCase(job.shape(), pass, job.seed(), precision);
                for (Strategy strategy : usable) {
                    Key key = new Key(strategy.name(), Operation.POOLING, pass);
                    if (supported(key, strategy.supports(job.shape(), pass, precision))) {
                        CheckResult result = PoolCheck.run(strategy, workers, shared);
                        if (record(key, result)) {
                            minimised.put(key, minimise(strategy, job, pass, result));
                        }
                    }
                }
            }
        }
    }

    /** Whether anything was wrong so far. */
    boolean missed() {
        return !misses.isEmpty();
    }

    private CheckResult check(Strategy strategy, ConvCase given) {
        CheckResult result = ConvCheck.run(strategy, workers, given);
        if (!result.ok() || !nonFinite) {
            return result;
        }
        CheckResult more =
                ConvCheck.runNonFinite(strategy, workers, given.shape(), given.pass(), given.seed(), precision);
        return more.ok() ? result : more;
    }

    private boolean supported(Key key, Support support) {
        if (!support.ok()) {
            refusals.merge(new Refusal(key, support.reason()), 1, Integer::sum);
        }
        return support.ok();
    }

    /** Adds a result to its row; says whether it is the first miss of the row. */
    private boolean record(Key key, CheckResult result) {
        Row empty = new Row(key.strategy, key.operation, key.pass, 0, 0, 0, 0, 0, "");
        rows.put(key, rows.getOrDefault(key, empty).add(result));
        return !result.ok() && misses.putIfAbsent(key, result) == null;
    }

    private CheckResult minimise(Strategy strategy, ConvJob job, Pass pass, CheckResult miss) {
        ConvShape small = Minimiser.minimise(
                job.shape(),
                shape -> strategy.supports(shape, pass, precision).ok()
                        && !check(strategy, new ConvCase(shape, pass, job.seed(), precision))
                                .ok());
        return small.equals(job.shape()) ? miss : check(strategy, new ConvCase(small, pass, job.seed(), precision));
    }

    private CheckResult minimise(Strategy strategy, PoolJob job, Pass pass, CheckResult miss) {
        PoolShape small = Minimiser.minimise(
                job.shape(),
                shape -> strategy.supports(shape, pass, precision).ok()
                        && !PoolCheck.run(strategy, workers, new PoolCase(shape, pass, job.seed(), precision))
                                .ok());
        return small.equals(job.shape())
                ? miss
                : PoolCheck.run(strategy, workers, new PoolCase(small, pass, job.seed(), precision));
    }

    /** What was found so far. */
    Verification result() {
        List<Row> ordered = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            for (Pass pass : passes) {
                for (Strategy strategy : strategies) {
                    Row row = rows.get(new Key(strategy.name(), operation, pass));
                    if (row != null) {
                        ordered.add(row);
                    }
                }
            }
        }
        List<Skipped> skipped = new ArrayList<>();
        refusals.forEach((refusal, cases) -> skipped.add(
                new Skipped(refusal.key.strategy, refusal.key.operation, refusal.key.pass, refusal.reason, cases)));
        return new Verification(
                List.copyOf(ordered),
                List.copyOf(skipped),
                List.copyOf(misses.values()),
                List.copyOf(minimised.values()));
    }
}
