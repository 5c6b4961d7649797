package dev.convbench.strategy.winograd;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** What F(m, r) with m + r = 9 have in common, points 0, ±1, ±2, ±1/2, ∞: Bᵀ depends on the points alone. */
abstract class WinogradEightPoints extends WinogradTransform {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final WinogradMatrices MATRICES = WinogradMatrices.of(6, 3);

    private static final double ZERO0 = MATRICES.input(0, 0).doubleValue();
    private static final double ZERO2 = MATRICES.input(0, 2).doubleValue();
    private static final double ZERO4 = MATRICES.input(0, 4).doubleValue();
    private static final double PAIR1_2 = MATRICES.input(1, 2).doubleValue();
    private static final double PAIR1_4 = MATRICES.input(1, 4).doubleValue();
    private static final double PAIR2_2 = MATRICES.input(3, 2).doubleValue();
    private static final double PAIR2_4 = MATRICES.input(3, 4).doubleValue();
    private static final double PAIR3_2 = MATRICES.input(5, 2).doubleValue();
    private static final double PAIR3_4 = MATRICES.input(5, 4).doubleValue();
    private static final double POINT2 = MATRICES.output(1, 3).doubleValue();
    private static final double POINT3 = MATRICES.output(1, 5).doubleValue();

    WinogradEightPoints(int m, int r) {
        super(m, r);
    }

    @Override
    final void input(
            int count, double[] in, int at, int step, int next, double[] out, int outAt, int outStep, int outNext) {
        DoubleVector zero0 = DoubleVector.broadcast(SPECIES, ZERO0);
        DoubleVector zero2 = DoubleVector.broadcast(SPECIES, ZERO2);
        DoubleVector zero4 = DoubleVector.broadcast(SPECIES, ZERO4);
        DoubleVector pair12 = DoubleVector.broadcast(SPECIES, PAIR1_2);
        DoubleVector pair14 = DoubleVector.broadcast(SPECIES, PAIR1_4);
        DoubleVector pair22 = DoubleVector.broadcast(SPECIES, PAIR2_2);
        DoubleVector pair24 = DoubleVector.broadcast(SPECIES, PAIR2_4);
        DoubleVector point2 = DoubleVector.broadcast(SPECIES, POINT2);
        DoubleVector minus2 = DoubleVector.broadcast(SPECIES, -POINT2);
        DoubleVector pair32 = DoubleVector.broadcast(SPECIES, PAIR3_2);
        DoubleVector pair34 = DoubleVector.broadcast(SPECIES, PAIR3_4);
        DoubleVector point3 = DoubleVector.broadcast(SPECIES, POINT3);
        DoubleVector minus3 = DoubleVector.broadcast(SPECIES, -POINT3);
        for (int n = 0; n < count; n++) {
            int line = at + n * next;
            int to = outAt + n * outNext;
            DoubleVector d0 = DoubleVector.fromArray(SPECIES, in, line);
            DoubleVector d1 = DoubleVector.fromArray(SPECIES, in, line + step);
            DoubleVector d2 = DoubleVector.fromArray(SPECIES, in, line + 2 * step);
            DoubleVector d3 = DoubleVector.fromArray(SPECIES, in, line + 3 * step);
            DoubleVector d4 = DoubleVector.fromArray(SPECIES, in, line + 4 * step);
            DoubleVector d5 = DoubleVector.fromArray(SPECIES, in, line + 5 * step);
            DoubleVector d6 = DoubleVector.fromArray(SPECIES, in, line + 6 * step);
            DoubleVector d7 = DoubleVector.fromArray(SPECIES, in, line + 7 * step);
            d0.fma(zero0, d2.fma(zero2, d4.fma(zero4, d6))).intoArray(out, to);
            DoubleVector even1 = d2.fma(pair12, d4.fma(pair14, d6));
            DoubleVector odd1 = d1.fma(pair12, d3.fma(pair14, d5));
            even1.add(odd1).intoArray(out, to + outStep);
            even1.sub(odd1).intoArray(out, to + 2 * outStep);
            DoubleVector even2 = d2.fma(pair22, d4.fma(pair24, d6));
            DoubleVector odd2 = d1.fma(pair22, d3.fma(pair24, d5));
            odd2.fma(point2, even2).intoArray(out, to + 3 * outStep);
            odd2.fma(minus2, even2).intoArray(out, to + 4 * outStep);
            DoubleVector even3 = d2.fma(pair32, d4.fma(pair34, d6));
            DoubleVector odd3 = d1.fma(pair32, d3.fma(pair34, d5));
            odd3.fma(point3, even3).intoArray(out, to + 5 * outStep);
            odd3.fma(minus3, even3).intoArray(out, to + 6 * outStep);
            d1.fma(zero0, d3.fma(zero2, d5.fma(zero4, d7))).intoArray(out, to + 7 * outStep);
        }
    }
}
