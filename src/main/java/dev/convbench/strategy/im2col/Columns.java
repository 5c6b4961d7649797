package dev.convbench.strategy.im2col;

import dev.convbench.gemm.Rows;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.PhasePlanes;
import dev.convbench.strategy.Split;

/**
 * The column matrix of a convolution, (ic/g·kh·kw) × (mb·oh·ow), cut into blocks of columns: part of an image, or
 * several whole small images. Row (c, r, s) holds what tap (r, s) of channel c reads, zero where it meets padding.
 */
final class Columns {
    /** Elements of half a second-level cache of 1 MiB. */
    static final int CACHED = 1 << 16;

    /** Rows of the matrix. */
    final int rows;
    /** Number of blocks. */
    final int blocks;
    /** Columns of the largest block, and the distance of rows of every block. */
    final int widest;

    private final ConvShape shape;
    private final PhasePlanes planes;
    private final int taps;
    private final int[] plane;
    private final int[] offset;
    private final int pixels;
    private final int unit;
    private final int blocksPerImage;

    /**
     * Cuts the columns into blocks.
     *
     * @param shape the convolution
     * @param width columns that a block should have at most
     * @param unit columns that a part of an image should have a multiple of
     * @param alone images of at least so many pixels share no block with another
     */
    Columns(ConvShape shape, int width, int unit, int alone) {
        this.shape = shape;
        this.unit = unit;
        planes = new PhasePlanes(shape, true);
        taps = shape.kh() * shape.kw();
        plane = new int[taps];
        offset = new int[taps];
        for (int t = 0; t < taps; t++) {
            plane[t] = planes.planeOf(t / shape.kw(), t % shape.kw());
            offset[t] = planes.offset(t / shape.kw(), t % shape.kw());
        }
        pixels = shape.oh() * shape.ow();
        rows = shape.icPerGroup() * shape.kh() * shape.kw();
        if (pixels >= alone || pixels > width / 2) {
            int units = (pixels - 1) / unit + 1;
            blocksPerImage = (units - 1) / Math.max(1, width / unit) + 1;
            blocks = shape.mb() * blocksPerImage;
            widest = Math.min(pixels, ((units - 1) / blocksPerImage + 1) * unit);
        } else {
            int images = Math.min(shape.mb(), width / pixels);
            blocksPerImage = 1;
            blocks = (shape.mb() - 1) / images + 1;
            widest = ((shape.mb() - 1) / blocks + 1) * pixels;
        }
    }

    /**
     * Columns of a block such that it takes half of a second-level cache of 1 MiB, between a few panels and so many that
     * more would not help.
     */
    static int width(int rows, int least, int most) {
        return Math.max(least, Math.min(most, CACHED / rows));
    }

    /** Number of images that the whole matrix of one image is cut out of: blocks that share an image have one owner. */
    int imageBlocks() {
        return blocks / blocksPerImage;
    }

    /** Blocks of one image block. */
    int blocksPerImageBlock() {
        return blocksPerImage;
    }

    /** First image of a block. */
    int firstImage(int block) {
        int owners = imageBlocks();
        return Split.start(block / blocksPerImage, owners, shape.mb());
    }

    /** Images of a block. */
    int images(int block) {
        int owners = imageBlocks();
        return Split.start(block / blocksPerImage + 1, owners, shape.mb()) - firstImage(block);
    }

    /** First output pixel of a block within its images. */
    int firstPixel(int block) {
        return firstOf(block % blocksPerImage);
    }

    private int firstOf(int part) {
        return Math.min(pixels, Split.start(part, blocksPerImage, (pixels - 1) / unit + 1) * unit);
    }

    /** Columns of a block that belong to one image. */
    int perImage(int block) {
        return firstOf(block % blocksPerImage + 1) - firstPixel(block);
    }

    /** Columns of a block. */
    int width(int block) {
        return images(block) * perImage(block);
    }

    /** Whether no block has columns of two images. */
    boolean singleImages() {
        return imageBlocks() == shape.mb();
    }

    /** Elements of working memory for {@link #gather}. */
    int gatherLength() {
        int most = 0;
        for (int part = 0; part < blocksPerImage; part++) {
            most = Math.max(most, planes.rowsRead(outputRows(part)));
        }
        return planes.planes() * most * planes.pitch;
    }

    /** Rows of outputs that a block touches. */
    private int outputRows(int block) {
        int first = firstPixel(block);
        return (first + perImage(block) - 1) / shape.ow() + 1 - first / shape.ow();
    }

    /**
     * im2col: writes rows of a block of columns.
     *
     * @param g group
     * @param fromChannel first channel of the group
     * @param endChannel behind the last
     * @param columns receives the rows, {@link #widest} apart
     * @param columnsAt the first of them
     * @param memory working memory of {@link #gatherLength}
     * @param memoryAt where it starts
     */
    void gather(
            double[] x,
            int block,
            int g,
            int fromChannel,
            int endChannel,
            double[] columns,
            int columnsAt,
            double[] memory,
            int memoryAt) {
        int first = firstPixel(block);
        int length = perImage(block);
        int images = images(block);
        int firstRow = first / shape.ow();
        int count = planes.rowsRead(outputRows(block));
        for (int c = fromChannel; c < endChannel; c++) {
            for (int image = 0; image < images; image++) {
                planes.copy(x, channelAt(block, image, g, c), firstRow, count, memory, memoryAt);
                int to = columnsAt + (c - fromChannel) * taps * widest + image * length;
                for (int t = 0; t < taps; t++) {
                    int from = memoryAt + plane[t] * count * planes.pitch + offset[t];
                    gatherTap(memory, from, first - firstRow * shape.ow(), length, columns, to + t * widest);
                }
            }
        }
    }

    private int channelAt(int block, int image, int g, int c) {
        int channel = (firstImage(block) + image) * shape.ic() + g * shape.icPerGroup() + c;
        return channel * shape.ih() * shape.iw();
    }

    /** Copies {@code length} outputs of one tap, from column {@code start} of the first row on. */
    private void gatherTap(double[] memory, int from, int start, int length, double[] columns, int to) {
        int ow = shape.ow();
        int pitch = planes.pitch;
        int head = start == 0 ? 0 : Math.min(length, ow - start);
        if (head > 0) {
            Rows.copy(memory, from + start, pitch, columns, to, ow, head, 1);
        }
        int row = start == 0 ? 0 : 1;
        int whole = (length - head) / ow;
        Rows.copy(memory, from + row * pitch, pitch, columns, to + head, ow, ow, whole);
        int done = head + whole * ow;
        if (done < length) {
            Rows.copy(memory, from + (row + whole) * pitch, pitch, columns, to + done, ow, length - done, 1);
        }
    }

    /** Elements of the planes that {@link #scatter} adds to, of one channel of all images of a block. */
    int scatterLength() {
        return Math.min(shape.mb(), (widest - 1) / pixels + 1) * planes.channel;
    }

    /**
     * col2im: adds rows of a block of columns to the padded planes that they were read from; what is not said is as in
     * {@link #gather}.
     *
     * @param target the planes, channel by channel and image by image
     * @param targetAt where they start
     */
    void scatter(
            double[] columns,
            int columnsAt,
            int block,
            int fromChannel,
            int endChannel,
            double[] target,
            int targetAt) {
        int first = firstPixel(block);
        int length = perImage(block);
        int images = images(block);
        for (int c = 0; c < endChannel - fromChannel; c++) {
            for (int image = 0; image < images; image++) {
                int to = targetAt + c * scatterLength() + image * planes.channel;
                int from = columnsAt + c * taps * widest + image * length;
                for (int t = 0; t < taps; t++) {
                    scatterTap(
                            columns,
                            from + t * widest,
                            first,
                            length,
                            target,
                            to + plane[t] * planes.plane + offset[t]);
                }
            }
        }
    }

    private void scatterTap(double[] columns, int from, int first, int length, double[] target, int to) {
        int ow = shape.ow();
        int pitch = planes.pitch;
        int start = first % ow;
        int row = first / ow;
        int head = start == 0 ? 0 : Math.min(length, ow - start);
        if (head > 0) {
            Rows.add(columns, from, ow, target, to + row * pitch + start, pitch, head, 1);
            row++;
        }
        int whole = (length - head) / ow;
        Rows.add(columns, from + head, ow, target, to + row * pitch, pitch, ow, whole);
        int done = head + whole * ow;
        if (done < length) {
            Rows.add(columns, from + done, ow, target, to + (row + whole) * pitch, pitch, length - done, 1);
        }
    }

    /** Writes the planes of all channels to the pixels that they stand for; arguments as in {@link #scatter}. */
    void restore(double[] memory, int memoryAt, int block, int g, int fromChannel, int endChannel, double[] x) {
        for (int c = fromChannel; c < endChannel; c++) {
            for (int image = 0; image < images(block); image++) {
                int from = memoryAt + (c - fromChannel) * scatterLength() + image * planes.channel;
                for (int index = 0; index < planes.planes(); index++) {
                    int at = from + index * planes.plane;
                    planes.restore(memory, at, index, 0, planes.plane, x, channelAt(block, image, g, c));
                }
            }
        }
    }
}
