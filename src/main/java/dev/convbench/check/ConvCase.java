package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;

/**
 * One pass on one shape with seeded data, and what the reference says about it. Computed once, it serves to check any number
 * of strategies. Not safe for use by several threads.
 */
public final class ConvCase {
    private final ConvShape shape;
    private final Pass pass;
    private final long seed;
    private final ConvInputs uniform;
    private final ConvInputs integers;
    private Expected uniformExpected;
    private Expected integersExpected;

    /** A case for double plans. */
    public ConvCase(ConvShape shape, Pass pass, long seed) {
        this(shape, pass, seed, Precision.F64);
    }

    /** A case for plans of a precision; the reference runs when its answer is first needed. */
    public ConvCase(ConvShape shape, Pass pass, long seed, Precision precision) {
        this.shape = shape;
        this.pass = pass;
        this.seed = seed;
        uniform = ConvInputs.random(shape, pass, seed, Data::uniform).in(precision);
        integers = ConvInputs.random(shape, pass, Data.seed(seed, 4), Data::integers)
                .withoutBias()
                .in(precision);
    }

    /** Sizes. */
    public ConvShape shape() {
        return shape;
    }

    /** The pass. */
    public Pass pass() {
        return pass;
    }

    /** Seed of the data. */
    public long seed() {
        return seed;
    }

    /** The precision of the plans that this is for. */
    public Precision precision() {
        return uniform.precision();
    }

    /** Inputs uniform in [−1, 1), with a bias. */
    ConvInputs uniform() {
        return uniform;
    }

    Expected uniformExpected() {
        if (uniformExpected == null) {
            uniformExpected = References.expected(uniform, seed);
        }
        return uniformExpected;
    }

    /** Small whole numbers, without a bias. */
    ConvInputs integers() {
        return integers;
    }

    Expected integersExpected() {
        if (integersExpected == null) {
            integersExpected = References.expected(integers, seed);
        }
        return integersExpected;
    }
}
