package dev.convbench.strategy.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same bits a thousand times over, from 64 workers on however few cores, and from every number of workers up to there. Shapes are
 * small and never below a threshold, so that workers get in each other's way as much as they can.
 */
@Timeout(300)
class RepeatedCallsTest {
    private static final int CALLS = 1000;
    private static final int MOST_WORKERS = 64;

    private static final ConvShape DENSE = ConvShape.builder()
            .input(3, 5, 9, 11)
            .filters(7, 3, 3)
            .stride(2, 1)
            .pad(1, 1)
            .build();
    private static final ConvShape DEPTHWISE = ConvShape.builder()
            .input(2, 9, 8, 13)
            .groups(9)
            .filters(9, 3, 3)
            .pad(1, 1)
            .build();
    private static final PoolShape POOL = PoolShape.builder()
            .kind(PoolKind.MAX)
            .input(3, 7, 11, 13)
            .window(3, 3)
            .stride(2, 2)
            .pad(1, 1)
            .build();

    @ParameterizedTest
    @MethodSource("dev.convbench.strategy.parallel.ParallelStrategyTest#serial")
    void aThousandConvolutionsAreTheSameBits(Strategy serial) {
        for (ConvShape shape : new ConvShape[] {DENSE, DEPTHWISE}) {
            for (Pass pass : Pass.values()) {
                if (serial.supports(shape, pass, Precision.F64).ok()) {
                    double[] expected = new ConvCalls(serial.convolution(shape, Precision.F64), shape).call(pass);
                    ConvCalls calls = new ConvCalls(
                            ForkingStrategy.over(serial, MOST_WORKERS).convolution(shape, Precision.F64), shape);
                    for (int call = 0; call < CALLS; call++) {
                        assertArrayEquals(expected, calls.call(pass), pass + " " + shape);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.strategy.parallel.ParallelStrategyTest#serial")
    void everyNumberOfWorkersGivesTheSameBits(Strategy serial) {
        for (Pass pass : Pass.values()) {
            if (serial.supports(DENSE, pass, Precision.F64).ok()) {
                double[] expected = new ConvCalls(serial.convolution(DENSE, Precision.F64), DENSE).call(pass);
                for (int workers = 1; workers <= MOST_WORKERS; workers++) {
                    Convolution plan = ForkingStrategy.over(serial, workers).convolution(DENSE, Precision.F64);
                    assertArrayEquals(expected, new ConvCalls(plan, DENSE).call(pass), workers + " workers, " + pass);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.strategy.parallel.ParallelStrategyTest#serial")
    void aThousandPoolingsAreTheSameBits(Strategy serial) {
        if (!serial.supports(POOL, Pass.FORWARD, Precision.F64).ok()
                || !serial.supports(POOL, Pass.BACKWARD_DATA, Precision.F64).ok()) {
            return;
        }
        PoolCalls expected = new PoolCalls(serial.pooling(POOL, Precision.F64));
        expected.call();
        PoolCalls calls =
                new PoolCalls(ForkingStrategy.over(serial, MOST_WORKERS).pooling(POOL, Precision.F64));
        for (int call = 0; call < CALLS; call++) {
            calls.call();
            assertArrayEquals(expected.y, calls.y);
            assertArrayEquals(expected.argmax, calls.argmax);
            assertArrayEquals(expected.dx, calls.dx);
        }
    }

    /** One plan, one scratch, one set of arrays. */
    private static final class ConvCalls {
        private final Convolution plan;
        private final Scratch scratch;
        private final double[] x;
        private final double[] w;
        private final double[] b;
        private final double[] dy;
        private final double[][] results;

        ConvCalls(Convolution plan, ConvShape shape) {
            this.plan = plan;
            scratch = plan.newScratch();
            SplittableRandom random = new SplittableRandom(9);
            x = random.doubles(shape.xLength(), -1, 1).toArray();
            w = random.doubles(shape.wLength(), -1, 1).toArray();
            b = random.doubles(shape.oc(), -1, 1).toArray();
            dy = random.doubles(shape.yLength(), -1, 1).toArray();
            results = new double[][] {
                new double[dy.length], new double[x.length], new double[w.length], new double[b.length]
            };
        }

        double[] call(Pass pass) {
            double[] result = results[pass.ordinal()];
            Arrays.fill(result, Double.NaN);
            switch (pass) {
                case FORWARD -> plan.forward(x, w, b, result, scratch);
                case BACKWARD_DATA -> plan.backwardData(dy, w, result, scratch);
                case BACKWARD_WEIGHTS -> plan.backwardWeights(x, dy, result, scratch);
                case BACKWARD_BIAS -> plan.backwardBias(dy, result, scratch);
            }
            return result;
        }
    }

    private static final class PoolCalls {
        private final Pooling plan;
        private final Scratch scratch;
        private final double[] x;
        private final double[] dy;
        final double[] y = new double[POOL.yLength()];
        final int[] argmax = new int[POOL.yLength()];
        final double[] dx = new double[POOL.xLength()];

        PoolCalls(Pooling plan) {
            this.plan = plan;
            scratch = plan.newScratch();
            SplittableRandom random = new SplittableRandom(10);
            x = random.doubles(POOL.xLength(), -1, 1).toArray();
            dy = random.doubles(POOL.yLength(), -1, 1).toArray();
        }

        void call() {
            Arrays.fill(y, Double.NaN);
            Arrays.fill(argmax, -7);
            Arrays.fill(dx, Double.NaN);
            plan.forward(x, y, argmax, scratch);
            plan.backward(dy, argmax, dx, scratch);
        }
    }
}
