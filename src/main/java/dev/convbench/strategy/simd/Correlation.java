package dev.convbench.strategy.simd;

import dev.convbench.op.ConvShape;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution pass as the direct kernels see it: outputs[m](i, j) = Σ_{c,t} source[c](i·sh + tapRow[t] − padTop, j·sw +
 * tapColumn[t] − padLeft) · weight(m, c, t), pixels outside the source being zero.
 *
 * <p>The forward pass is one correlation of x. The gradient of the input is sh·sw correlations of dy, one for each
 * residue of a pixel's position modulo the stride (never a zero-stuffed dy); with stride 1 that is one.
 *
 * @param images images
 * @param groups groups
 * @param channels source channels of one group: summed
 * @param sourceH source height
 * @param sourceW source width
 * @param sh vertical stride in the source
 * @param sw horizontal stride in the source
 * @param padTop rows of zeros above the source; negative if its first rows are never read
 * @param padLeft columns of zeros left of it; may be negative
 * @param outputs output channels of one group
 * @param outH output height
 * @param outW output width
 * @param tapRow row displacement of each tap, not negative
 * @param tapColumn column displacement of each tap, not negative
 * @param tapWeight where each tap stands within a kernel plane of w
 * @param wOutput distance in w from one output channel to the next
 * @param wChannel distance in w from one source channel to the next
 * @param wGroup distance in w from one group to the next
 */
record Correlation(
        int images,
        int groups,
        int channels,
        int sourceH,
        int sourceW,
        int sh,
        int sw,
        int padTop,
        int padLeft,
        int outputs,
        int outH,
        int outW,
        int[] tapRow,
        int[] tapColumn,
        int[] tapWeight,
        int wOutput,
        int wChannel,
        int wGroup) {

    static Correlation forward(ConvShape shape) {
        int taps = shape.kh() * shape.kw();
        int[] row = new int[taps];
        int[] column = new int[taps];
        int[] weight = new int[taps];
        for (int t = 0; t < taps; t++) {
            row[t] = t / shape.kw() * shape.dh();
            column[t] = t % shape.kw() * shape.dw();
            weight[t] = t;
        }
        return new Correlation(
                shape.mb(),
                shape.g(),
                shape.icPerGroup(),
                shape.ih(),
                shape.iw(),
                shape.sh(),
                shape.sw(),
                shape.padTop(),
                shape.padLeft(),
                shape.ocPerGroup(),
                shape.oh(),
                shape.ow(),
                row,
                column,
                weight,
                shape.icPerGroup() * taps,
                taps,
                shape.wLength() / shape.g());
    }

    /**
     * The part of the input gradient at rows ≡ rowPhase and columns ≡ columnPhase, counted from the padded corner, modulo
     * the stride. May have no taps, or no outputs.
     */
    static Correlation backwardData(ConvShape shape, int rowPhase, int columnPhase) {
        Axis rows = Axis.of(shape.ih(), shape.kh(), shape.sh(), shape.dh(), shape.padTop(), rowPhase);
        Axis columns = Axis.of(shape.iw(), shape.kw(), shape.sw(), shape.dw(), shape.padLeft(), columnPhase);
        int taps = rows.taps.length * columns.taps.length;
        int[] row = new int[taps];
        int[] column = new int[taps];
        int[] weight = new int[taps];
        for (int t = 0; t < taps; t++) {
            int r = t / columns.taps.length;
            int s = t % columns.taps.length;
            row[t] = rows.displacement[r];
            column[t] = columns.displacement[s];
            weight[t] = rows.taps[r] * shape.kw() + columns.taps[s];
        }
        int plane = shape.kh() * shape.kw();
        return new Correlation(
                shape.mb(),
                shape.g(),
                shape.ocPerGroup(),
                shape.oh(),
                shape.ow(),
                1,
                1,
                rows.padBegin,
                columns.padBegin,
                shape.icPerGroup(),
                rows.count,
                columns.count,
                row,
                column,
                weight,
                plane,
                shape.icPerGroup() * plane,
                shape.wLength() / shape.g());
    }

    /**
     * The same pixels counted from a corner further up and left: padding of that size, and taps displaced by what is added.
     */
    Correlation framed(int top, int left, int height, int width) {
        int[] row = new int[taps()];
        int[] column = new int[taps()];
        for (int t = 0; t < taps(); t++) {
            row[t] = tapRow[t] + top - padTop;
            column[t] = tapColumn[t] + left - padLeft;
        }
        return withTaps(top, left, height, width, row, column, tapWeight);
    }

    /** One correlation that reads whatever the parts read, all taps one behind the other: what a shared padded copy holds. */
    static Correlation frame(List<Correlation> parts) {
        int top = Integer.MIN_VALUE;
        int left = Integer.MIN_VALUE;
        int height = 0;
        int width = 0;
        for (Correlation part : parts) {
            top = Math.max(top, part.padTop);
            left = Math.max(left, part.padLeft);
            height = Math.max(height, part.outH);
            width = Math.max(width, part.outW);
        }
        int[][] taps = new int[3][0];
        for (Correlation part : parts) {
            Correlation framed = part.framed(top, left, height, width);
            taps[0] = joined(taps[0], framed.tapRow);
            taps[1] = joined(taps[1], framed.tapColumn);
            taps[2] = joined(taps[2], framed.tapWeight);
        }
        return parts.get(0).withTaps(top, left, height, width, taps[0], taps[1], taps[2]);
    }

    private static int[] joined(int[] first, int[] second) {
        int[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private Correlation withTaps(int top, int left, int height, int width, int[] row, int[] column, int[] weight) {
        return new Correlation(
                images, groups, channels, sourceH, sourceW, sh, sw, top, left, outputs, height, width, row, column,
                weight, wOutput, wChannel, wGroup);
    }

    int taps() {
        return tapRow.length;
    }

    /** Terms of one output. */
    int reduction() {
        return channels * taps();
    }

    /**
     * One axis of the input gradient: pixel p with p + pad = q·stride + phase gets dy[q − (k·dilation − phase)/stride] for
     * every tap k with k·dilation ≡ phase.
     */
    private record Axis(int count, int[] taps, int[] displacement, int padBegin) {
        static Axis of(int in, int kernel, int stride, int dilation, int pad, int phase) {
            int first = firstPosition(stride, pad, phase);
            int firstPixel = first * stride + phase - pad;
            int count = firstPixel >= in ? 0 : (in - 1 - firstPixel) / stride + 1;
            int[] taps = java.util.stream.IntStream.range(0, kernel)
                    .filter(k -> k * dilation % stride == phase)
                    .toArray();
            int last = taps.length == 0 ? 0 : (taps[taps.length - 1] * dilation - phase) / stride;
            int[] displacement = new int[taps.length];
            for (int t = 0; t < taps.length; t++) {
                displacement[t] = last - (taps[t] * dilation - phase) / stride;
            }
            return new Axis(count, taps, displacement, last - first);
        }

        /** Smallest q with a pixel inside the input. */
        private static int firstPosition(int stride, int pad, int phase) {
            return Math.max(0, Math.floorDiv(pad - phase + stride - 1, stride));
        }
    }
}
