package dev.convbench.strategy.simd;

import dev.convbench.simd.Species;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A depthwise 3x3 correlation with stride 1 that leaves the size of a plane as it is: {@link DepthwiseColumns3} on x itself, without a
 * padded copy. Only the first and the last columns have zeros beside them: they are read from two narrow copies.
 *
 * <p>A plane is cut into columns of one vector, the last ones overlapping rather than leave the plane; a column may be computed twice, to
 * the same bits.
 */
final class DepthwiseWindow3 implements DepthwisePart {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    private static final int TAPS = 9;

    /** Distance of the rows of a narrow copy: a vector, and the pixel or zero on each side of it, in whole vectors. */
    private static final int NARROW = 2 * LANES;

    private final Correlation work;
    private final Target target;

    /** First columns of the vectors that have pixels on both sides, an even number of them. */
    private final int[] inner;

    /** Whether {@code work} is such a correlation, and its rows are longer than a vector. */
    static boolean fits(Correlation work, Target target) {
        boolean nine = work.taps() == TAPS;
        for (int t = 0; nine && t < TAPS; t++) {
            nine = work.tapRow()[t] == t / 3 && work.tapColumn()[t] == t % 3;
        }
        boolean same = work.outH() == work.sourceH() && work.outW() == work.sourceW();
        boolean one = work.sh() == 1 && work.sw() == 1 && work.padTop() == 1 && work.padLeft() == 1;
        return nine && same && one && target.isDense(work) && work.outW() > LANES;
    }

    DepthwiseWindow3(Correlation work, Target target) {
        this.work = work;
        this.target = target;
        int pixels = Math.max(0, work.outW() - 2 * LANES);
        int vectors = TileTable.vectors(pixels);
        inner = new int[(vectors + 1) / 2 * 2];
        for (int v = 0; v < inner.length; v++) {
            inner[v] = Math.min(LANES + v * LANES, work.outW() - 1 - LANES);
        }
    }

    // A lane: the narrow copies of the first and of the last columns, the weights of a plane.

    private int lastAt() {
        return work.outH() * NARROW;
    }

    private int weightsAt() {
        return 2 * lastAt();
    }

    @Override
    public int laneLength() {
        return weightsAt() + TAPS;
    }

    @Override
    public void run(
            int from, int to, double[] source, double[] w, double[] bias, double[] lane, double[] out, int channels) {
        int plane = work.outH() * work.outW();
        int lastColumn = work.outW() - LANES;
        Arrays.fill(lane, 0, weightsAt(), 0);
        for (int p = from; p < to; p++) {
            int channel = p % channels;
            double start = bias == null ? 0 : bias[channel];
            int wAt = weightsAt();
            for (int t = 0; t < TAPS; t++) {
                lane[wAt + t] = w[channel * work.wGroup() + work.tapWeight()[t]];
            }
            int at = p * plane;
            int outAt = target.at(0, p);
            copyEdges(source, at, lane);
            edges(lane, wAt, start, out, outAt, outAt + lastColumn);
            for (int v = 0; v < inner.length; v += 2) {
                DepthwiseColumns3.run(
                        source,
                        at + inner[v] - 1,
                        at + inner[v + 1] - 1,
                        work.outW(),
                        work.outH(),
                        lane,
                        wAt,
                        start,
                        out,
                        outAt + inner[v],
                        outAt + inner[v + 1],
                        work.outW());
            }
        }
    }

    private void edges(double[] lane, int wAt, double start, double[] out, int firstAt, int lastAt) {
        DepthwiseColumns3.run(
                lane, 0, lastAt(), NARROW, work.outH(), lane, wAt, start, out, firstAt, lastAt, work.outW());
    }

    /** The first columns behind a zero, and the last ones before a zero, with one more on their other side. */
    private void copyEdges(double[] source, int sourceAt, double[] lane) {
        int outW = work.outW();
        int lastAt = lastAt();
        for (int i = 0; i < work.outH(); i++) {
            int first = sourceAt + i * outW;
            int last = first + outW - LANES;
            int to = i * NARROW;
            DoubleVector.fromArray(SPECIES, source, first).intoArray(lane, to + 1);
            DoubleVector.fromArray(SPECIES, source, first + 1).intoArray(lane, to + 2);
            DoubleVector.fromArray(SPECIES, source, last - 1).intoArray(lane, lastAt + to);
            DoubleVector.fromArray(SPECIES, source, last).intoArray(lane, lastAt + to + 1);
        }
    }
}
