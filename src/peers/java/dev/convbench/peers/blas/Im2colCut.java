package dev.convbench.peers.blas;

import dev.convbench.op.ConvShape;

/** How the work is cut: each chunk is some output rows of one image, small enough that its columns stay in a cache. */
final class Im2colCut {
    /** Elements of a block of columns: a few MiB. */
    private static final int BLOCK = 1 << 19;
    /** Columns that a product wants at least. */
    private static final int LEAST_COLUMNS = 256;

    final ConvShape shape;
    /** Rows of the column matrix. */
    final int depth;
    /** Whether the column matrix is the image itself. */
    final boolean isImage;
    /** Blocks of output rows of an image. */
    final int rowBlocks;
    /** Output rows of a block at most. */
    final int rows;

    Im2colCut(ConvShape shape, int workers) {
        this.shape = shape;
        depth = shape.icPerGroup() * shape.kh() * shape.kw();
        isImage = shape.kh() == 1
                && shape.kw() == 1
                && shape.sh() == 1
                && shape.sw() == 1
                && shape.padTop() + shape.padLeft() + shape.padBottom() + shape.padRight() == 0;
        int columns = isImage ? Integer.MAX_VALUE : Math.max(LEAST_COLUMNS, BLOCK / depth);
        int wanted = Math.max(1, columns / shape.ow());
        int blocks = (shape.oh() - 1) / Math.min(wanted, shape.oh()) + 1;
        int fair = (workers - 1) / shape.mb() + 1;
        rowBlocks = Math.min(shape.oh(), Math.max(blocks, fair));
        rows = (shape.oh() - 1) / rowBlocks + 1;
    }

    int chunks() {
        return shape.mb() * rowBlocks;
    }

    int firstRow(int chunk) {
        return (int) ((long) (chunk % rowBlocks) * shape.oh() / rowBlocks);
    }

    int endRow(int chunk) {
        return (int) ((long) (chunk % rowBlocks + 1) * shape.oh() / rowBlocks);
    }

    int image(int chunk) {
        return chunk / rowBlocks;
    }

    /** Elements of the columns of a block; 0 where the image serves. */
    int columnElements() {
        return isImage ? 0 : Math.multiplyExact(depth, rows * shape.ow());
    }
}
