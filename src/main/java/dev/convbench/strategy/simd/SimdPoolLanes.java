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
    /**
     * Species of the pooling kernels: that of all kernels. Two widths in one JVM spoil each other before JDK 19: C2 no longer
     * knows the class of an accumulator and leaves vectors on the heap.
     */
    static final VectorSpecies<Double> F64 = Species.F64;

    /** Doubles in a vector. */
    static final int LANES = F64.length();

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
    static final VectorShuffle<Double> SWAP = VectorShuffle.fromOp(F64, i -> i ^ 1);
    static final VectorShuffle<Double> IN_ORDER =
            VectorShuffle.fromOp(F64, i -> i < LANES / 2 ? 2 * i : 2 * i - LANES + 1);
    static final VectorShuffle<Double> PAIR_BEFORE = VectorShuffle.fromOp(F64, i -> i < 2 ? i * (LANES - 2) : i - 2);
    static final VectorMask<Double> LANE_0 = VectorMask.fromLong(F64, 1);
    static final VectorMask<Double> ODD_LANES = VectorMask.fromLong(F64, 0xAAAA_AAAA_AAAA_AAAAL);
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

    /** v₀, v₀, v₁, v₁, …: each of the lower half twice. */
    static DoubleVector lowTwice(DoubleVector v) {
        return v.rearrange(LOW_TWICE);
    }

    /** Each of the upper half twice. */
    static DoubleVector highTwice(DoubleVector v) {
        return v.rearrange(HIGH_TWICE);
    }

    /** a₀, b₀, a₁, b₁, …: the lower half of a and b interleaved. */
    static DoubleVector lowPairs(DoubleVector a, DoubleVector b) {
        return a.rearrange(LOW_TWICE).blend(b.rearrange(LOW_TWICE), ODD_LANES);
    }

    /** The upper half of a and b interleaved. */
    static DoubleVector highPairs(DoubleVector a, DoubleVector b) {
        return a.rearrange(HIGH_TWICE).blend(b.rearrange(HIGH_TWICE), ODD_LANES);
    }

    /**
     * The first of each of LANES pairs, which stand in (low, high) one after another, as pairs 0, L/2, 1, L/2 + 1, …: an order
     * that costs one permutation less, see {@link #inOrder}.
     */
    static DoubleVector pairFirsts(DoubleVector low, DoubleVector high) {
        return low.blend(high.rearrange(SWAP), ODD_LANES);
    }

    /** The second of each pair, in the order of {@link #pairFirsts}. */
    static DoubleVector pairSeconds(DoubleVector low, DoubleVector high) {
        return low.rearrange(SWAP).blend(high, ODD_LANES);
    }

    /** For each pair the second of the pair before, which for pair 0 is {@code first}; order of {@link #pairFirsts}. */
    static DoubleVector pairsBefore(DoubleVector seconds, double first) {
        return seconds.rearrange(PAIR_BEFORE).blend(first, LANE_0);
    }

    /** Brings what is in the order of {@link #pairFirsts} into that of the pairs. */
    static DoubleVector inOrder(DoubleVector pairs) {
        return pairs.rearrange(IN_ORDER);
    }

    /** Writes indices carried as doubles to an int array. */
    static void storeIndices(DoubleVector indices, int[] target, int at) {
        PoolIndices.store(indices, target, at);
    }
}
