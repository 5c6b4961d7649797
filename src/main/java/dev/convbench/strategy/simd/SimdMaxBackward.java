package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;
import java.util.Objects;

/**
 * Gradient of max pooling for any shape: dx = 0, then dx[argmax] += dy window by window.
 *
 * <p>Layout: NCHW, argmax within its plane. A plane is cleared and filled while it is in cache; additions happen in the
 * order of the windows, as in the reference, so sums are equal bit for bit.
 *
 * <p>Why scalar: where windows overlap, several of one vector can have the same maximum, and a scatter would lose all but
 * one of them. Comparing argmax with the index of each tap instead costs kh·kw compares and read-modify-writes per vector:
 * for 3x3 as much as LANES scalar additions, for larger windows more.
 */
final class SimdMaxBackward implements PoolKernel {
    private final SimdPoolChunks chunks;
    private final int pixels;
    private final int windows;

    SimdMaxBackward(PoolShape shape) {
        chunks = new SimdPoolChunks(shape);
        pixels = shape.ih() * shape.iw();
        windows = shape.oh() * shape.ow();
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        for (int plane = chunks.begin(chunk); plane < chunks.end(chunk); plane++) {
            scatter(scratch.dy, scratch.argmax, plane * windows, windows, scratch.dx, plane * pixels, pixels);
        }
    }

    /** Overwrites one plane of dx. */
    static void scatter(double[] dy, int[] argmax, int first, int windows, double[] dx, int target, int pixels) {
        Arrays.fill(dx, target, target + pixels, 0);
        for (int window = first; window < first + windows; window++) {
            int at = argmax[window];
            if (Integer.compareUnsigned(at, pixels) < 0) {
                dx[target + at] += dy[window];
            } else if (at != -1) {
                Objects.checkIndex(at, pixels);
            }
        }
    }
}
