package dev.convbench.strategy.simd;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The depthwise microkernel: {@value #NV} vectors of pixels of one plane, each a sum over the taps of one filter.
 *
 * <p>Every tap loads each vector anew, one load for one multiply-add, so loads set the pace: on AVX-512 one vector a cycle.
 * Eight independent sums hide the latency of the multiply-add.
 */
final class DepthwiseTile {
    /** Vectors of a tile. */
    static final int NV = 8;

    private static final VectorSpecies<Double> SPECIES = Species.F64;

    private DepthwiseTile() {}

    /**
     * y[yAt + dst[v] ..] = init + Σ_t w[wAt + tapWeight[t]] · x[base[v] + offset[t] ..] for the eight v from {@code first}
     * on.
     */
    static void run(
            double[] x,
            int[] base,
            int first,
            int[] offset,
            double[] w,
            int wAt,
            int[] tapWeight,
            double init,
            double[] y,
            int yAt,
            int[] dst) {
        int base0 = base[first];
        int base1 = base[first + 1];
        int base2 = base[first + 2];
        int base3 = base[first + 3];
        int base4 = base[first + 4];
        int base5 = base[first + 5];
        int base6 = base[first + 6];
        int base7 = base[first + 7];
        DoubleVector acc0 = DoubleVector.broadcast(SPECIES, init);
        DoubleVector acc1 = acc0;
        DoubleVector acc2 = acc0;
        DoubleVector acc3 = acc0;
        DoubleVector acc4 = acc0;
        DoubleVector acc5 = acc0;
        DoubleVector acc6 = acc0;
        DoubleVector acc7 = acc0;
        for (int t = 0; t < offset.length; t++) {
            int at = offset[t];
            DoubleVector weight = DoubleVector.broadcast(SPECIES, w[wAt + tapWeight[t]]);
            acc0 = DoubleVector.fromArray(SPECIES, x, base0 + at).fma(weight, acc0);
            acc1 = DoubleVector.fromArray(SPECIES, x, base1 + at).fma(weight, acc1);
            acc2 = DoubleVector.fromArray(SPECIES, x, base2 + at).fma(weight, acc2);
            acc3 = DoubleVector.fromArray(SPECIES, x, base3 + at).fma(weight, acc3);
            acc4 = DoubleVector.fromArray(SPECIES, x, base4 + at).fma(weight, acc4);
            acc5 = DoubleVector.fromArray(SPECIES, x, base5 + at).fma(weight, acc5);
            acc6 = DoubleVector.fromArray(SPECIES, x, base6 + at).fma(weight, acc6);
            acc7 = DoubleVector.fromArray(SPECIES, x, base7 + at).fma(weight, acc7);
        }
        acc0.intoArray(y, yAt + dst[first]);
        acc1.intoArray(y, yAt + dst[first + 1]);
        acc2.intoArray(y, yAt + dst[first + 2]);
        acc3.intoArray(y, yAt + dst[first + 3]);
        acc4.intoArray(y, yAt + dst[first + 4]);
        acc5.intoArray(y, yAt + dst[first + 5]);
        acc6.intoArray(y, yAt + dst[first + 6]);
        acc7.intoArray(y, yAt + dst[first + 7]);
    }
}
