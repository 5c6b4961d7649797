package dev.convbench.strategy.tiles;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;

/**
 * A convolution pass with square kernels and stride 1 as a correlation: out[o](i, j) = Σ_{c,r,s} source[c](i + r − padTop, j + s − padLeft) ·
 * w(o, c, r, s), zero outside the source. The data gradient correlates dy with the kernels turned by 180 degrees.
 *
 * @param pass which one
 * @param images images
 * @param groups groups
 * @param channels source channels of a group
 * @param sourceH source height
 * @param sourceW source width
 * @param padTop rows of zeros above the source; negative if its first rows are never read
 * @param padLeft columns of zeros left of it; may be negative
 * @param outputs output channels of a group
 * @param outH output height
 * @param outW output width
 * @param wOutput distance in w from one output channel to the next
 * @param wChannel distance in w from one source channel to the next
 * @param wGroup distance in w from one group to the next
 * @param side taps of a kernel along an axis
 * @param turned whether kernels are read backwards
 */
public record TileWork(
        Pass pass,
        int images,
        int groups,
        int channels,
        int sourceH,
        int sourceW,
        int padTop,
        int padLeft,
        int outputs,
        int outH,
        int outW,
        int wOutput,
        int wChannel,
        int wGroup,
        int side,
        boolean turned) {
    /** That of a pass of a shape with square kernels, strides of 1 and no dilation. */
    public static TileWork of(ConvShape shape, Pass pass) {
        int reach = shape.kh() - 1;
        int taps = shape.kh() * shape.kw();
        int group = shape.wLength() / shape.g();
        int filter = shape.icPerGroup() * taps;
        return pass == Pass.FORWARD
                ? new TileWork(
                        pass,
                        shape.mb(),
                        shape.g(),
                        shape.icPerGroup(),
                        shape.ih(),
                        shape.iw(),
                        shape.padTop(),
                        shape.padLeft(),
                        shape.ocPerGroup(),
                        shape.oh(),
                        shape.ow(),
                        filter,
                        taps,
                        group,
                        shape.kh(),
                        false)
                : new TileWork(
                        pass,
                        shape.mb(),
                        shape.g(),
                        shape.ocPerGroup(),
                        shape.oh(),
                        shape.ow(),
                        reach - shape.padTop(),
                        reach - shape.padLeft(),
                        shape.icPerGroup(),
                        shape.ih(),
                        shape.iw(),
                        taps,
                        filter,
                        group,
                        shape.kh(),
                        true);
    }

    /** Tiles of m x m that cover an output plane vertically. */
    public int tilesDown(int m) {
        return (outH + m - 1) / m;
    }

    /** Tiles of m x m that cover an output plane horizontally. */
    public int tilesAcross(int m) {
        return (outW + m - 1) / m;
    }

    /** Tiles of all images. */
    public int tiles(int m) {
        return images * tilesDown(m) * tilesAcross(m);
    }
}
