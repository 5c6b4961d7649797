package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector side of {@link Rows}. */
final class VectorRows {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    private VectorRows() {}

    /** The last vector of a row overlaps the one before it. */
    static void copy(
            double[] source,
            int sourceAt,
            int sourcePitch,
            double[] target,
            int targetAt,
            int targetPitch,
            int width,
            int rows) {
        int last = width - LANES;
        for (int i = 0; i < rows; i++) {
            int from = sourceAt + i * sourcePitch;
            int to = targetAt + i * targetPitch;
            if (last < 0) {
                for (int j = 0; j < width; j++) {
                    target[to + j] = source[from + j];
                }
                continue;
            }
            for (int j = 0; j < last; j += LANES) {
                DoubleVector.fromArray(SPECIES, source, from + j).intoArray(target, to + j);
            }
            DoubleVector.fromArray(SPECIES, source, from + last).intoArray(target, to + last);
        }
    }

    static void add(
            double[] source,
            int sourceAt,
            int sourcePitch,
            double[] target,
            int targetAt,
            int targetPitch,
            int width,
            int rows) {
        int whole = width / LANES * LANES;
        for (int i = 0; i < rows; i++) {
            int from = sourceAt + i * sourcePitch;
            int to = targetAt + i * targetPitch;
            for (int j = 0; j < whole; j += LANES) {
                DoubleVector sum = DoubleVector.fromArray(SPECIES, target, to + j);
                sum.add(DoubleVector.fromArray(SPECIES, source, from + j)).intoArray(target, to + j);
            }
            for (int j = whole; j < width; j++) {
                target[to + j] += source[from + j];
            }
        }
    }
}
