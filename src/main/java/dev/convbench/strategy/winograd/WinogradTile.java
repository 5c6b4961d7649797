package dev.convbench.strategy.winograd;

/** The rule that picks a tile by shape. */
final class WinogradTile {
    private static final int[] SIZES = {4, 2, 6};

    /**
     * What a multiplication of F(6, 3) costs, one of F(4, 3) being 1: its transforms take more additions, and 64 points more
     * weights. Measured on 3x3 layers of VGG and ResNet: it pays from some 13% fewer multiplications on.
     */
    private static final double LARGEST_COST = 1.15;

    private WinogradTile() {}

    /** The tile with the fewest multiplications, those in the unused parts of the last tiles counted. */
    static int choose(WinogradWork work) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int m : SIZES) {
            int alpha = m + WinogradMatrices.TAPS - 1;
            double cost = (double) work.tiles(m) * alpha * alpha * (m == 6 ? LARGEST_COST : 1);
            if (cost < least) {
                least = cost;
                best = m;
            }
        }
        return best;
    }
}
