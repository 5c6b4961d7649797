package dev.convbench.strategy.simd;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies short rows: a few vectors, the last one overlapping, cost less than a call of {@code System.arraycopy}. */
final class Rows {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;
    private static final int LONG = 32 * LANES;

    private Rows() {}

    /** Copies {@code count} elements; the ranges must not overlap. */
    static void copy(double[] source, int sourceAt, double[] target, int targetAt, int count) {
        if (count >= LONG) {
            System.arraycopy(source, sourceAt, target, targetAt, count);
            return;
        }
        if (count < LANES) {
            for (int i = 0; i < count; i++) {
                target[targetAt + i] = source[sourceAt + i];
            }
            return;
        }
        for (int i = 0; i < count - LANES; i += LANES) {
            DoubleVector.fromArray(SPECIES, source, sourceAt + i).intoArray(target, targetAt + i);
        }
        int last = count - LANES;
        DoubleVector.fromArray(SPECIES, source, sourceAt + last).intoArray(target, targetAt + last);
    }

    /** Copies {@code rows} short rows: one column of vectors after the other, the last one overlapping. */
    static void copyShort(
            double[] source,
            int sourceAt,
            int sourceStep,
            double[] target,
            int targetAt,
            int targetStep,
            int count,
            int rows) {
        for (int j = 0; j < count; j += LANES) {
            int column = Math.min(j, count - LANES);
            int from = sourceAt + column;
            int to = targetAt + column;
            for (int i = 0; i < rows; i++, from += sourceStep, to += targetStep) {
                DoubleVector.fromArray(SPECIES, source, from).intoArray(target, to);
            }
        }
    }

    /**
     * Copies lines of some whole vectors, {@code sourceStep} apart, one behind the other.
     *
     * @param vectors of a line
     */
    static void copyLines(
            double[] source, int sourceAt, int sourceStep, double[] target, int targetAt, int vectors, int lines) {
        if (vectors == 3) {
            copyLines3(source, sourceAt, sourceStep, target, targetAt, lines);
        } else {
            int width = vectors * LANES;
            copyRuns(source, sourceAt, sourceStep, target, targetAt, width, width, lines);
        }
    }

    private static void copyLines3(
            double[] source, int sourceAt, int sourceStep, double[] target, int targetAt, int lines) {
        for (int i = 0; i < lines; i++) {
            int from = sourceAt + i * sourceStep;
            int to = targetAt + i * 3 * LANES;
            DoubleVector v0 = DoubleVector.fromArray(SPECIES, source, from);
            DoubleVector v1 = DoubleVector.fromArray(SPECIES, source, from + LANES);
            DoubleVector v2 = DoubleVector.fromArray(SPECIES, source, from + 2 * LANES);
            v0.intoArray(target, to);
            v1.intoArray(target, to + LANES);
            v2.intoArray(target, to + 2 * LANES);
        }
    }

    /**
     * Copies {@code count} runs of {@code length} elements, {@code sourceStep} and {@code targetStep} apart, whole vectors
     * at a time: up to a vector less one element past each run is read and written. Needs room for that.
     */
    static void copyRuns(
            double[] source,
            int sourceAt,
            int sourceStep,
            double[] target,
            int targetAt,
            int targetStep,
            int length,
            int count) {
        for (int j = 0; j < length; j += LANES) {
            int from = sourceAt + j;
            int to = targetAt + j;
            for (int i = 0; i < count; i++, from += sourceStep, to += targetStep) {
                DoubleVector.fromArray(SPECIES, source, from).intoArray(target, to);
            }
        }
    }
}
