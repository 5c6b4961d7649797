package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Copies every second element with vectors: how a stride-2 read becomes unit-stride. */
public final class Deinterleave {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    /** Lanes 0, 2, 4, … of two vectors in a row; as an index into either: the upper half of the lanes is
     * taken from the second. */
    private static final VectorShuffle<Double> EVEN = VectorShuffle.fromOp(SPECIES, lane -> 2 * lane % LANES);

    private static final VectorMask<Double> UPPER_HALF =
            VectorMask.fromLong(SPECIES, ((1L << LANES) - 1) & -(1L << (LANES / 2)));

    private Deinterleave() {}

    /** target[targetAt + i] = source[sourceAt + 2·i] for i &lt; count. */
    public static void everySecond(double[] source, int sourceAt, double[] target, int targetAt, int count) {
        // The second vector of a step reads one element past its last even one: not where that may not exist.
        if (count >= LANES && sourceAt + 2 * count <= source.length) {
            for (int i = 0; i < count - LANES; i += LANES) {
                copyVector(source, sourceAt + 2 * i, target, targetAt + i);
            }
            copyVector(source, sourceAt + 2 * (count - LANES), target, targetAt + count - LANES);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[targetAt + i] = source[sourceAt + 2 * i];
        }
    }

    /**
     * The same for {@code rows} short rows, {@code sourceStep} and {@code targetStep} apart: one column of vectors after
     * the other.
     */
    public static void everySecond(
            double[] source,
            int sourceAt,
            int sourceStep,
            double[] target,
            int targetAt,
            int targetStep,
            int count,
            int rows) {
        boolean lastFits = sourceAt + (rows - 1) * sourceStep + 2 * count <= source.length;
        int safeRows = count < LANES ? 0 : lastFits ? rows : rows - 1;
        if (safeRows > 0) {
            for (int j = 0; j < count; j += LANES) {
                int column = Math.min(j, count - LANES);
                int from = sourceAt + 2 * column;
                int to = targetAt + column;
                for (int i = 0; i < safeRows; i++, from += sourceStep, to += targetStep) {
                    copyVector(source, from, target, to);
                }
            }
        }
        for (int i = safeRows; i < rows; i++) {
            everySecond(source, sourceAt + i * sourceStep, target, targetAt + i * targetStep, count);
        }
    }

    /** One vector; reads one element past its last even one. */
    private static void copyVector(double[] source, int from, double[] target, int to) {
        DoubleVector low = DoubleVector.fromArray(SPECIES, source, from);
        DoubleVector high = DoubleVector.fromArray(SPECIES, source, from + LANES);
        low.rearrange(EVEN).blend(high.rearrange(EVEN), UPPER_HALF).intoArray(target, to);
    }
}
