package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;

/**
 * By how many cells an average divides: the product of the rows and the columns of a window that count. A count of 0, a
 * window of padding that is not counted, has sum 0 as well; columns then give 1, so that 0 / 1 = 0.
 */
final class AverageCells {
    private AverageCells() {}

    static int[] rows(PoolShape shape) {
        int[] cells = new int[shape.oh()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = counted(
                    i * shape.sh() - shape.padTop(),
                    shape.kh(),
                    shape.ih(),
                    shape.padTop(),
                    shape.padBottom(),
                    shape.kind());
        }
        return cells;
    }

    static double[] columns(PoolShape shape) {
        double[] cells = new double[shape.ow()];
        for (int j = 0; j < cells.length; j++) {
            int count = counted(
                    j * shape.sw() - shape.padLeft(),
                    shape.kw(),
                    shape.iw(),
                    shape.padLeft(),
                    shape.padRight(),
                    shape.kind());
            cells[j] = Math.max(1, count);
        }
        return cells;
    }

    private static int counted(int start, int extent, int in, int padBegin, int padEnd, PoolKind kind) {
        boolean padding = kind == PoolKind.AVERAGE_INCLUDE_PADDING;
        int from = Math.max(start, padding ? -padBegin : 0);
        int to = Math.min(start + extent, padding ? in + padEnd : in);
        return Math.max(0, to - from);
    }
}
