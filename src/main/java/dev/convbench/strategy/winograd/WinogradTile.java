package dev.convbench.strategy.winograd;

/** The rule that picks a tile by shape. */
final class WinogradTile {
    private static final int[] SIZES = {4, 2, 6};

    private WinogradTile() {}

    /** The tile with the fewest multiplications, those in the unused parts of the last tiles counted. */
    static int choose(WinogradWork work) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int m : SIZES) {
            int alpha = m + WinogradMatrices.TAPS - 1;
            double multiplications = (double) work.tiles(m) * alpha * alpha;
            if (multiplications < least) {
                least = multiplications;
                best = m;
            }
        }
        return best;
    }
}
