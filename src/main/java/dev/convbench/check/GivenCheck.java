package dev.convbench.check;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pooling;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;

/**
 * Holds a strategy to the reference on inputs that somebody else chose: one call of one pass, every element (or samples, where the
 * definition would take long) within the published bound of the strategy.
 *
 * @param strategy name
 * @param skipped why it was not asked; empty if it was
 * @param comparison what the comparison gave
 * @param problem what is wrong, in one phrase; empty if nothing is
 */
public record GivenCheck(String strategy, String skipped, Comparison comparison, String problem) {
    private static final long SAMPLING_SEED = 1;

    /** Checks one pass of a convolution, by the workers that the strategy has. */
    public static GivenCheck of(Strategy strategy, ConvInputs inputs, Expected expected) {
        Support support =
                strategy.available().and(strategy.supports(inputs.shape(), inputs.pass(), inputs.precision()));
        if (!support.ok()) {
            return new GivenCheck(strategy.name(), support.reason(), Comparison.NONE, "");
        }
        try {
            Convolution plan = strategy.convolution(inputs.shape(), inputs.precision());
            ConvArrays arrays = new ConvArrays(inputs);
            arrays.out().fill(Double.NaN);
            arrays.run(plan, plan.newScratch());
            Comparison found = expected.compare(arrays.out().doubles(), plan.errorBound(inputs.pass()));
            return of(strategy, found, Coordinates.of(inputs.shape(), inputs.pass(), found.index()));
        } catch (RuntimeException e) {
            return thrown(strategy, e);
        }
    }

    /**
     * Checks one pass of a pooling.
     *
     * @param argmax where the maxima must stand, for a max pooling forward; else null
     */
    public static GivenCheck of(Strategy strategy, PoolInputs inputs, Expected expected, int[] argmax) {
        Support support =
                strategy.available().and(strategy.supports(inputs.shape(), inputs.pass(), inputs.precision()));
        if (!support.ok()) {
            return new GivenCheck(strategy.name(), support.reason(), Comparison.NONE, "");
        }
        try {
            Pooling plan = strategy.pooling(inputs.shape(), inputs.precision());
            PoolArrays arrays = new PoolArrays(inputs);
            arrays.spoil();
            arrays.run(plan, plan.newScratch());
            Comparison found = argmax != null
                    ? expected.compareExactly(arrays.out().doubles())
                    : expected.compare(arrays.out().doubles(), plan.errorFactor(inputs.pass()));
            if (argmax == null || !plan.writesArgmax() || !found.ok()) {
                return of(strategy, found, Coordinates.of(inputs.shape(), inputs.pass(), found.index()));
            }
            Comparison places = Comparison.compareExactly(arrays.argmaxOut(), argmax);
            return of(
                    strategy,
                    places.ok() ? found : places,
                    "arg" + Coordinates.of(inputs.shape(), inputs.pass(), places.index()));
        } catch (RuntimeException e) {
            return thrown(strategy, e);
        }
    }

    /** Checks a batch normalisation and its gradients. */
    public static GivenCheck of(Strategy strategy, BatchNormInputs inputs, BatchNormExpected expected) {
        Support support = strategy.available().and(strategy.supports(inputs.shape(), inputs.precision()));
        if (!support.ok()) {
            return new GivenCheck(strategy.name(), support.reason(), Comparison.NONE, "");
        }
        try {
            BatchNorm plan = strategy.batchNorm(inputs.shape(), inputs.precision());
            BatchNormArrays arrays = new BatchNormArrays(inputs);
            arrays.run(plan, plan.newScratch());
            BatchNormExpected.Result found = expected.compare(arrays);
            return of(
                    strategy, found.total(), found.worst() + "[" + found.total().index() + "]");
        } catch (RuntimeException e) {
            return thrown(strategy, e);
        }
    }

    /** What the reference says: every element where that is affordable or something is not finite, else samples. */
    public static Expected expected(ConvInputs inputs) {
        return inputs.isFinite() ? References.expected(inputs, SAMPLING_SEED) : References.full(inputs);
    }

    private static GivenCheck of(Strategy strategy, Comparison found, String element) {
        String problem = found.ok()
                ? ""
                : found.misses() + " of " + found.elements() + " are wrong: " + element + " is " + found.actual()
                        + ", the reference has " + found.expected() + " (allowed " + found.allowed() + ")";
        return new GivenCheck(strategy.name(), "", found, problem);
    }

    private static GivenCheck thrown(Strategy strategy, RuntimeException e) {
        return new GivenCheck(strategy.name(), "", Comparison.NONE, "threw " + e);
    }

    /** Whether it was asked and passed. */
    public boolean ok() {
        return skipped.isEmpty() && problem.isEmpty();
    }
}
