package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;

/**
 * Gradient of max pooling for large planes: dx = 0, then dx[argmax] += dy window by window.
 *
 * <p>Layout: NCHW, argmax within its plane. Additions happen in the order of the windows, as in the reference, so sums are
 * equal bit for bit.
 *
 * <p>A block of rows of dx is cleared just before the first windows that reach it, and so is still in L1 when these add to it:
 * {@link #BLOCK} elements are 8 KiB, a quarter of a usual L1, and long enough that starting a fill costs nothing. An argmax
 * beyond what is cleared is none of its window's pixels; then the plane is done again, cleared as a whole ({@link
 * SimdMaxBackward}, which also serves the planes that are not much larger than a block).
 */
final class SimdMaxRowsBackward implements PoolKernel {
    private static final int BLOCK = 1024;

    private final SimdPoolChunks chunks;
    private final int ih;
    private final int iw;
    private final int oh;
    private final int ow;
    private final int sh;
    private final int padTop;
    /** Rows from a window's first to its last, but not more than can matter. */
    private final int extent;

    private final int rowsPerBlock;

    SimdMaxRowsBackward(PoolShape shape) {
        chunks = new SimdPoolChunks(shape);
        ih = shape.ih();
        iw = shape.iw();
        oh = shape.oh();
        ow = shape.ow();
        sh = shape.sh();
        padTop = shape.padTop();
        extent = (int) Math.min((shape.kh() - 1L) * shape.dh() + 1, (long) padTop + ih);
        rowsPerBlock = Math.max(1, BLOCK / iw);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    /** Whether planes are so large that clearing them block by block pays. */
    static boolean fits(PoolShape shape) {
        return shape.ih() * shape.iw() > 2 * BLOCK;
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        int windows = oh * ow;
        int pixels = ih * iw;
        for (int plane = chunks.begin(chunk); plane < chunks.end(chunk); plane++) {
            if (!blocks(scratch.dy, scratch.argmax, plane * windows, scratch.dx, plane * pixels)) {
                SimdMaxBackward.scatter(
                        scratch.dy, scratch.argmax, plane * windows, windows, scratch.dx, plane * pixels, pixels);
            }
        }
    }

    /** Overwrites one plane of dx; false, and nothing of use in dx, if an argmax is none of its window's pixels. */
    private boolean blocks(double[] dy, int[] argmax, int source, double[] dx, int target) {
        int cleared = 0;
        int i = 0;
        while (i < oh) {
            int rows = Math.min(ih, Math.max(reach(i), cleared + rowsPerBlock));
            Arrays.fill(dx, target + cleared * iw, target + rows * iw, 0);
            cleared = rows;
            int first = i;
            i = rows == ih ? oh : Math.min(oh, Math.max(i, Math.floorDiv(rows + padTop - extent, sh)) + 1);
            if (!scatter(dy, argmax, source + first * ow, source + i * ow, dx, target, cleared * iw)) {
                return false;
            }
        }
        Arrays.fill(dx, target + cleared * iw, target + ih * iw, 0);
        return true;
    }

    /** How many rows of a plane the windows up to row {@code i} can reach. */
    private int reach(int i) {
        return Math.max(0, i * sh - padTop + extent);
    }

    private static boolean scatter(double[] dy, int[] argmax, int from, int to, double[] dx, int target, int cleared) {
        for (int window = from; window < to; window++) {
            int at = argmax[window];
            if (Integer.compareUnsigned(at, cleared) < 0) {
                dx[target + at] += dy[window];
            } else if (at != -1) {
                return false;
            }
        }
        return true;
    }
}
