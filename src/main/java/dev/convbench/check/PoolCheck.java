package dev.convbench.check;

import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import java.util.Arrays;

/**
 * Holds one pass of a pooling strategy to the reference: maxima and their places must be equal, averages and gradients within
 * their bound.
 *
 * <p>One plan with one scratch is called several times on the same arrays with other values in them: values uniform in [−1,
 * 1], small integers (many ties), and forward a third time with NaN, infinities and both zeros among them. Before each call
 * the outputs and the buffers of the scratch hold what must not be read; after it the inputs must be what they were.
 */
public final class PoolCheck {
    /** No index of a plane, and not the −1 of an empty window. */
    private static final int UNWRITTEN = Integer.MIN_VALUE;

    private final Subject subject;
    private final PoolShape shape;
    private final Pass pass;
    private final Pooling plan;
    private final Scratch scratch;
    private final PoolInputs arrays;
    private final double[] out;
    private final int[] argmaxOut;
    private Comparison total = Comparison.NONE;

    private PoolCheck(Subject subject, PoolInputs first) {
        this.subject = subject;
        shape = first.shape();
        pass = subject.pass();
        plan = subject.strategy().pooling(shape, Precision.F64);
        scratch = plan.newScratch();
        arrays = first.copy();
        out = new double[PoolInputs.outputLength(shape, pass)];
        argmaxOut = shape.isMax() && pass == Pass.FORWARD ? new int[out.length] : null;
    }

    /** As {@link #run(Strategy, int, PoolShape, Pass, long)} with one worker. */
    public static CheckResult run(Strategy strategy, PoolShape shape, Pass pass, long seed) {
        return run(strategy, 1, shape, pass, seed);
    }

    /**
     * Checks a pass that the strategy supports.
     *
     * @param workers threads of a parallel strategy; others ignore it
     * @param seed of the data
     */
    public static CheckResult run(Strategy strategy, int workers, PoolShape shape, Pass pass, long seed) {
        Strategy bound = Subject.with(strategy, workers);
        Subject subject = new Subject(bound, workers, "--pool", shape.toString(), pass, seed);
        PoolInputs uniform = inputs(shape, pass, seed, Data::uniform);
        try {
            PoolCheck check = new PoolCheck(subject, uniform);
            CheckResult result = check.call("random values", uniform);
            if (result.ok()) {
                result = check.call("small integers", inputs(shape, pass, Data.seed(seed, 4), Data::integers));
            }
            return result.ok() && pass == Pass.FORWARD
                    ? check.call("non-finite values", inputs(shape, pass, Data.seed(seed, 5), PoolCheck::nonFinite))
                    : result;
        } catch (RuntimeException e) {
            return subject.wrong(e);
        } catch (AssertionError e) {
            return subject.wrong(e);
        }
    }

    private static double[] nonFinite(int length, long seed) {
        double[] values = Data.integers(length, seed);
        NonFinite.sprinkle(values, Data.seed(seed, 0));
        return values;
    }

    /** Random inputs of a pass; the argmax of a backward pass is that of random inputs forward. */
    public static PoolInputs inputs(PoolShape shape, Pass pass, long seed, ConvInputs.Source source) {
        PoolInputs forward =
                new PoolInputs(shape, Pass.FORWARD, source.values(shape.xLength(), Data.seed(seed, 0)), null);
        return pass == Pass.FORWARD
                ? forward
                : new PoolInputs(
                        shape,
                        pass,
                        source.values(shape.yLength(), Data.seed(seed, 3)),
                        shape.isMax() ? References.argmax(forward) : null);
    }

    private CheckResult call(String name, PoolInputs values) {
        arrays.set(values);
        Poison.fill(scratch);
        Arrays.fill(out, Double.NaN);
        if (argmaxOut != null) {
            Arrays.fill(argmaxOut, UNWRITTEN);
        }
        arrays.run(plan, out, argmaxOut, scratch);
        String changed = arrays.difference(values);
        return changed.isEmpty()
                ? judge(name, values)
                : subject.wrong("the input " + changed + " was written (" + name + ")");
    }

    private CheckResult judge(String name, PoolInputs values) {
        Expected expected = References.expected(values);
        boolean exact = argmaxOut != null;
        total = total.and(exact ? expected.compareExactly(out) : expected.compare(out, plan.errorFactor(pass)));
        CheckResult result = subject.result(total, Coordinates.of(shape, pass, total.index()), name, exact);
        if (!exact || !result.ok()) {
            return result;
        }
        Comparison places = Comparison.compareExactly(argmaxOut, References.argmax(values));
        return places.ok()
                ? result
                : subject.result(places, "arg" + Coordinates.of(shape, pass, places.index()), name, true);
    }
}
