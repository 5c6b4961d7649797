package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * What an exchange of lanes between two vectors takes, a step of {@link Transposition}: which lanes change places, and which of them come
 * from the partner. For constants of kernels, not for their loops.
 */
final class LaneExchange {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    private LaneExchange() {}

    /** Lane i ^ distance. */
    static VectorShuffle<Double> swap(int distance) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) % LANES);
    }

    /** Lanes that have the bit. */
    static VectorMask<Double> set(int bit) {
        long lanes = 0;
        for (int lane = 0; lane < LANES; lane++) {
            lanes |= (lane & bit) != 0 ? 1L << lane : 0;
        }
        return VectorMask.fromLong(SPECIES, lanes);
    }
}
