package dev.convbench.check;

import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;

/** Expected values from the reference strategy, which computes in double whatever the precision of the inputs is. */
public final class References {
    /** Above this many nominal floating point operations a convolution is held to samples instead of every element. */
    public static final double FULL_FLOPS = 0.2e9;

    private References() {}

    /** What a convolution pass must give: every element of small shapes, samples of large ones. */
    public static Expected expected(ConvInputs inputs, long seed) {
        boolean small = inputs.pass() == Pass.BACKWARD_BIAS || inputs.shape().nominalFlops(inputs.pass()) <= FULL_FLOPS;
        return small ? full(inputs) : new SampledExpected(inputs, seed);
    }

    /** Every element of a convolution pass. */
    static Expected full(ConvInputs inputs) {
        return new FullExpected(compute(inputs), compute(inputs.absolute()), inputs);
    }

    /** The output of a convolution pass, computed by the reference. */
    static double[] compute(ConvInputs inputs) {
        Convolution plan = Strategies.reference().convolution(inputs.shape(), Precision.F64);
        double[] out = Data.nan(ConvInputs.outputLength(inputs.shape(), inputs.pass()));
        inputs.run(plan, out, plan.newScratch());
        return out;
    }

    /** What a pooling pass must give; maxima must be equal. */
    public static Expected expected(PoolInputs inputs) {
        double[] values = compute(inputs, argmaxFor(inputs));
        if (inputs.shape().isMax() && inputs.pass() == Pass.FORWARD) {
            return new FullExpected(values, new double[values.length], 0, inputs);
        }
        return new FullExpected(values, compute(inputs.absolute(), null), reductionLength(inputs), inputs);
    }

    /** Where the maxima of a max pooling forward stand. */
    public static int[] argmax(PoolInputs inputs) {
        int[] argmax = argmaxFor(inputs);
        compute(inputs, argmax);
        return argmax;
    }

    private static int[] argmaxFor(PoolInputs inputs) {
        PoolShape shape = inputs.shape();
        return shape.isMax() && inputs.pass() == Pass.FORWARD ? new int[shape.yLength()] : null;
    }

    private static double[] compute(PoolInputs inputs, int[] argmaxOut) {
        Pooling plan = Strategies.reference().pooling(inputs.shape(), Precision.F64);
        double[] out = Data.nan(PoolInputs.outputLength(inputs.shape(), inputs.pass()));
        inputs.run(plan, out, argmaxOut, plan.newScratch());
        return out;
    }

    /** Largest number of terms behind an element: cells of a window, or windows over a pixel. */
    private static double reductionLength(PoolInputs inputs) {
        PoolShape shape = inputs.shape();
        return inputs.pass() == Pass.FORWARD
                ? shape.windowCells()
                : (double) Math.min(shape.kh(), shape.oh()) * Math.min(shape.kw(), shape.ow());
    }
}
