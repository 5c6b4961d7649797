package dev.convbench.gate;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.shapes.Descriptors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Small serial kernels that can be made slower by a known amount: a batch makes {@value #CALLS} calls, or p more for p per
 * cent, of the very same code in the same loop, and counts as {@value #CALLS}.
 */
public final class CalibratedKernel {
    /** Calls that a batch counts as. */
    public static final int CALLS = 100;

    private static final Map<String, Maker> MAKERS = makers();

    private final Runnable call;

    /** One whose batches make that call. */
    CalibratedKernel(Runnable call) {
        this.call = call;
    }

    private interface Maker {
        Runnable make();
    }

    private static Map<String, Maker> makers() {
        Map<String, Maker> makers = new LinkedHashMap<>();
        makers.put("conv-weights", () -> weights("loops", "ic3ih12oc6kh3ph1"));
        makers.put("conv-loops", () -> forward("loops", "ic3ih12oc6kh3ph1"));
        makers.put("conv-im2col", () -> forward("im2col", "ic4ih12oc8kh3ph1"));
        makers.put("conv-strided", () -> forward("strided", "ic2ih10oc4kh3ph1"));
        makers.put("pool-max", () -> pool("loops", "max_ic8ih16kh2sh2"));
        return makers;
    }

    /** The names. */
    public static List<String> names() {
        return List.copyOf(MAKERS.keySet());
    }

    /**
     * The kernel of that name, with numbers of its own.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CalibratedKernel named(String name) {
        Maker maker = MAKERS.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("no kernel is called '" + name + "'; there are " + names());
        }
        return new CalibratedKernel(maker.make());
    }

    /**
     * Repeats batches for a time.
     *
     * @param extraPercent more calls in each batch, in per cent
     * @param nanos how long at least
     * @return nanoseconds a call, as if there were no extra ones
     */
    public double time(int extraPercent, long nanos) {
        long start = System.nanoTime();
        long batches = 0;
        long elapsed;
        do {
            batch(CALLS + extraPercent);
            batches++;
            elapsed = System.nanoTime() - start;
        } while (elapsed < nanos);
        return elapsed / (double) (batches * CALLS);
    }

    private void batch(int calls) {
        for (int i = 0; i < calls; i++) {
            call.run();
        }
    }

    private static Runnable forward(String strategy, String descriptor) {
        ConvShape shape = Descriptors.convolution(descriptor);
        Convolution plan = Strategies.named(strategy).convolution(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] x = numbers(shape.xLength());
        double[] w = numbers(shape.wLength());
        double[] b = numbers(shape.oc());
        double[] y = new double[shape.yLength()];
        return () -> plan.forward(x, w, b, y, scratch);
    }

    private static Runnable weights(String strategy, String descriptor) {
        ConvShape shape = Descriptors.convolution(descriptor);
        Convolution plan = Strategies.named(strategy).convolution(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] x = numbers(shape.xLength());
        double[] dy = numbers(shape.yLength());
        double[] dw = new double[shape.wLength()];
        return () -> plan.backwardWeights(x, dy, dw, scratch);
    }

    private static Runnable pool(String strategy, String descriptor) {
        PoolShape shape = Descriptors.pooling(descriptor);
        Pooling plan = Strategies.named(strategy).pooling(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] x = numbers(shape.xLength());
        double[] y = new double[shape.yLength()];
        int[] workspace = new int[shape.yLength()];
        return () -> plan.forward(x, y, workspace, scratch);
    }

    private static double[] numbers(int length) {
        return new SplittableRandom(length).doubles(length, -1, 1).toArray();
    }
}
