package dev.convbench.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.simd.Species;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class VectorTileTest {
    private static final int LANES = Species.LANES_F64;

    /** Every tile on packed weights, the narrow ones too: with 16 registers the wide ones are slow, but right. */
    static Stream<VectorTile> packedTiles() {
        return Stream.of(new VectorTile8x3(), new VectorTile5x4(), new VectorTile4x6(), new VectorTile3x6())
                .flatMap(tile -> Stream.iterate(tile, t -> t != null, t -> t.narrow() == t ? null : t.narrow()));
    }

    @ParameterizedTest
    @MethodSource("packedTiles")
    void sumsStartFromInitAndTouchNothingElse(VectorTile tile) {
        int kc = 11;
        int rows = tile.mr - 1;
        int width = tile.nv * LANES;
        int ldc = width + 3;
        SplittableRandom random = new SplittableRandom(tile.mr * 10 + tile.nv);
        double[] x = random.doubles(2 * width + kc).toArray();
        double[] w = random.doubles(1 + kc * tile.mr).toArray();
        double[] init = random.doubles(tile.mr).toArray();
        int[] offset = new int[kc + 1];
        for (int k = 0; k < kc; k++) {
            offset[k] = (k * 7) % (width + kc);
        }
        double[] y = new double[2 + tile.mr * ldc];
        Arrays.fill(y, Double.NaN);
        double[] expected = y.clone();
        for (int m = 0; m < rows; m++) {
            for (int j = 0; j < width; j++) {
                double sum = init[m];
                for (int k = 0; k < kc; k++) {
                    sum += w[1 + k * tile.mr + m] * x[offset[k] + j];
                }
                expected[2 + m * ldc + j] = sum;
            }
        }
        tile.run(kc, x, 0, offset, w, 1, null, 0, rows, y, 2, ldc, init, 0);
        assertArrayEquals(expected, y, 1e-12);
    }

    @ParameterizedTest
    @MethodSource("packedTiles")
    void addsRowsOfTheBuffer(VectorTile tile) {
        int width = tile.nv * LANES;
        double[] buffer = new SplittableRandom(3).doubles(1 + tile.mr * width).toArray();
        double[] y = new double[tile.mr * width];
        Arrays.fill(y, 1);
        tile.add(buffer, 1, tile.mr - 1, y, 0, width);
        for (int i = 0; i < y.length; i++) {
            double expected = i < (tile.mr - 1) * width ? 1 + buffer[1 + i] : 1;
            assertEquals(expected, y[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("packedTiles")
    void tilesCoverVectorsWithoutMoreIdleOnesThanTheNarrowestHas(VectorTile tile) {
        for (int vectors = 1; vectors < 40; vectors++) {
            int computed = tile.computed(vectors);
            assertTrue(computed >= vectors && computed < vectors + tile.narrowest().nv, vectors + ": " + computed);
            assertTrue(tile.cost(vectors) > computed);
        }
    }

    @Test
    void eightRowsOnlyWhereFewAreIdle() {
        if (VectorTile.REGISTERS < 32) {
            assertEquals(5, VectorTile.packed(64).mr);
            return;
        }
        assertEquals(8, VectorTile.packed(64).mr);
        assertEquals(8, VectorTile.packed(31).mr);
        assertEquals(5, VectorTile.packed(25).mr);
        assertEquals(3, VectorTile.packed(3).mr);
        assertEquals(4, VectorTile.packed(4).mr);
    }
}
