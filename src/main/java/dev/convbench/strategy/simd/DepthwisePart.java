package dev.convbench.strategy.simd;

/** One correlation of a {@link DepthwisePass}, plane by plane. */
interface DepthwisePart {
    /** Elements of a worker's memory that it uses. */
    int laneLength();

    /**
     * Computes some planes of all images.
     *
     * @param from first plane
     * @param to behind the last
     * @param source x or dy
     * @param w weights
     * @param bias of each channel, or null
     * @param lane this worker's memory
     * @param out y or dx
     * @param channels channels of an image
     */
    void run(int from, int to, double[] source, double[] w, double[] bias, double[] lane, double[] out, int channels);
}
