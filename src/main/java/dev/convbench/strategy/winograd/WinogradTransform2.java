package dev.convbench.strategy.winograd;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** F(2, 3), points 0, ±1, ∞: the transforms of inputs and outputs are additions. */
final class WinogradTransform2 extends WinogradTransform {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final WinogradMatrices MATRICES = WinogradMatrices.of(2, 3);

    private static final double KERNEL0 = MATRICES.kernel(0, 0).doubleValue();
    private static final double KERNEL1_0 = MATRICES.kernel(1, 0).doubleValue();
    private static final double KERNEL1_1 = MATRICES.kernel(1, 1).doubleValue();
    private static final double KERNEL1_2 = MATRICES.kernel(1, 2).doubleValue();

    WinogradTransform2() {
        super(2, 3);
    }

    @Override
    void input(int count, double[] in, int at, int step, int next, double[] out, int outAt, int outStep, int outNext) {
        for (int n = 0; n < count; n++) {
            int line = at + n * next;
            int to = outAt + n * outNext;
            DoubleVector d0 = DoubleVector.fromArray(SPECIES, in, line);
            DoubleVector d1 = DoubleVector.fromArray(SPECIES, in, line + step);
            DoubleVector d2 = DoubleVector.fromArray(SPECIES, in, line + 2 * step);
            DoubleVector d3 = DoubleVector.fromArray(SPECIES, in, line + 3 * step);
            d2.sub(d0).intoArray(out, to);
            d2.add(d1).intoArray(out, to + outStep);
            d2.sub(d1).intoArray(out, to + 2 * outStep);
            d3.sub(d1).intoArray(out, to + 3 * outStep);
        }
    }

    @Override
    void kernel(int count, double[] in, int at, int step, int next, double[] out, int outAt, int outStep, int outNext) {
        DoubleVector kernel0 = DoubleVector.broadcast(SPECIES, KERNEL0);
        DoubleVector kernel10 = DoubleVector.broadcast(SPECIES, KERNEL1_0);
        DoubleVector kernel11 = DoubleVector.broadcast(SPECIES, KERNEL1_1);
        DoubleVector kernel12 = DoubleVector.broadcast(SPECIES, KERNEL1_2);
        DoubleVector minus1 = DoubleVector.broadcast(SPECIES, -KERNEL1_1);
        for (int n = 0; n < count; n++) {
            int line = at + n * next;
            int to = outAt + n * outNext;
            DoubleVector g0 = DoubleVector.fromArray(SPECIES, in, line);
            DoubleVector g1 = DoubleVector.fromArray(SPECIES, in, line + step);
            DoubleVector g2 = DoubleVector.fromArray(SPECIES, in, line + 2 * step);
            g0.mul(kernel0).intoArray(out, to);
            DoubleVector even1 = g2.fma(kernel12, g0.mul(kernel10));
            g1.fma(kernel11, even1).intoArray(out, to + outStep);
            g1.fma(minus1, even1).intoArray(out, to + 2 * outStep);
            g2.intoArray(out, to + 3 * outStep);
        }
    }

    @Override
    void output(
            int count,
            double[] in,
            int at,
            int step,
            int next,
            double[] out,
            int outAt,
            int outStep,
            int outNext,
            double[] start,
            int startAt) {
        DoubleVector first = DoubleVector.fromArray(SPECIES, start, startAt);
        for (int n = 0; n < count; n++) {
            int line = at + n * next;
            int to = outAt + n * outNext;
            DoubleVector p0 = DoubleVector.fromArray(SPECIES, in, line);
            DoubleVector p1 = DoubleVector.fromArray(SPECIES, in, line + step);
            DoubleVector p2 = DoubleVector.fromArray(SPECIES, in, line + 2 * step);
            DoubleVector p3 = DoubleVector.fromArray(SPECIES, in, line + 3 * step);
            DoubleVector sum1 = p1.add(p2);
            DoubleVector difference1 = p1.sub(p2);
            sum1.add(first).add(p0).intoArray(out, to);
            difference1.add(first).add(p3).intoArray(out, to + outStep);
        }
    }
}
