package dev.convbench.strategy.tiles;

import dev.convbench.simd.Species;

/**
 * An algorithm that computes an m x m tile of outputs from a side x side tile of inputs, side = m + r − 1, r being the taps of a kernel
 * along an axis: it transforms the inputs and the kernel to points each, multiplies and sums over channels point by point, and
 * transforms the products to outputs. {@link TilePass} makes a convolution of it.
 *
 * <p>Channels are in the lanes: an element below is a vector of channels. Points of V, U and M are some distance apart, and so are
 * pixels of a row and rows of the working memory, which the transform chooses.
 */
public abstract class TileTransform {
    /** Lanes of a vector. */
    public static final int LANES = Species.LANES_F64;

    /** Outputs of a tile along an axis. */
    public final int m;

    /** Taps of a kernel along an axis. */
    public final int r;

    /** Inputs of a tile along an axis. */
    public final int side;

    /** Products of a tile. */
    public final int points;

    /** Neighbouring tiles of a row that are transformed together, at most. */
    public final int segment;

    /** The sizes of an algorithm. */
    protected TileTransform(int m, int r, int points, int segment) {
        this.m = m;
        this.r = r;
        side = m + r - 1;
        this.points = points;
        this.segment = segment;
    }

    /** Elements of working memory of {@link #source}, its inputs included. */
    public abstract int sourceLength();

    /** Where row {@code i} of the inputs begins. */
    public abstract int sourceRow(int i);

    /** Distance between inputs of a row. */
    public abstract int sourceStep();

    /**
     * Inputs to points.
     *
     * @param tiles how many, side by side
     * @param lane working memory that begins with the inputs: rows at {@link #sourceRow}, pixels {@link #sourceStep} apart
     * @param at where it begins
     * @param v receives the points
     * @param vAt where those of the first tile begin
     * @param tile distance between tiles in v
     * @param point distance between points in v
     */
    public abstract void source(int tiles, double[] lane, int at, double[] v, int vAt, int tile, int point);

    /** Elements of working memory of {@link #kernel}. */
    public abstract int kernelLength();

    /**
     * A kernel to points.
     *
     * @param taps holds the kernel
     * @param tapsAt its first tap
     * @param next distance from a tap to the next one in row-major order; negative to read it backwards
     * @param u receives the points
     * @param uAt where
     * @param point distance between points in u
     * @param lane working memory
     * @param at where it begins
     */
    public abstract void kernel(
            double[] taps, int tapsAt, int next, double[] u, int uAt, int point, double[] lane, int at);

    /** Elements of working memory of {@link #output}, the outputs included. */
    public abstract int outputLength();

    /** Where row {@code i} of the outputs begins in the working memory. */
    public abstract int outputRow(int i);

    /** Distance between outputs of a row. */
    public abstract int outputStep();

    /**
     * Products to outputs.
     *
     * @param tiles how many, side by side
     * @param products holds the products
     * @param productsAt those of the first tile
     * @param tile distance between tiles in products
     * @param point distance between points in products
     * @param lane working memory that receives the outputs: rows at {@link #outputRow}, pixels {@link #outputStep} apart
     * @param at where it begins
     * @param bias a vector that is added to all outputs, and a vector of zeros after it
     * @param biasAt where it begins
     */
    public abstract void output(
            int tiles,
            double[] products,
            int productsAt,
            int tile,
            int point,
            double[] lane,
            int at,
            double[] bias,
            int biasAt);
}
