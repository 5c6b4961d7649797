package dev.convbench.strategy.winograd;

import dev.convbench.strategy.tiles.TileTransform;

/** Winograd's transforms of tiles, from those along one axis: two calls, one an axis, make the transform of a tile. */
final class WinogradTiles extends TileTransform {
    /** Tiles of a segment at most: its two buffers of α rows stay in L1 and the beginning of L2. */
    private static final int SEGMENT = 8;

    private final WinogradTransform transform;
    private final int alpha;

    /** Distance of the rows of inputs of a segment, and of outputs: an odd number of vectors, so that rows do not share cache sets. */
    private final int sourcePitch;

    private final int outputPitch;

    /**
     * The transforms of F(m x m, r x r).
     *
     * @param tilesAcross tiles in a row of an image
     */
    WinogradTiles(WinogradTransform transform, int tilesAcross) {
        super(transform.m, transform.r, transform.alpha * transform.alpha, Math.min(SEGMENT, tilesAcross));
        this.transform = transform;
        alpha = transform.alpha;
        sourcePitch = ((segment * m + r - 1) | 1) * LANES;
        outputPitch = ((segment * m) | 1) * LANES;
    }

    @Override
    public int sourceLength() {
        return 2 * alpha * sourcePitch;
    }

    @Override
    public int sourceRow(int i) {
        return i * sourcePitch;
    }

    @Override
    public int sourceStep() {
        return LANES;
    }

    /** Down the columns, where neighbouring tiles share r − 1 of them, and then along the rows, straight into V. */
    @Override
    public void source(int tiles, double[] lane, int at, double[] v, int vAt, int tile, int point) {
        int width = tiles * m + r - 1;
        int columnsAt = at + alpha * sourcePitch;
        transform.input(width, lane, at, sourcePitch, LANES, lane, columnsAt, sourcePitch, LANES);
        for (int t = 0; t < tiles; t++) {
            int from = columnsAt + t * m * LANES;
            transform.input(alpha, lane, from, LANES, sourcePitch, v, vAt + t * tile, point, alpha * point);
        }
    }

    @Override
    public int kernelLength() {
        return alpha * r * LANES;
    }

    @Override
    public void kernel(double[] taps, int tapsAt, int next, double[] u, int uAt, int point, double[] lane, int at) {
        transform.kernel(r, taps, tapsAt, r * next, next, lane, at, r * LANES, LANES);
        transform.kernel(alpha, lane, at, LANES, r * LANES, u, uAt, point, alpha * point);
    }

    @Override
    public int outputLength() {
        return m * alpha * LANES + m * outputPitch;
    }

    @Override
    public int outputRow(int i) {
        return m * alpha * LANES + i * outputPitch;
    }

    @Override
    public int outputStep() {
        return LANES;
    }

    @Override
    public void output(
            int tiles,
            double[] products,
            int productsAt,
            int tile,
            int point,
            double[] lane,
            int at,
            double[] bias,
            int biasAt) {
        int rows = at + outputRow(0);
        for (int t = 0; t < tiles; t++) {
            int from = productsAt + t * tile;
            transform.output(
                    alpha, products, from, alpha * point, point, lane, at, alpha * LANES, LANES, bias, biasAt + LANES);
            transform.output(
                    m, lane, at, LANES, alpha * LANES, lane, rows + t * m * LANES, LANES, outputPitch, bias, biasAt);
        }
    }

    @Override
    public String toString() {
        return "F(" + m + ", " + r + ")";
    }
}
