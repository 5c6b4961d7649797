package dev.convbench.gemm;

import dev.convbench.simd.Species;

/** Adds up the lanes of a stored vector, pairwise and always in the same order. */
public final class LaneSum {
    private static final int LANES = Species.LANES_F64;

    private LaneSum() {}

    /** Sum of the lanes stored from {@code at} on. */
    public static double of(double[] lanes, int at) {
        if (LANES == 16) {
            return eight(lanes, at, 2) + eight(lanes, at + 1, 2);
        }
        if (LANES == 8) {
            return eight(lanes, at, 1);
        }
        if (LANES == 4) {
            return lanes[at] + lanes[at + 2] + (lanes[at + 1] + lanes[at + 3]);
        }
        return lanes[at] + lanes[at + 1];
    }

    /** Sum of eight lanes, every {@code step}-th. */
    private static double eight(double[] lanes, int at, int step) {
        return (lanes[at] + lanes[at + 4 * step] + (lanes[at + 2 * step] + lanes[at + 6 * step]))
                + (lanes[at + step] + lanes[at + 5 * step] + (lanes[at + 3 * step] + lanes[at + 7 * step]));
    }
}
