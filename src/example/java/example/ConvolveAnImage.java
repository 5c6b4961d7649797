package example;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.Arrays;

/** Finds the edges of a 6x6 image with a 3x3 filter, then keeps the largest value of each 2x2 window. */
public final class ConvolveAnImage {
    public static void main(String[] args) {
        Strategy simd = Strategies.named("simd");
        Strategy strategy = simd.available().ok() ? simd : Strategies.named("im2col");

        ConvShape conv =
                ConvShape.builder().input(1, 1, 6, 6).filters(1, 3, 3).pad(1, 1).build();
        Convolution convolution = strategy.convolution(conv, Precision.F64);
        double[] x = new double[conv.xLength()];
        Arrays.fill(x, 18, 36, 1.0); // the lower half is bright
        double[] edges = {1, 1, 1, 0, 0, 0, -1, -1, -1};
        double[] y = new double[conv.yLength()];
        convolution.forward(x, edges, null, y, convolution.newScratch());

        PoolShape pool =
                PoolShape.builder().input(1, 1, 6, 6).window(2, 2).stride(2, 2).build();
        Pooling pooling = strategy.pooling(pool, Precision.F64);
        double[] largest = new double[pool.yLength()];
        pooling.forward(y, largest, new int[pool.yLength()], pooling.newScratch());
        System.out.println(Arrays.toString(largest));
    }
}
