package dev.convbench.gemm;

import dev.convbench.simd.VectorModule;

/** Moves blocks of short rows, with vectors where the JVM has them: a loop or a call for each row costs more than the row. */
public final class Rows {
    private static final boolean VECTORS = VectorModule.isUsable();

    private Rows() {}

    /**
     * target[targetAt + i·targetPitch + j] = source[sourceAt + i·sourcePitch + j], for i &lt; rows, j &lt; width. The arrays
     * must not overlap.
     */
    public static void copy(
            double[] source,
            int sourceAt,
            int sourcePitch,
            double[] target,
            int targetAt,
            int targetPitch,
            int width,
            int rows) {
        if (VECTORS) {
            VectorRows.copy(source, sourceAt, sourcePitch, target, targetAt, targetPitch, width, rows);
            return;
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(source, sourceAt + i * sourcePitch, target, targetAt + i * targetPitch, width);
        }
    }

    /**
     * target[targetAt + i·targetPitch + j] += source[sourceAt + i·sourcePitch + j], for i &lt; rows, j &lt; width. The
     * arrays must not overlap.
     */
    public static void add(
            double[] source,
            int sourceAt,
            int sourcePitch,
            double[] target,
            int targetAt,
            int targetPitch,
            int width,
            int rows) {
        if (VECTORS) {
            VectorRows.add(source, sourceAt, sourcePitch, target, targetAt, targetPitch, width, rows);
            return;
        }
        for (int i = 0; i < rows; i++) {
            int from = sourceAt + i * sourcePitch;
            int to = targetAt + i * targetPitch;
            for (int j = 0; j < width; j++) {
                target[to + j] += source[from + j];
            }
        }
    }
}
