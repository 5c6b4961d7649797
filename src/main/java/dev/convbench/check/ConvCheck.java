package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.ErrorBound;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;

/**
 * Holds one pass of a convolution strategy to the reference. Float plans get inputs that are floats, and the reference
 * computes with the same numbers in double.
 *
 * <p>One plan with one scratch is called several times on the same arrays with other values in them, so that anything kept
 * from call to call shows: first on values uniform in [−1, 1] with a bias, then on small integers without one, where a
 * strategy that only reorders sums ({@link ErrorBound#isReordered}) must be exactly equal, and forward once more with prepared
 * weights. Before each call the output and the buffers of the scratch hold NaN; after it the inputs must be what they were.
 * Arrays have exactly the length that plans demand, so that the JVM's own bounds checks guard both ends.
 */
public final class ConvCheck {
    private final Subject subject;
    private final ConvShape shape;
    private final Pass pass;
    private final Convolution plan;
    private final Scratch scratch;
    private final ConvArrays arrays;
    private Comparison total = Comparison.NONE;

    private ConvCheck(Subject subject, ConvInputs first) {
        this.subject = subject;
        shape = first.shape();
        pass = first.pass();
        plan = subject.strategy().convolution(shape, first.precision());
        scratch = plan.newScratch();
        arrays = new ConvArrays(first);
    }

    /** As {@link #run(Strategy, int, ConvShape, Pass, long)} with one worker. */
    public static CheckResult run(Strategy strategy, ConvShape shape, Pass pass, long seed) {
        return run(strategy, 1, shape, pass, seed);
    }

    /**
     * Checks a pass that the strategy supports.
     *
     * @param workers threads of a parallel strategy; others ignore it
     * @param seed of the data
     */
    public static CheckResult run(Strategy strategy, int workers, ConvShape shape, Pass pass, long seed) {
        return run(strategy, workers, new ConvCase(shape, pass, seed));
    }

    /** As {@link #run(Strategy, int, ConvShape, Pass, long)} for a case that may have served other strategies before. */
    public static CheckResult run(Strategy strategy, int workers, ConvCase given) {
        return guarded(strategy, workers, given.uniform(), given.seed(), "", check -> {
            CheckResult result = check.call("random values", given.uniform(), given.uniformExpected(), false);
            if (result.ok()) {
                boolean exact = check.plan.errorBound(given.pass()).isReordered();
                result = check.call("small integers", given.integers(), given.integersExpected(), exact);
            }
            return result.ok() && given.pass() == Pass.FORWARD
                    ? check.callPrepared(given.uniform(), given.uniformExpected())
                    : result;
        });
    }

    /** As {@link #runExact(Strategy, int, ConvShape, Pass, long, Precision)} in double. */
    public static CheckResult runExact(Strategy strategy, int workers, ConvShape shape, Pass pass, long seed) {
        return runExact(strategy, workers, shape, pass, seed, Precision.F64);
    }

    /** Checks a pass on small integers, with and without bias, and demands equality whatever the error factor is. */
    public static CheckResult runExact(
            Strategy strategy, int workers, ConvShape shape, Pass pass, long seed, Precision precision) {
        ConvInputs first = ConvInputs.random(shape, pass, seed, Data::integers).in(precision);
        ConvInputs second = ConvInputs.random(shape, pass, Data.seed(seed, 4), Data::integers)
                .withoutBias()
                .in(precision);
        return guarded(strategy, workers, first, seed, "", check -> {
            CheckResult result = check.call("small integers", first, References.expected(first, seed), true);
            return result.ok()
                    ? check.call("small integers, no bias", second, References.expected(second, seed), true)
                    : result;
        });
    }

    /** As {@link #runNonFinite(Strategy, int, ConvShape, Pass, long, Precision)} in double. */
    public static CheckResult runNonFinite(Strategy strategy, int workers, ConvShape shape, Pass pass, long seed) {
        return runNonFinite(strategy, workers, shape, pass, seed, Precision.F64);
    }

    /**
     * Checks that non-finite values come out where the definition has them: NaN as NaN, infinities as the same infinities.
     *
     * <p>The forward and the weight gradient pass get non-finite pixels. Weights and gradients get them only if the shape has
     * no padding, for what becomes of those that meet padding is not specified. A strategy with a bound by tile may spread
     * them over their tiles; it gets fewer, so that some tiles have none.
     */
    public static CheckResult runNonFinite(
            Strategy strategy, int workers, ConvShape shape, Pass pass, long seed, Precision precision) {
        ConvInputs inputs = ConvInputs.random(shape, pass, seed, Data::uniform).in(precision);
        boolean padded = shape.padTop() + shape.padLeft() + shape.padBottom() + shape.padRight() > 0;
        return guarded(strategy, workers, inputs, seed, " --non-finite", check -> {
            int spacing = check.plan.errorBound(pass).isTiled() ? NonFinite.TILE_SPACING : NonFinite.SPACING;
            NonFinite.sprinkle(inputs.x(), spacing, Data.seed(seed, 5));
            if (!padded || pass == Pass.BACKWARD_BIAS) {
                NonFinite.sprinkle(inputs.dy(), spacing, Data.seed(seed, 6));
            }
            return check.call("non-finite values", inputs, References.full(inputs), false);
        });
    }

    private interface Body {
        CheckResult run(ConvCheck check);
    }

    /** An exception of the strategy is a result too: it says what was thrown. */
    private static CheckResult guarded(
            Strategy strategy, int workers, ConvInputs first, long seed, String more, Body body) {
        Strategy bound = Subject.with(strategy, workers);
        Subject subject = new Subject(
                bound, workers, "--conv", first.shape().toString(), first.pass(), first.precision(), seed, more);
        try {
            return body.run(new ConvCheck(subject, first));
        } catch (RuntimeException | AssertionError e) {
            return subject.wrong(e);
        }
    }

    private CheckResult call(String name, ConvInputs values, Expected expected, boolean exact) {
        arrays.set(values);
        Poison.fill(scratch);
        arrays.out().fill(Double.NaN);
        arrays.run(plan, scratch, values.b() != null);
        String changed = arrays.difference(values);
        return changed.isEmpty()
                ? judge(name, expected, exact)
                : subject.wrong("the input " + changed + " was written (" + name + ")");
    }

    private CheckResult callPrepared(ConvInputs values, Expected expected) {
        arrays.set(values);
        Poison.fill(scratch);
        arrays.out().fill(Double.NaN);
        PreparedWeights prepared = arrays.prepare(plan);
        String changed = arrays.difference(values);
        arrays.spoilWeights();
        arrays.run(plan, prepared, scratch);
        return changed.isEmpty()
                ? judge("prepared weights", expected, false)
                : subject.wrong("the input " + changed + " was written (prepare)");
    }

    private CheckResult judge(String name, Expected expected, boolean exact) {
        double[] out = arrays.out().doubles();
        Comparison comparison = exact ? expected.compareExactly(out) : expected.compare(out, plan.errorBound(pass));
        total = total.and(comparison);
        return subject.result(total, Coordinates.of(shape, pass, total.index()), name, exact);
    }
}
