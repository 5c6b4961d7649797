package dev.convbench.strategy.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Indices that travel in the lanes of floating point vectors, in both precisions.
 *
 * <p>An index n is carried as 1.5·2^m + n, where 2^m is the value at which the unit of the last place is 1. So sums of
 * indices are exact, their order is that of the numbers, and the low bits are n as an int: becoming one is a truncation
 * (double) or a subtraction (float) of bits instead of a conversion.
 */
final class PoolIndices {
    /** The double that stands for index 0. */
    static final double ZERO_F64 = 0x1.8p52;

    /** The float that stands for index 0. */
    static final float ZERO_F32 = 0x1.8p23f;

    /** How many elements a plane can have whose indices travel as doubles. */
    static final long PLANE_F64 = 1L << 31;

    /** How many elements a plane can have whose indices travel as floats. */
    static final long PLANE_F32 = 1L << 22;

    /** Ints, as many lanes as double vectors of the pooling kernels have. */
    private static final VectorSpecies<Integer> HALF =
            VectorSpecies.of(int.class, VectorShape.forBitSize(SimdPoolLanes.F64.vectorBitSize() / 2));

    /** Ints, as many lanes as float vectors of the pooling kernels have. */
    private static final VectorSpecies<Integer> INTS =
            VectorSpecies.of(int.class, VectorShape.forBitSize(SimdPoolLanes.F64.vectorBitSize()));

    private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, INTS.vectorShape());

    private static final int ZERO_BITS = Float.floatToRawIntBits(ZERO_F32);

    private PoolIndices() {}

    /** Writes indices carried as doubles. */
    static void store(DoubleVector indices, int[] target, int at) {
        ((IntVector) indices.reinterpretAsLongs().convertShape(VectorOperators.L2I, HALF, 0)).intoArray(target, at);
    }

    /** Writes indices carried as floats. */
    static void store(FloatVector indices, int[] target, int at) {
        indices.reinterpretAsInts().sub(ZERO_BITS).intoArray(target, at);
    }

    /** Indices as the numbers they are, for lanes of doubles; {@code precision} only chooses this method. */
    static DoubleVector load(DoubleVector precision, int[] source, int at) {
        return (DoubleVector)
                IntVector.fromArray(HALF, source, at).convertShape(VectorOperators.I2D, SimdPoolLanes.F64, 0);
    }

    /** Indices as the numbers they are, for lanes of floats: exact, see {@link #PLANE_F32}. */
    static FloatVector load(FloatVector precision, int[] source, int at) {
        return (FloatVector) IntVector.fromArray(INTS, source, at).convertShape(VectorOperators.I2F, FLOATS, 0);
    }
}
