package dev.convbench.strategy.winograd;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** F(4, 3), points 0, ±1, ±2, ∞. */
final class WinogradTransform4 extends WinogradTransform {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final WinogradMatrices MATRICES = WinogradMatrices.of(4, 3);

    private static final double ZERO0 = MATRICES.input(0, 0).doubleValue();
    private static final double ZERO2 = MATRICES.input(0, 2).doubleValue();
    private static final double PAIR1_2 = MATRICES.input(1, 2).doubleValue();
    private static final double PAIR2_2 = MATRICES.input(3, 2).doubleValue();
    private static final double POINT2_1 = MATRICES.output(1, 3).doubleValue();
    private static final double POINT2_2 = MATRICES.output(2, 3).doubleValue();
    private static final double POINT2_3 = MATRICES.output(3, 3).doubleValue();
    private static final double KERNEL0 = MATRICES.kernel(0, 0).doubleValue();
    private static final double KERNEL1_0 = MATRICES.kernel(1, 0).doubleValue();
    private static final double KERNEL1_1 = MATRICES.kernel(1, 1).doubleValue();
    private static final double KERNEL1_2 = MATRICES.kernel(1, 2).doubleValue();
    private static final double KERNEL2_0 = MATRICES.kernel(3, 0).doubleValue();
    private static final double KERNEL2_1 = MATRICES.kernel(3, 1).doubleValue();
    private static final double KERNEL2_2 = MATRICES.kernel(3, 2).doubleValue();

    WinogradTransform4() {
        super(4, 3);
    }

    @Override
    void input(int count, double[] in, int at, int step, int next, double[] out, int outAt, int outStep, int outNext) {
        DoubleVector zero0 = DoubleVector.broadcast(SPECIES, ZERO0);
        DoubleVector zero2 = DoubleVector.broadcast(SPECIES, ZERO2);
        DoubleVector pair12 = DoubleVector.broadcast(SPECIES, PAIR1_2);
        DoubleVector pair22 = DoubleVector.broadcast(SPECIES, PAIR2_2);
        DoubleVector point2 = DoubleVector.broadcast(SPECIES, POINT2_1);
        DoubleVector minus2 = DoubleVector.broadcast(SPECIES, -POINT2_1);
        for (int n = 0; n < count; n++) {
            int line = at + n * next;
            int to = outAt + n * outNext;
            DoubleVector d0 = DoubleVector.fromArray(SPECIES, in, line);
            DoubleVector d1 = DoubleVector.fromArray(SPECIES, in, line + step);
            DoubleVector d2 = DoubleVector.fromArray(SPECIES, in, line + 2 * step);
            DoubleVector d3 = DoubleVector.fromArray(SPECIES, in, line + 3 * step);
            DoubleVector d4 = DoubleVector.fromArray(SPECIES, in, line + 4 * step);
            DoubleVector d5 = DoubleVector.fromArray(SPECIES, in, line + 5 * step);
            d0.fma(zero0, d2.fma(zero2, d4)).intoArray(out, to);
            DoubleVector even1 = d2.fma(pair12, d4);
            DoubleVector odd1 = d1.fma(pair12, d3);
            even1.add(odd1).intoArray(out, to + outStep);
            even1.sub(odd1).intoArray(out, to + 2 * outStep);
            DoubleVector even2 = d2.fma(pair22, d4);
            DoubleVector odd2 = d1.fma(pair22, d3);
            odd2.fma(point2, even2).intoArray(out, to + 3 * outStep);
            odd2.fma(minus2, even2).intoArray(out, to + 4 * outStep);
            d1.fma(zero0, d3.fma(zero2, d5)).intoArray(out, to + 5 * outStep);
        }
    }

    @Override
    void kernel(int count, double[] in, int at, int step, int next, double[] out, int outAt, int outStep, int outNext) {
        DoubleVector kernel0 = DoubleVector.broadcast(SPECIES, KERNEL0);
        DoubleVector kernel10 = DoubleVector.broadcast(SPECIES, KERNEL1_0);
        DoubleVector kernel11 = DoubleVector.broadcast(SPECIES, KERNEL1_1);
        DoubleVector kernel12 = DoubleVector.broadcast(SPECIES, KERNEL1_2);
        DoubleVector minus1 = DoubleVector.broadcast(SPECIES, -KERNEL1_1);
        DoubleVector kernel20 = DoubleVector.broadcast(SPECIES, KERNEL2_0);
        DoubleVector kernel21 = DoubleVector.broadcast(SPECIES, KERNEL2_1);
        DoubleVector kernel22 = DoubleVector.broadcast(SPECIES, KERNEL2_2);
        DoubleVector minus2 = DoubleVector.broadcast(SPECIES, -KERNEL2_1);
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
            DoubleVector even2 = g2.fma(kernel22, g0.mul(kernel20));
            g1.fma(kernel21, even2).intoArray(out, to + 3 * outStep);
            g1.fma(minus2, even2).intoArray(out, to + 4 * outStep);
            g2.intoArray(out, to + 5 * outStep);
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
        DoubleVector point21 = DoubleVector.broadcast(SPECIES, POINT2_1);
        DoubleVector point22 = DoubleVector.broadcast(SPECIES, POINT2_2);
        DoubleVector point23 = DoubleVector.broadcast(SPECIES, POINT2_3);
        DoubleVector first = DoubleVector.fromArray(SPECIES, start, startAt);
        for (int n = 0; n < count; n++) {
            int line = at + n * next;
            int to = outAt + n * outNext;
            DoubleVector p0 = DoubleVector.fromArray(SPECIES, in, line);
            DoubleVector p1 = DoubleVector.fromArray(SPECIES, in, line + step);
            DoubleVector p2 = DoubleVector.fromArray(SPECIES, in, line + 2 * step);
            DoubleVector p3 = DoubleVector.fromArray(SPECIES, in, line + 3 * step);
            DoubleVector p4 = DoubleVector.fromArray(SPECIES, in, line + 4 * step);
            DoubleVector p5 = DoubleVector.fromArray(SPECIES, in, line + 5 * step);
            DoubleVector sum1 = p1.add(p2);
            DoubleVector difference1 = p1.sub(p2);
            DoubleVector sum2 = p3.add(p4);
            DoubleVector difference2 = p3.sub(p4);
            sum1.add(first).add(sum2).add(p0).intoArray(out, to);
            difference2.fma(point21, difference1.add(first)).intoArray(out, to + outStep);
            sum2.fma(point22, sum1.add(first)).intoArray(out, to + 2 * outStep);
            difference2.fma(point23, difference1.add(first)).add(p5).intoArray(out, to + 3 * outStep);
        }
    }
}
