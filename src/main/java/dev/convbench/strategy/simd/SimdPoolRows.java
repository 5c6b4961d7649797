package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolShape;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Input rows laid out so that every tap of a window is a unit-stride read, whatever stride and padding are.
 *
 * <p>A padded row u = 0 … padLeft + iw + padRight − 1 is split by u mod sw into <i>phases</i>, one line each: line p holds
 * u = p, p + sw, p + 2sw, …. Tap s of window j then stands in line (s·dw) mod sw at j + (s·dw) / sw: LANES windows are one
 * load. Phases that no tap reads are left out. Lines are long enough for a last vector that overruns ow.
 *
 * <p>Stride 1 is a plain copy, or none ({@link #inPlace}); stride 2 de-interleaves vectors; wider strides copy one element
 * after another.
 */
final class SimdPoolRows {
    private final int iw;
    private final int stride;
    private final int padLeft;
    private final int pitch;
    private final int lines;
    private final int[] lineOfPhase;
    private final int[] taps;
    private final boolean unpadded;
    private final int reach;

    SimdPoolRows(PoolShape shape) {
        int ow = shape.ow();
        iw = shape.iw();
        padLeft = shape.padLeft();
        stride = ow == 1 ? 1 : shape.sw();
        lineOfPhase = new int[stride];
        Arrays.fill(lineOfPhase, -1);
        int count = 0;
        for (int s = 0; s < shape.kw(); s++) {
            int phase = s * shape.dw() % stride;
            if (lineOfPhase[phase] < 0) {
                lineOfPhase[phase] = count++;
            }
        }
        lines = count;
        int lastTap = (shape.kw() - 1) * shape.dw();
        pitch = Math.max(SimdPoolLanes.roundUp(ow) + lastTap / stride, (padLeft + iw - 1) / stride + 1);
        taps = new int[shape.kw()];
        for (int s = 0; s < taps.length; s++) {
            taps[s] = lineOfPhase[s * shape.dw() % stride] * pitch + s * shape.dw() / stride;
        }
        unpadded = stride == 1 && padLeft == 0 && ow - 1 + lastTap < iw;
        reach = SimdPoolLanes.roundUp(ow) + lastTap;
    }

    /** Elements of one row's lines. */
    int length() {
        return lines * pitch;
    }

    /** Where tap s of window 0 stands, from the start of the lines. */
    int tap(int s) {
        return taps[s];
    }

    /** Whether the row that starts at x[from] can be read where it is, instead of from a copy. */
    boolean inPlace(int length, int from) {
        return unpadded && from + reach <= length;
    }

    /** Fills lines with what padding counts as; {@link #copy} then leaves it around the pixels. */
    void blank(double[] lane, int at, double padding) {
        Arrays.fill(lane, at, at + length(), padding);
    }

    /** Copies the row that starts at x[from] into lines that are blank or hold another row. */
    void copy(double[] x, int from, double[] lane, int at) {
        if (stride == 1) {
            System.arraycopy(x, from, lane, at + padLeft, iw);
        } else if (stride == 2 && lines == 2) {
            int even = at + (padLeft % 2) * pitch + padLeft / 2;
            int odd = at + (padLeft + 1) % 2 * pitch + (padLeft + 1) / 2;
            split(x, from, lane, even, odd);
        } else {
            for (int phase = 0; phase < stride; phase++) {
                if (lineOfPhase[phase] >= 0) {
                    pick(x, from, phase, lane, at + lineOfPhase[phase] * pitch);
                }
            }
        }
    }

    private void split(double[] x, int from, double[] lane, int even, int odd) {
        int end = iw / (2 * LANES) * LANES;
        int t = 0;
        while (t != end) {
            DoubleVector a = DoubleVector.fromArray(F64, x, from + 2 * t);
            DoubleVector b = DoubleVector.fromArray(F64, x, from + 2 * t + LANES);
            SimdPoolLanes.evens(a, b).intoArray(lane, even + t);
            SimdPoolLanes.odds(a, b).intoArray(lane, odd + t);
            t += LANES;
        }
        for (; 2 * t + 1 < iw; t++) {
            lane[even + t] = x[from + 2 * t];
            lane[odd + t] = x[from + 2 * t + 1];
        }
        if (2 * t < iw) {
            lane[even + t] = x[from + 2 * t];
        }
    }

    private void pick(double[] x, int from, int phase, double[] lane, int line) {
        int first = Math.max(0, Math.floorDiv(padLeft - phase + stride - 1, stride));
        for (int q = first; q * stride + phase - padLeft < iw; q++) {
            lane[line + q] = x[from + q * stride + phase - padLeft];
        }
    }
}
