package dev.convbench.strategy.simd;

import dev.convbench.gemm.Deinterleave;
import dev.convbench.simd.Species;
import java.util.Arrays;

/**
 * Layout of a padded copy of some rows of a source image, split into its stride phases so that every read of a tap is
 * unit-stride: [channel][row phase][column phase][row][pitch].
 *
 * <p>Rows share their padding where they can: the zeros right of a row are the zeros left of the next, so the pitch of
 * 56 columns padded by 1 is 57. With the phases split, tap (r, s) of output (i, j) is {@code offset(r, s) + i·pitch + j}.
 */
final class PaddedBlock {
    /** Rows up to this long are copied a column of vectors at a time: the loop over a row's few vectors would cost more. */
    private static final int SHORT_ROW = 4 * Species.LANES_F64;

    /** Rows of each phase plane. */
    final int rows;

    /** Distance of two rows. */
    final int pitch;

    /** Distance of two phase planes: their rows, and zeros where the last row's reads would meet pixels of the next plane. */
    private final int planeStride;

    /** Distance of two channels. */
    final int channelStride;

    /** Whether there is nothing to pad or split, so that the source itself is the block. */
    final boolean isSource;

    private final Correlation work;

    /** The phases that are filled, or null for all. */
    private final boolean[] used;

    /** Of each column phase, the columns from … to − 1 of a row that hold pixels; computed once, as divisions take longer than copying a short row. */
    private final int[] pixelsFrom;

    private final int[] pixelsTo;

    private final int slack;

    /**
     * A layout.
     *
     * @param work what will read it
     * @param outRows output rows that one block serves
     */
    PaddedBlock(Correlation work, int outRows) {
        this(work, outRows, false);
    }

    /**
     * A layout.
     *
     * @param work what will read it
     * @param outRows output rows that one block serves
     * @param maybeSource whether the source itself may be the block: its reader must not read past the last pixel
     */
    PaddedBlock(Correlation work, int outRows, boolean maybeSource) {
        // A multiple of 4 KiB would put one pixel of all channels into the same cache set.
        this(work, outRows, maybeSource && work.sourceH() * work.sourceW() % 512 != 0, null);
    }

    private PaddedBlock(Correlation work, int outRows, boolean maybeSource, boolean[] used) {
        this.work = work;
        this.used = used;
        int reachH = max(work.tapRow()) / work.sh();
        int reachW = max(work.tapColumn()) / work.sw();
        rows = outRows + reachH;
        pitch = sharedPitch(work);
        planeStride = rows * pitch + readPast(work, pitch);
        pixelsFrom = new int[work.sw()];
        pixelsTo = new int[work.sw()];
        for (int phase = 0; phase < work.sw(); phase++) {
            pixelsFrom[phase] = Math.min(pitch, Math.max(0, firstReal(work, phase)));
            pixelsTo[phase] = Math.max(pixelsFrom[phase], Math.min(pitch, endReal(work, phase)));
        }
        int stride = work.sh() * work.sw() * planeStride;
        int plane = work.sourceH() * work.sourceW();
        boolean plain = work.taps() == 1 && work.sh() == 1 && work.sw() == 1;
        boolean whole = work.padTop() == 0 && work.padLeft() == 0 && plane == work.outH() * work.outW();
        isSource = maybeSource && plain && whole && work.outW() == work.sourceW();
        if (isSource) {
            channelStride = plane;
            slack = 0;
        } else {
            channelStride = stride % 512 == 0 ? stride + Species.LANES_F64 : stride;
            // The last vector may be partly idle, and the narrowest tile has up to two.
            slack = work.outW() + reachW + 2 * Species.LANES_F64;
        }
    }

    /**
     * The layout for a reader that copies the block once more, a few channels at a time: wherever it can, the source itself; and phases that no
     * tap reads hold anything, but for the zeros that the row before them shares. The reader may read up to a vector from any pixel of all
     * channels but the last.
     */
    static PaddedBlock toCopy(Correlation work, int outRows) {
        boolean vectorFits = work.sourceH() * work.sourceW() >= Species.LANES_F64;
        return new PaddedBlock(work, outRows, vectorFits, usedPhases(work));
    }

    private static boolean[] usedPhases(Correlation work) {
        boolean[] used = new boolean[work.sh() * work.sw()];
        for (int t = 0; t < work.taps(); t++) {
            used[work.tapRow()[t] % work.sh() * work.sw() + work.tapColumn()[t] % work.sw()] = true;
        }
        return used;
    }

    private static int max(int[] values) {
        int max = 0;
        for (int value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    /** The smallest pitch at which a read past the end of a row meets only zeros that belong there. */
    private static int sharedPitch(Correlation work) {
        int pitch = work.outW();
        for (int phase = 0; phase < work.sw(); phase++) {
            int reachW = reach(work, phase);
            int first = firstReal(work, phase);
            int end = Math.min(endReal(work, phase), work.outW() + reachW);
            pitch = Math.max(pitch, Math.max(end, work.outW() + reachW - Math.max(0, first)));
        }
        return pitch;
    }

    /** Columns behind the last output column that the taps of a phase read. */
    private static int reach(Correlation work, int phase) {
        int reach = 0;
        for (int column : work.tapColumn()) {
            if (column % work.sw() == phase) {
                reach = Math.max(reach, column / work.sw());
            }
        }
        return reach;
    }

    /** Columns behind the end of a row that the taps of some phase read; with one phase, the next plane begins with the zeros that are there. */
    private static int readPast(Correlation work, int pitch) {
        int most = 0;
        for (int phase = 0; work.sw() > 1 && phase < work.sw(); phase++) {
            most = Math.max(most, work.outW() + reach(work, phase) - pitch);
        }
        return most;
    }

    /** First column of a phase row that holds a pixel; may be negative if the source starts before it. */
    private static int firstReal(Correlation work, int phase) {
        return -Math.floorDiv(phase - work.padLeft(), work.sw());
    }

    /** End of the columns of a phase row that hold pixels. */
    private static int endReal(Correlation work, int phase) {
        return Math.floorDiv(work.sourceW() - 1 + work.padLeft() - phase, work.sw()) + 1;
    }

    /** Elements of one block, with room for a vector that starts at its last element; of a whole image if it is the source. */
    int length() {
        return (isSource ? work.groups() : 1) * work.channels() * channelStride + slack;
    }

    /** Elements of a copy of so many channels. */
    int length(int channels) {
        return channels * channelStride + slack;
    }

    /** Elements of one block that are read. */
    int footprint() {
        return isSource ? work.channels() * rows * pitch : length();
    }

    /** Where tap t of channel c of output (0, 0) stands. */
    int offset(int channel, int tap) {
        int r = work.tapRow()[tap];
        int s = work.tapColumn()[tap];
        int plane = r % work.sh() * work.sw() + s % work.sw();
        return channel * channelStride + plane * planeStride + r / work.sh() * pitch + s / work.sw();
    }

    /** Writes zeros to the whole block. */
    void zero(double[] block, int blockAt) {
        Arrays.fill(block, blockAt, blockAt + length(), 0);
    }

    /**
     * Copies channels from … to − 1 of whole planes into a block whose padding is zero already: where many planes pass
     * through one block, its zeros need to be written once.
     */
    void fillPixels(double[] source, int sourceAt, int from, int to, double[] block, int blockAt) {
        int plane = work.sourceH() * work.sourceW();
        for (int phase = 0; phase < work.sh() * work.sw(); phase++) {
            int rowPhase = phase / work.sw();
            int columnPhase = phase % work.sw();
            int first = pixelsFrom[columnPhase];
            int count = pixelsTo[columnPhase] - first;
            int firstRow = Math.max(0, -Math.floorDiv(rowPhase - work.padTop(), work.sh()));
            int endRow = Math.min(rows, Math.floorDiv(work.sourceH() - 1 + work.padTop() - rowPhase, work.sh()) + 1);
            int sourceRow = firstRow * work.sh() + rowPhase - work.padTop();
            int start = sourceAt + sourceRow * work.sourceW() + first * work.sw() + columnPhase - work.padLeft();
            int target = blockAt + phase * planeStride + firstRow * pitch + first;
            for (int c = from; c < to; c++) {
                copyRows(source, start + c * plane, block, target + c * channelStride, endRow - firstRow, count);
            }
        }
    }

    private void copyRows(double[] source, int sourceAt, double[] block, int at, int rowCount, int count) {
        int sourceStep = work.sh() * work.sourceW();
        boolean isShort = count >= Species.LANES_F64 && count <= SHORT_ROW;
        if (isShort && work.sw() == 1) {
            Rows.copyShort(source, sourceAt, sourceStep, block, at, pitch, count, rowCount);
            return;
        }
        if (isShort && work.sw() == 2) {
            Deinterleave.everySecond(source, sourceAt, sourceStep, block, at, pitch, count, rowCount);
            return;
        }
        for (int row = 0; row < rowCount; row++) {
            copy(source, sourceAt + row * sourceStep, block, at + row * pitch, count);
        }
    }

    /** Copies channels from … to − 1 of a source whose channel 0 starts at {@code sourceAt}, from output row on. */
    void fill(double[] source, int sourceAt, int outRow, int from, int to, double[] block, int blockAt) {
        fillChannels(source, sourceAt, outRow, from, to, block, blockAt);
        if (to == work.channels()) {
            int end = blockAt + length();
            Arrays.fill(block, end - slack, end, 0);
        }
    }

    /**
     * As {@link #fill} into a block of one's own, where nobody else fills the other channels: the zeros behind the last
     * channel, which belong to the next one, are written too.
     */
    void fillAlone(double[] source, int sourceAt, int outRow, int from, int to, double[] block) {
        fillChannels(source, sourceAt, outRow, from, to, block, 0);
        Arrays.fill(block, to * channelStride, length(to), 0);
    }

    private void fillChannels(
            double[] source, int sourceAt, int outRow, int from, int to, double[] block, int blockAt) {
        int plane = work.sourceH() * work.sourceW();
        for (int c = from; c < to; c++) {
            fillChannel(source, sourceAt + c * plane, outRow, block, blockAt + c * channelStride);
        }
    }

    private void fillChannel(double[] source, int sourceAt, int outRow, double[] block, int blockAt) {
        int at = blockAt;
        for (int rowPhase = 0; rowPhase < work.sh(); rowPhase++) {
            for (int columnPhase = 0; columnPhase < work.sw(); columnPhase++) {
                if (used != null && !used[rowPhase * work.sw() + columnPhase]) {
                    Arrays.fill(block, at, at + pitch, 0);
                    at += planeStride;
                    continue;
                }
                for (int row = 0; row < rows; row++) {
                    int sourceRow = (outRow + row) * work.sh() + rowPhase - work.padTop();
                    if (sourceRow < 0 || sourceRow >= work.sourceH()) {
                        Arrays.fill(block, at, at + pitch, 0);
                    } else {
                        fillRow(source, sourceAt + sourceRow * work.sourceW(), columnPhase, block, at);
                    }
                    at += pitch;
                }
                Arrays.fill(block, at, at + planeStride - rows * pitch, 0);
                at += planeStride - rows * pitch;
            }
        }
        Arrays.fill(block, at, blockAt + channelStride, 0);
    }

    private void fillRow(double[] source, int sourceAt, int phase, double[] block, int at) {
        int from = pixelsFrom[phase];
        int to = pixelsTo[phase];
        zeros(block, at, at + from);
        int first = sourceAt + from * work.sw() + phase - work.padLeft();
        copy(source, first, block, at + from, to - from);
        zeros(block, at + to, at + pitch);
    }

    /** A few elements: a call of {@link Arrays#fill} costs more. */
    private static void zeros(double[] block, int from, int to) {
        for (int i = from; i < to; i++) {
            block[i] = 0;
        }
    }

    /** Copies every sw-th element of a source row. */
    private void copy(double[] source, int sourceAt, double[] block, int at, int count) {
        if (work.sw() == 1) {
            Rows.copy(source, sourceAt, block, at, count);
        } else if (work.sw() == 2) {
            Deinterleave.everySecond(source, sourceAt, block, at, count);
        } else {
            for (int t = 0, p = sourceAt; t < count; t++, p += work.sw()) {
                block[at + t] = source[p];
            }
        }
    }
}
