package dev.convbench.strategy.simd;

import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Layout of a padded copy of a group's source channels with the channel innermost: [block][row][column][channel of the
 * block]. Channels come in blocks of nearly equal size, at least one vector each if there are that many channels.
 *
 * <p>With the channel innermost the taps of one kernel row are consecutive: {@code kw} pixels times the block's channels
 * are one run of memory wherever the kernel is dense, whatever the stride.
 */
final class ChannelsLast {
    /** Blocks of channels. */
    final int blocks;

    /** Elements of one row of one block: padded width times channels. */
    private final int width;

    private final int height;
    private final Correlation work;

    /**
     * A layout.
     *
     * @param work what will read it
     * @param least channels that a block should have at least
     */
    ChannelsLast(Correlation work, int least) {
        this.work = work;
        blocks = Math.max(1, work.channels() / least);
        width = (work.outW() - 1) * work.sw() + work.tapColumn()[work.taps() - 1] + 1;
        height = (work.outH() - 1) * work.sh() + work.tapRow()[work.taps() - 1] + 1;
    }

    /** First channel of a block. */
    int channel(int block) {
        return Split.start(block, blocks, work.channels());
    }

    /** Channels of a block. */
    int channels(int block) {
        return channel(block + 1) - channel(block);
    }

    /** Elements of the whole copy. */
    int length() {
        return Math.multiplyExact(Math.multiplyExact(height, width), work.channels());
    }

    /** Where channel 0 of a block stands at the pixel under tap (row, column) of output (i, j). */
    int offset(int block, int i, int j, int row, int column) {
        int pixel = (i * work.sh() + row) * width + j * work.sw() + column;
        return channel(block) * height * width + pixel * channels(block);
    }

    /** Copies one block of one image; {@code sourceAt} is where the first channel of the group stands. */
    void fill(double[] source, int sourceAt, int block, double[] target, int targetAt) {
        int count = channels(block);
        int plane = work.sourceH() * work.sourceW();
        int rowLength = width * count;
        int at = targetAt + channel(block) * height * width;
        int firstColumn = Math.max(0, work.padLeft());
        int sourceColumn = firstColumn - work.padLeft();
        int columns = Math.max(0, Math.min(width - firstColumn, work.sourceW() - sourceColumn));
        for (int row = 0; row < height; row++, at += rowLength) {
            int sourceRow = row - work.padTop();
            if (sourceRow < 0 || sourceRow >= work.sourceH() || columns == 0) {
                Arrays.fill(target, at, at + rowLength, 0);
                continue;
            }
            int from = sourceAt + channel(block) * plane + sourceRow * work.sourceW() + sourceColumn;
            int to = at + firstColumn * count;
            Arrays.fill(target, at, to, 0);
            interleave(source, from, plane, count, columns, target, to);
            Arrays.fill(target, to + columns * count, at + rowLength, 0);
        }
    }

    private static void interleave(
            double[] source, int from, int plane, int count, int columns, double[] target, int to) {
        for (int c = 0; c < count; c++) {
            int start = from + c * plane;
            for (int j = 0, at = to + c; j < columns; j++, at += count) {
                target[at] = source[start + j];
            }
        }
    }
}
