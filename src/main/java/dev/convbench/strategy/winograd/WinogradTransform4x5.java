package dev.convbench.strategy.winograd;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** F(4, 5), points 0, ±1, ±2, ±1/2, ∞: 5x5 kernels. */
final class WinogradTransform4x5 extends WinogradEightPoints {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final WinogradMatrices MATRICES = WinogradMatrices.of(4, 5);

    private static final double KERNEL0 = MATRICES.kernel(0, 0).doubleValue();
    private static final double KERNEL1_0 = MATRICES.kernel(1, 0).doubleValue();
    private static final double KERNEL1_1 = MATRICES.kernel(1, 1).doubleValue();
    private static final double KERNEL1_2 = MATRICES.kernel(1, 2).doubleValue();
    private static final double KERNEL1_3 = MATRICES.kernel(1, 3).doubleValue();
    private static final double KERNEL1_4 = MATRICES.kernel(1, 4).doubleValue();
    private static final double KERNEL2_0 = MATRICES.kernel(3, 0).doubleValue();
    private static final double KERNEL2_1 = MATRICES.kernel(3, 1).doubleValue();
    private static final double KERNEL2_2 = MATRICES.kernel(3, 2).doubleValue();
    private static final double KERNEL2_3 = MATRICES.kernel(3, 3).doubleValue();
    private static final double KERNEL2_4 = MATRICES.kernel(3, 4).doubleValue();
    private static final double KERNEL3_0 = MATRICES.kernel(5, 0).doubleValue();
    private static final double KERNEL3_1 = MATRICES.kernel(5, 1).doubleValue();
    private static final double KERNEL3_2 = MATRICES.kernel(5, 2).doubleValue();
    private static final double KERNEL3_3 = MATRICES.kernel(5, 3).doubleValue();
    private static final double KERNEL3_4 = MATRICES.kernel(5, 4).doubleValue();
    private static final double POINT2_1 = MATRICES.output(1, 3).doubleValue();
    private static final double POINT2_2 = MATRICES.output(2, 3).doubleValue();
    private static final double POINT2_3 = MATRICES.output(3, 3).doubleValue();
    private static final double POINT3_1 = MATRICES.output(1, 5).doubleValue();
    private static final double POINT3_2 = MATRICES.output(2, 5).doubleValue();
    private static final double POINT3_3 = MATRICES.output(3, 5).doubleValue();

    WinogradTransform4x5() {
        super(4, 5);
    }

    @Override
    void kernel(int count, double[] in, int at, int step, int next, double[] out, int outAt, int outStep, int outNext) {
        DoubleVector kernel0 = DoubleVector.broadcast(SPECIES, KERNEL0);
        DoubleVector kernel10 = DoubleVector.broadcast(SPECIES, KERNEL1_0);
        DoubleVector kernel11 = DoubleVector.broadcast(SPECIES, KERNEL1_1);
        DoubleVector kernel12 = DoubleVector.broadcast(SPECIES, KERNEL1_2);
        DoubleVector kernel13 = DoubleVector.broadcast(SPECIES, KERNEL1_3);
        DoubleVector kernel14 = DoubleVector.broadcast(SPECIES, KERNEL1_4);
        DoubleVector kernel20 = DoubleVector.broadcast(SPECIES, KERNEL2_0);
        DoubleVector kernel21 = DoubleVector.broadcast(SPECIES, KERNEL2_1);
        DoubleVector kernel22 = DoubleVector.broadcast(SPECIES, KERNEL2_2);
        DoubleVector kernel23 = DoubleVector.broadcast(SPECIES, KERNEL2_3);
        DoubleVector kernel24 = DoubleVector.broadcast(SPECIES, KERNEL2_4);
        DoubleVector kernel30 = DoubleVector.broadcast(SPECIES, KERNEL3_0);
        DoubleVector kernel31 = DoubleVector.broadcast(SPECIES, KERNEL3_1);
        DoubleVector kernel32 = DoubleVector.broadcast(SPECIES, KERNEL3_2);
        DoubleVector kernel33 = DoubleVector.broadcast(SPECIES, KERNEL3_3);
        DoubleVector kernel34 = DoubleVector.broadcast(SPECIES, KERNEL3_4);
        for (int n = 0; n < count; n++) {
            int line = at + n * next;
            int to = outAt + n * outNext;
            DoubleVector g0 = DoubleVector.fromArray(SPECIES, in, line);
            DoubleVector g1 = DoubleVector.fromArray(SPECIES, in, line + step);
            DoubleVector g2 = DoubleVector.fromArray(SPECIES, in, line + 2 * step);
            DoubleVector g3 = DoubleVector.fromArray(SPECIES, in, line + 3 * step);
            DoubleVector g4 = DoubleVector.fromArray(SPECIES, in, line + 4 * step);
            g0.mul(kernel0).intoArray(out, to);
            DoubleVector even1 = g4.fma(kernel14, g2.fma(kernel12, g0.mul(kernel10)));
            DoubleVector odd1 = g3.fma(kernel13, g1.mul(kernel11));
            even1.add(odd1).intoArray(out, to + outStep);
            even1.sub(odd1).intoArray(out, to + 2 * outStep);
            DoubleVector even2 = g4.fma(kernel24, g2.fma(kernel22, g0.mul(kernel20)));
            DoubleVector odd2 = g3.fma(kernel23, g1.mul(kernel21));
            even2.add(odd2).intoArray(out, to + 3 * outStep);
            even2.sub(odd2).intoArray(out, to + 4 * outStep);
            DoubleVector even3 = g4.fma(kernel34, g2.fma(kernel32, g0.mul(kernel30)));
            DoubleVector odd3 = g3.fma(kernel33, g1.mul(kernel31));
            even3.add(odd3).intoArray(out, to + 5 * outStep);
            even3.sub(odd3).intoArray(out, to + 6 * outStep);
            g4.intoArray(out, to + 7 * outStep);
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
        DoubleVector point31 = DoubleVector.broadcast(SPECIES, POINT3_1);
        DoubleVector point32 = DoubleVector.broadcast(SPECIES, POINT3_2);
        DoubleVector point33 = DoubleVector.broadcast(SPECIES, POINT3_3);
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
            DoubleVector p6 = DoubleVector.fromArray(SPECIES, in, line + 6 * step);
            DoubleVector p7 = DoubleVector.fromArray(SPECIES, in, line + 7 * step);
            DoubleVector sum1 = p1.add(p2);
            DoubleVector difference1 = p1.sub(p2);
            DoubleVector sum2 = p3.add(p4);
            DoubleVector difference2 = p3.sub(p4);
            DoubleVector sum3 = p5.add(p6);
            DoubleVector difference3 = p5.sub(p6);
            sum1.add(first).add(sum2).add(sum3).add(p0).intoArray(out, to);
            difference3
                    .fma(point31, difference2.fma(point21, difference1.add(first)))
                    .intoArray(out, to + outStep);
            sum3.fma(point32, sum2.fma(point22, sum1.add(first))).intoArray(out, to + 2 * outStep);
            difference3
                    .fma(point33, difference2.fma(point23, difference1.add(first)))
                    .add(p7)
                    .intoArray(out, to + 3 * outStep);
        }
    }
}
