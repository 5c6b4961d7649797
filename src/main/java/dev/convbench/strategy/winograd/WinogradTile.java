package dev.convbench.strategy.winograd;

import dev.convbench.strategy.tiles.TileWork;

/** The rule that picks a tile by shape. */
final class WinogradTile {
    private static final int[] SIZES = {4, 2, 6};

    /**
     * What a multiplication of F(6, 3) costs, one of F(4, 3) being 1: its transforms take more additions, and 64 points more
     * weights. Measured on 3x3 layers of VGG, ResNet and GoogLeNet: it pays from some 13% fewer multiplications on; with few
     * weights, which stay in L2 and L3, from 5% on.
     */
    private static final double LARGEST_COST = 1.15;

    private static final double LARGEST_COST_FEW_WEIGHTS = 1.05;

    /** Products of channels that count as few weights. */
    private static final int FEW_WEIGHTS = 128 * 128;

    private WinogradTile() {}

    /** For 5x5 kernels the only one; else the tile with the fewest multiplications, those in the unused parts of the last tiles counted. */
    static int choose(TileWork work) {
        if (work.side() != 3) {
            return 4;
        }
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        boolean few = (long) work.channels() * work.outputs() < FEW_WEIGHTS;
        double largest = few ? LARGEST_COST_FEW_WEIGHTS : LARGEST_COST;
        for (int m : SIZES) {
            int alpha = m + work.side() - 1;
            double cost = (double) work.tiles(m) * alpha * alpha * (m == 6 ? largest : 1);
            if (cost < least) {
                least = cost;
                best = m;
            }
        }
        return best;
    }
}
