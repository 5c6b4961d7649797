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
 * the same bits. A plane no wider than a vector is one narrow copy, and its outputs, of which the vectors compute more than there are, go
 * to this worker's memory first.
 */
final class DepthwiseWindow3 implements DepthwisePart {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    private static final int TAPS = 9;

    /** Distance of the rows of a narrow copy: a vector, and the pixel or zero on each side of it, in whole vectors. */
    private static final int NARROW = 2 * LANES;

    /** Rows of a plane at most: narrow copies of more would take gigabytes, and a plane so tall is no image. */
    private static final int MOST_ROWS = 1 << 16;

    private final Correlation work;
    private final Target target;

    /** First columns of the vectors that have pixels on both sides, an even number of them. */
    private final int[] inner;

    /** Whether {@code work} is such a correlation. */
    static boolean fits(Correlation work, Target target) {
        boolean nine = work.taps() == TAPS;
        for (int t = 0; nine && t < TAPS; t++) {
            nine = work.tapRow()[t] == t / 3 && work.tapColumn()[t] == t % 3;
        }
        boolean same = work.outH() == work.sourceH() && work.outW() == work.sourceW();
        boolean one = work.sh() == 1 && work.sw() == 1 && work.padTop() == 1 && work.padLeft() == 1;
        return nine && same && one && target.isDense(work) && work.outH() <= MOST_ROWS;
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

    // A lane: the narrow copies of the first and of the last columns, the weights of a plane, the outputs of a narrow
    // one.

    private int lastAt() {
        return work.outH() * NARROW;
    }

    private int weightsAt() {
        return 2 * lastAt();
    }

    private int outputsAt() {
        return weightsAt() + TAPS;
    }

    private boolean isNarrow() {
        return work.outW() <= LANES;
    }

    @Override
    public int laneLength() {
        return outputsAt() + (isNarrow() ? work.outH() * work.outW() + LANES : 0);
    }

    @Override
    public void run(
            int from, int to, double[] source, double[] w, double[] bias, double[] lane, double[] out, int channels) {
        Arrays.fill(lane, 0, weightsAt(), 0);
        for (int p = from; p < to; p++) {
            int channel = p % channels;
            double start = bias == null ? 0 : bias[channel];
            for (int t = 0; t < TAPS; t++) {
                lane[weightsAt() + t] = w[channel * work.wGroup() + work.tapWeight()[t]];
            }
            int at = p * work.outH() * work.outW();
            if (isNarrow()) {
                narrowPlane(source, at, lane, start, out, target.at(0, p));
            } else {
                widePlane(source, at, lane, start, out, target.at(0, p));
            }
        }
    }

    private void narrowPlane(double[] source, int at, double[] lane, double start, double[] out, int outAt) {
        int rows = work.outH();
        int outW = work.outW();
        int to = outputsAt();
        copyPlane(source, at, lane);
        DepthwiseColumns3.run(lane, 0, 0, NARROW, rows, lane, weightsAt(), start, lane, to, to, outW);
        System.arraycopy(lane, to, out, outAt, rows * outW);
    }

    private void widePlane(double[] source, int at, double[] lane, double start, double[] out, int outAt) {
        int rows = work.outH();
        int outW = work.outW();
        int wAt = weightsAt();
        int lastTo = outAt + outW - LANES;
        copyEdges(source, at, lane);
        DepthwiseColumns3.run(lane, 0, lastAt(), NARROW, rows, lane, wAt, start, out, outAt, lastTo, outW);
        for (int v = 0; v < inner.length; v += 2) {
            int left0 = at + inner[v] - 1;
            int left1 = at + inner[v + 1] - 1;
            int to0 = outAt + inner[v];
            int to1 = outAt + inner[v + 1];
            DepthwiseColumns3.run(source, left0, left1, outW, rows, lane, wAt, start, out, to0, to1, outW);
        }
    }

    /** A plane between columns of zeros; what stands behind the second of them is read for outputs that are not there. */
    private void copyPlane(double[] source, int sourceAt, double[] lane) {
        int outW = work.outW();
        for (int i = 0; i < work.outH(); i++) {
            int first = sourceAt + i * outW;
            int to = i * NARROW + 1;
            if (first + LANES <= source.length) {
                DoubleVector.fromArray(SPECIES, source, first).intoArray(lane, to);
                lane[to + outW] = 0;
            } else {
                System.arraycopy(source, first, lane, to, outW);
            }
        }
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
