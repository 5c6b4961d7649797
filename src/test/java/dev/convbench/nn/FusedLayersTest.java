package dev.convbench.nn;

import static dev.convbench.nn.Fixtures.assertSameBits;
import static dev.convbench.nn.Fixtures.normal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import dev.convbench.op.ChunkRunner;
import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fused layers give what plain ones give, bit by bit: also at ties, at zeros of either sign and where nothing is positive. */
@Tag("kernel")
class FusedLayersTest {
    private static final ConvShape CONV =
            ConvShape.builder().input(3, 2, 9, 10).filters(4, 3, 3).pad(1, 1).build();
    private static final PoolShape TILES =
            PoolShape.builder().input(3, 4, 9, 10).window(2, 2).stride(2, 2).build();
    private static final PoolShape OVERLAPPING = PoolShape.builder()
            .input(3, 4, 9, 10)
            .window(3, 3)
            .stride(2, 2)
            .ceilMode(true)
            .build();

    /** Small whole numbers, so that sums tie and are often 0. */
    private static double[] coarse(int length, long seed) {
        return Data.integers(length, seed);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#networks")
    void convReluPool(Strategy strategy) {
        for (PoolShape pool : new PoolShape[] {TILES, OVERLAPPING}) {
            for (boolean ties : new boolean[] {false, true}) {
                double[] x = ties ? coarse(CONV.xLength(), 1) : normal(CONV.xLength(), 1);
                double[] w = ties ? coarse(CONV.wLength(), 2) : normal(CONV.wLength(), 2);
                double[] b = {-3, 0, 1, -1000};
                double[] dy = normal(pool.yLength(), 3);
                double[][] plain = convReluPool(new ConvReluPool(strategy, CONV, pool, false), pool, x, w, b, dy);
                double[][] fused = convReluPool(new ConvReluPool(strategy, CONV, pool, true), pool, x, w, b, dy);
                for (int k = 0; k < plain.length; k++) {
                    assertSameBits(plain[k], fused[k], "result " + k + " of " + pool);
                }
                assertTrue(Arrays.stream(plain[0]).anyMatch(value -> value == 0), "no window is 0");
            }
        }
    }

    private static double[][] convReluPool(
            ConvReluPool layer, PoolShape pool, double[] x, double[] w, double[] b, double[] dy) {
        double[] y = Data.nan(pool.yLength());
        double[] dx = Data.nan(x.length);
        double[] dw = Data.nan(w.length);
        double[] db = Data.nan(b.length);
        layer.forward(x, w, b, y);
        layer.backward(x, w, y, dy, dx, dw, db);
        return new double[][] {y, dx, dw, db};
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#networks")
    void convRelu(Strategy strategy) {
        double[] x = coarse(CONV.xLength(), 4);
        double[] w = coarse(CONV.wLength(), 5);
        double[] b = {-3, 0, 1, -1000};
        double[] dy = normal(CONV.yLength(), 6);
        double[][] results = new double[2][];
        for (int fused = 0; fused < 2; fused++) {
            ConvRelu layer = new ConvRelu(strategy, CONV, fused == 1);
            double[] y = Data.nan(CONV.yLength());
            double[] dw = Data.nan(w.length);
            layer.forward(x, w, b, y);
            layer.backward(x, w, y, dy, null, dw, Data.nan(4));
            results[fused] = new double[y.length + dw.length];
            System.arraycopy(y, 0, results[fused], 0, y.length);
            System.arraycopy(dw, 0, results[fused], y.length, dw.length);
        }
        assertSameBits(results[0], results[1], "y and dw");
    }

    @Test
    void aPoolingThatMayHaveEmptyWindowsStaysPlain() {
        PoolShape padded = PoolShape.builder()
                .input(3, 4, 9, 10)
                .window(2, 2)
                .stride(2, 2)
                .pad(3, 3)
                .build();
        ConvReluPool layer = new ConvReluPool(Strategies.reference(), CONV, padded, true);
        assertFalse(layer.isFused());
        double[] y = Data.nan(padded.yLength());
        layer.forward(normal(CONV.xLength(), 1), normal(CONV.wLength(), 2), new double[4], y);
        assertEquals(Double.NEGATIVE_INFINITY, y[0]);
    }

    @Test
    void refusesPoolingsThatDoNotFit() {
        Strategy naive = Strategies.reference();
        PoolShape average = PoolShape.builder()
                .kind(PoolKind.AVERAGE_EXCLUDE_PADDING)
                .input(3, 4, 9, 10)
                .window(2, 2)
                .stride(2, 2)
                .build();
        assertThrows(IllegalArgumentException.class, () -> new ConvReluPool(naive, CONV, average, true));
        PoolShape narrow =
                PoolShape.builder().input(3, 4, 9, 9).window(2, 2).stride(2, 2).build();
        assertThrows(IllegalArgumentException.class, () -> new ConvReluPool(naive, CONV, narrow, false));
    }

    @Test
    void reluKeepsNaNAndLetsItsGradientThrough() {
        double[] x = {-1, -0.0, 0.0, 2, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        Relu relu = new Relu(x.length, ChunkRunner.SERIAL);
        double[] y = Data.nan(x.length);
        relu.forward(x, y);
        assertSameBits(new double[] {0, 0, 0, 2, Double.NaN, 0, Double.POSITIVE_INFINITY}, y, "y");
        double[] dy = {1, 2, 3, 4, 5, 6, 7};
        double[] dx = Data.nan(x.length);
        relu.backward(y, dy, dx);
        assertArrayEquals(new double[] {0, 0, 0, 4, 5, 0, 7}, dx);
        double[] fromX = Data.nan(x.length);
        relu.backward(x, dy, fromX);
        assertArrayEquals(dx, fromX);
    }
}
