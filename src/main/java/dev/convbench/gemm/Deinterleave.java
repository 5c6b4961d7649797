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

    /** target[targetAt + i] = source[sourceAt + 2·i] for i < count. */
    public static void everySecond(double[] source, int sourceAt, double[] target, int targetAt, int count) {
        int i = 0;
        // The second vector of a step reads one element past its last even one: stop where that may not exist.
        for (; i + LANES <= count && sourceAt + 2 * (i + LANES) <= source.length; i += LANES) {
            DoubleVector low = DoubleVector.fromArray(SPECIES, source, sourceAt + 2 * i);
            DoubleVector high = DoubleVector.fromArray(SPECIES, source, sourceAt + 2 * i + LANES);
            low.rearrange(EVEN).blend(high.rearrange(EVEN), UPPER_HALF).intoArray(target, targetAt + i);
        }
        for (; i < count; i++) {
            target[targetAt + i] = source[sourceAt + 2 * i];
        }
    }
}
