package dev.convbench.strategy.simd;

import dev.convbench.check.ConvArrays;
import dev.convbench.check.ConvInputs;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import java.util.SplittableRandom;

/** Runs a strategy on small integers, whose sums double holds exactly: results must be equal, whatever the order. */
final class OnIntegers {
    private OnIntegers() {}

    static double[] run(Strategy strategy, ConvShape shape, Pass pass) {
        ConvArrays arrays = new ConvArrays(ConvInputs.random(shape, pass, 3, OnIntegers::integers));
        Convolution plan = strategy.convolution(shape, Precision.F64);
        arrays.run(plan, plan.newScratch());
        return arrays.out().doubles();
    }

    private static double[] integers(int length, long seed) {
        return new SplittableRandom(seed).ints(length, -4, 5).asDoubleStream().toArray();
    }
}
