package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A microkernel for a column that fills no vector: the rows of a micropanel of A stand in the lanes, not the columns.
 *
 * <p>sums[m] = Σ_k a[aAt + k·MR + m] · b[bAt + k·MR + m], where b holds each element of the column MR times, one copy behind the other.
 * That is a product of two runs of memory, element by element; eight vectors of sums hide the latency of a multiply-add. A step of k costs
 * MR/LANES multiply-adds, where a {@link VectorTile} of one vector costs MR.
 */
public final class ColumnTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    /** Vectors of sums. */
    private static final int SUMS = 8;

    /** Elements that a step multiplies. */
    private static final int STEP = SUMS * LANES;

    private ColumnTile() {}

    /** Whether the rows of a micropanel come round in a step. */
    public static boolean fits(int mr) {
        return STEP % mr == 0;
    }

    /** Doubles of working memory. */
    public static int laneDoubles() {
        return STEP;
    }

    /**
     * Computes the sums of one column.
     *
     * @param mr rows, such that {@link #fits}
     * @param kc terms, at most {@link VectorTile#MOST_TERMS}
     * @param a a micropanel of A, k-major
     * @param aAt its first element
     * @param b the column, each element {@code mr} times
     * @param bAt its first element
     * @param lanes working memory; its first {@code mr} elements receive the sums
     * @param lanesAt its first element
     */
    public static void run(int mr, int kc, double[] a, int aAt, double[] b, int bAt, double[] lanes, int lanesAt) {
        int length = kc * mr;
        int whole = length / STEP;
        products(whole, a, aAt, b, bAt, lanes, lanesAt);
        for (int i = whole * STEP, lane = 0; i < length; i++, lane++) {
            lanes[lanesAt + lane] += a[aAt + i] * b[bAt + i];
        }
        for (int half = STEP / 2; half >= mr; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[lanesAt + i] += lanes[lanesAt + half + i];
            }
        }
    }

    private static void products(int steps, double[] a, int aAt, double[] b, int bAt, double[] lanes, int lanesAt) {
        DoubleVector sum0 = DoubleVector.zero(SPECIES);
        DoubleVector sum1 = sum0;
        DoubleVector sum2 = sum0;
        DoubleVector sum3 = sum0;
        DoubleVector sum4 = sum0;
        DoubleVector sum5 = sum0;
        DoubleVector sum6 = sum0;
        DoubleVector sum7 = sum0;
        for (int s = 0; s < steps; s++) {
            int p = aAt + s * STEP;
            int q = bAt + s * STEP;
            DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, p);
            DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, p + LANES);
            DoubleVector a2 = DoubleVector.fromArray(SPECIES, a, p + 2 * LANES);
            DoubleVector a3 = DoubleVector.fromArray(SPECIES, a, p + 3 * LANES);
            DoubleVector a4 = DoubleVector.fromArray(SPECIES, a, p + 4 * LANES);
            DoubleVector a5 = DoubleVector.fromArray(SPECIES, a, p + 5 * LANES);
            DoubleVector a6 = DoubleVector.fromArray(SPECIES, a, p + 6 * LANES);
            DoubleVector a7 = DoubleVector.fromArray(SPECIES, a, p + 7 * LANES);
            sum0 = DoubleVector.fromArray(SPECIES, b, q).fma(a0, sum0);
            sum1 = DoubleVector.fromArray(SPECIES, b, q + LANES).fma(a1, sum1);
            sum2 = DoubleVector.fromArray(SPECIES, b, q + 2 * LANES).fma(a2, sum2);
            sum3 = DoubleVector.fromArray(SPECIES, b, q + 3 * LANES).fma(a3, sum3);
            sum4 = DoubleVector.fromArray(SPECIES, b, q + 4 * LANES).fma(a4, sum4);
            sum5 = DoubleVector.fromArray(SPECIES, b, q + 5 * LANES).fma(a5, sum5);
            sum6 = DoubleVector.fromArray(SPECIES, b, q + 6 * LANES).fma(a6, sum6);
            sum7 = DoubleVector.fromArray(SPECIES, b, q + 7 * LANES).fma(a7, sum7);
        }
        sum0.intoArray(lanes, lanesAt);
        sum1.intoArray(lanes, lanesAt + LANES);
        sum2.intoArray(lanes, lanesAt + 2 * LANES);
        sum3.intoArray(lanes, lanesAt + 3 * LANES);
        sum4.intoArray(lanes, lanesAt + 4 * LANES);
        sum5.intoArray(lanes, lanesAt + 5 * LANES);
        sum6.intoArray(lanes, lanesAt + 6 * LANES);
        sum7.intoArray(lanes, lanesAt + 7 * LANES);
    }
}
