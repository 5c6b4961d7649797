package dev.convbench.strategy.simd;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Lane arithmetic shared by the pooling kernels: de-interleaving, and indices that travel as doubles.
 *
 * <p>An index n is carried as {@link #INDEX_ZERO} + n, see {@link PoolIndices}: so one mask blends values and indices
 * without changing lane size, which no JDK before 19 does well.
 */
final class SimdPoolLanes {
    static final VectorSpecies<Double> F64 = Species.F64;
    static final int LANES = Species.LANES_F64;

    /** The double that stands for index 0. */
    static final double INDEX_ZERO = PoolIndices.ZERO_F64;

    /** Zeros. */
    static final DoubleVector ZERO = DoubleVector.zero(F64);

    /** 0, 1, 2, … */
    static final DoubleVector IOTA = (DoubleVector) F64.broadcast(0).addIndex(1);

    private static final VectorShuffle<Double> EVENS = VectorShuffle.fromOp(F64, i -> 2 * i % LANES);
    private static final VectorShuffle<Double> ODDS = VectorShuffle.fromOp(F64, i -> (2 * i + 1) % LANES);
    private static final VectorShuffle<Double> LOW_TWICE = VectorShuffle.fromOp(F64, i -> i / 2);
    private static final VectorShuffle<Double> HIGH_TWICE = VectorShuffle.fromOp(F64, i -> LANES / 2 + i / 2);
    private static final VectorMask<Double> ODD_LANES = VectorMask.fromLong(F64, 0xAAAA_AAAA_AAAA_AAAAL);
    private static final VectorMask<Double> UPPER_HALF = VectorMask.fromLong(F64, -1L << (LANES / 2));

    private SimdPoolLanes() {}

    /** The least multiple of the lane count that is not below n. */
    static int roundUp(int n) {
        return (n + LANES - 1) / LANES * LANES;
    }

    /** Where a later value takes the place of the best so far: it is greater, or NaN. */
    static VectorMask<Double> wins(DoubleVector value, DoubleVector best) {
        return value.compare(VectorOperators.GT, best).or(value.compare(VectorOperators.NE, value));
    }

    /** Elements 0, 2, 4, … of the pair (a, b). */
    static DoubleVector evens(DoubleVector a, DoubleVector b) {
        return a.rearrange(EVENS).blend(b.rearrange(EVENS), UPPER_HALF);
    }

    /** Elements 1, 3, 5, … of the pair (a, b). */
    static DoubleVector odds(DoubleVector a, DoubleVector b) {
        return a.rearrange(ODDS).blend(b.rearrange(ODDS), UPPER_HALF);
    }

    /** a₀, b₀, a₁, b₁, …: the lower half of a and b interleaved. */
    static DoubleVector lowPairs(DoubleVector a, DoubleVector b) {
        return a.rearrange(LOW_TWICE).blend(b.rearrange(LOW_TWICE), ODD_LANES);
    }

    /** The upper half of a and b interleaved. */
    static DoubleVector highPairs(DoubleVector a, DoubleVector b) {
        return a.rearrange(HIGH_TWICE).blend(b.rearrange(HIGH_TWICE), ODD_LANES);
    }

    /** Writes indices carried as doubles to an int array. */
    static void storeIndices(DoubleVector indices, int[] target, int at) {
        PoolIndices.store(indices, target, at);
    }
}
