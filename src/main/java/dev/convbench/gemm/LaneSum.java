package dev.convbench.gemm;

import dev.convbench.simd.Species;

/** Adds up the lanes of a stored vector, pairwise and always in the same order. */
public final class LaneSum {
    private static final int LANES = Species.LANES_F64;

    private LaneSum() {}

    /** Sum of the lanes stored from {@code at} on. */
    public static double of(double[] lanes, int at) {
        if (LANES == 8) {
            return (lanes[at] + lanes[at + 4] + (lanes[at + 2] + lanes[at + 6]))
                    + (lanes[at + 1] + lanes[at + 5] + (lanes[at + 3] + lanes[at + 7]));
        }
        if (LANES == 4) {
            return lanes[at] + lanes[at + 2] + (lanes[at + 1] + lanes[at + 3]);
        }
        return lanes[at] + lanes[at + 1];
    }
}
