package dev.convbench.strategy.im2col;

import dev.convbench.op.ConvShape;
import dev.convbench.strategy.Axis;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * The column matrix of a convolution, (ic/g·kh·kw) × (mb·oh·ow), cut into blocks of columns: part of an image, or
 * several whole small images. Row (c, r, s) holds what tap (r, s) of channel c reads, zero where it meets padding.
 */
final class Columns {
    /** Rows of the matrix. */
    final int rows;
    /** Number of blocks. */
    final int blocks;
    /** Columns of the largest block, and the distance of rows of every block. */
    final int widest;

    private final ConvShape shape;
    private final Axis vertical;
    private final Axis horizontal;
    private final int pixels;
    private final int blocksPerImage;

    /**
     * Cuts the columns into blocks.
     *
     * @param shape the convolution
     * @param width columns that a block should have at most
     */
    Columns(ConvShape shape, int width) {
        this.shape = shape;
        vertical = Axis.rows(shape);
        horizontal = Axis.columns(shape);
        pixels = shape.oh() * shape.ow();
        rows = shape.icPerGroup() * shape.kh() * shape.kw();
        if (pixels > width / 2) {
            blocksPerImage = (pixels - 1) / width + 1;
            blocks = shape.mb() * blocksPerImage;
            widest = (pixels - 1) / blocksPerImage + 1;
        } else {
            int images = Math.min(shape.mb(), width / pixels);
            blocksPerImage = 1;
            blocks = (shape.mb() - 1) / images + 1;
            widest = ((shape.mb() - 1) / blocks + 1) * pixels;
        }
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
        return Split.start(block % blocksPerImage, blocksPerImage, pixels);
    }

    /** Columns of a block that belong to one image. */
    int perImage(int block) {
        return Split.start(block % blocksPerImage + 1, blocksPerImage, pixels) - firstPixel(block);
    }

    /** Columns of a block. */
    int width(int block) {
        return images(block) * perImage(block);
    }

    /** Whether no block has columns of two images. */
    boolean singleImages() {
        return imageBlocks() == shape.mb();
    }

    /** im2col: writes the columns of a block, row after row, for one group of channels. */
    void gather(double[] x, int block, int g, double[] columns) {
        int plane = shape.ih() * shape.iw();
        int first = firstPixel(block);
        int length = perImage(block);
        int images = images(block);
        int row = 0;
        for (int c = 0; c < shape.icPerGroup(); c++) {
            for (int r = 0; r < shape.kh(); r++) {
                for (int s = 0; s < shape.kw(); s++) {
                    for (int image = 0; image < images; image++) {
                        int n = firstImage(block) + image;
                        int source = (n * shape.ic() + g * shape.icPerGroup() + c) * plane;
                        int at = row * widest + image * length;
                        gatherTap(x, source, r, s, first, length, columns, at);
                    }
                    row++;
                }
            }
        }
    }

    private void gatherTap(double[] x, int source, int r, int s, int first, int length, double[] columns, int at) {
        int ow = shape.ow();
        int from = horizontal.firstOutput(s);
        int to = horizontal.endOutput(s);
        int shift = horizontal.position(0, s);
        for (int i = first / ow; i * ow < first + length; i++) {
            int row = vertical.position(i, r);
            int start = Math.max(0, first - i * ow);
            int end = Math.min(ow, first + length - i * ow);
            int target = at + i * ow - first;
            if (vertical.isPixel(row)) {
                int a = Math.min(Math.max(from, start), end);
                int b = Math.max(a, Math.min(to, end));
                fillZero(columns, target + start, target + a);
                copy(x, source + row * shape.iw() + shift, shape.sw(), a, b, columns, target);
                fillZero(columns, target + b, target + end);
            } else {
                fillZero(columns, target + start, target + end);
            }
        }
    }

    private static void fillZero(double[] columns, int from, int to) {
        if (from < to) {
            Arrays.fill(columns, from, to, 0);
        }
    }

    private static void copy(double[] x, int source, int stride, int from, int to, double[] columns, int target) {
        if (stride == 1 && from < to) {
            System.arraycopy(x, source + from, columns, target + from, to - from);
        } else {
            for (int j = from; j < to; j++) {
                columns[target + j] = x[source + j * stride];
            }
        }
    }

    /** col2im: adds the columns of a block to the pixels that they were read from. */
    void scatter(double[] columns, int block, int g, double[] x) {
        int plane = shape.ih() * shape.iw();
        int first = firstPixel(block);
        int length = perImage(block);
        int images = images(block);
        int row = 0;
        for (int c = 0; c < shape.icPerGroup(); c++) {
            for (int r = 0; r < shape.kh(); r++) {
                for (int s = 0; s < shape.kw(); s++) {
                    for (int image = 0; image < images; image++) {
                        int n = firstImage(block) + image;
                        int target = (n * shape.ic() + g * shape.icPerGroup() + c) * plane;
                        int at = row * widest + image * length;
                        scatterTap(columns, at, r, s, first, length, x, target);
                    }
                    row++;
                }
            }
        }
    }

    private void scatterTap(double[] columns, int at, int r, int s, int first, int length, double[] x, int target) {
        int ow = shape.ow();
        int from = horizontal.firstOutput(s);
        int to = horizontal.endOutput(s);
        int shift = horizontal.position(0, s);
        for (int i = first / ow; i * ow < first + length; i++) {
            int row = vertical.position(i, r);
            if (vertical.isPixel(row)) {
                int a = Math.max(from, first - i * ow);
                int b = Math.min(to, first + length - i * ow);
                add(columns, at + i * ow - first, a, b, x, target + row * shape.iw() + shift, shape.sw());
            }
        }
    }

    private static void add(double[] columns, int at, int from, int to, double[] x, int target, int stride) {
        for (int j = from; j < to; j++) {
            x[target + j * stride] += columns[at + j];
        }
    }
}
