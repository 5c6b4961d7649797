package dev.convbench.strategy.simd;

import dev.convbench.gemm.VectorTile;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.simd.Species;
import java.util.Arrays;

/**
 * Weight gradient as an outer product: dw[o][n] = Σ_p dy[o][p] · columns[p][n], n = (channel, row, column of the kernel)
 * along the lanes, p the pixels of all images.
 *
 * <p>dy is read in place as the broadcast operand; the panel of KC pixels times some n is packed from a padded copy of x.
 * Suits small maps, where the sum over pixels is short and {@link DirectBackwardWeights} would spend its time adding up
 * lanes. A chunk owns some input channels of dw and goes through all pixels in order.
 */
final class IgemmBackwardWeights implements ConvKernel {
    private static final int LANES = Species.LANES_F64;
    private static final int PANEL_DOUBLES = 48 * 1024;
    private static final int MAX_CHUNKS = 16;

    private final Correlation work;
    private final PaddedBlock block;
    private final VectorTile tile;
    private final int pixels;
    private final int splits;
    private final int kc;
    private final int pitch;
    private final int[] pixelOffset;
    private final int[] columnOffset;
    private final int[] offset;
    private final int[] place;
    private final int[] slots;

    IgemmBackwardWeights(ConvShape shape) {
        work = Correlation.forward(shape);
        block = new PaddedBlock(work, work.outH());
        tile = VectorTile.inPlace();
        pixels = work.outH() * work.outW();
        splits = Math.min(work.channels(), Math.max(1, MAX_CHUNKS / work.groups()));
        int channels = (work.channels() + splits - 1) / splits;
        int columns = channels * work.taps();
        int span = (columns + LANES - 1) / LANES * LANES + tile.nv * LANES;
        pitch = span % 512 == 0 ? span + LANES : span;
        kc = Math.max(1, Math.min(pixels, PANEL_DOUBLES / pitch));
        pixelOffset = new int[pixels];
        offset = new int[pixels];
        place = new int[pixels];
        for (int p = 0; p < pixels; p++) {
            pixelOffset[p] = p / work.outW() * block.pitch + p % work.outW();
            offset[p] = p * pitch;
            place[p] = p;
        }
        columnOffset = new int[columns];
        for (int n = 0; n < columns; n++) {
            columnOffset[n] = block.offset(n / work.taps(), n % work.taps());
        }
        slots = new int[pitch / LANES + tile.nv];
        for (int v = 0; v < slots.length; v++) {
            slots[v] = v * LANES;
        }
    }

    @Override
    public int chunks(int phase) {
        return work.groups() * splits;
    }

    // A lane: padded block, panel, zeros to start sums from, sums of the columns left over.

    private int initAt() {
        return block.length() + kc * pitch;
    }

    private int restAt() {
        return initAt() + tile.mr;
    }

    private int restRow() {
        return tile.nv * LANES;
    }

    @Override
    public int laneLength() {
        return restAt() + (work.outputs() + tile.mr) * restRow();
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int laneIndex) {
        double[] lane = s.lane(laneIndex);
        int group = chunk / splits;
        int from = WeightPacking.share(work.channels(), splits, chunk % splits);
        int columns = (WeightPacking.share(work.channels(), splits, chunk % splits + 1) - from) * work.taps();
        Arrays.fill(lane, initAt(), restAt(), 0);
        int plane = work.sourceH() * work.sourceW();
        for (int image = 0; image < work.images(); image++) {
            int sourceAt = ((image * work.groups() + group) * work.channels() + from) * plane;
            block.fillAlone(s.x, sourceAt, 0, 0, columns / work.taps(), lane);
            for (int p = 0; p < pixels; p += kc) {
                int terms = Math.min(kc, pixels - p);
                pack(lane, p, terms, columns);
                multiply(s, lane, image, group, p, terms, from * work.taps(), columns);
            }
        }
        int wide = columns / (tile.nv * LANES) * tile.nv * LANES;
        for (int m = 0; m < work.outputs(); m++) {
            int dwAt = (group * work.outputs() + m) * work.reduction() + from * work.taps() + wide;
            System.arraycopy(lane, restAt() + m * restRow(), s.dw, dwAt, columns - wide);
        }
    }

    private void pack(double[] lane, int first, int terms, int columns) {
        for (int p = 0; p < terms; p++) {
            int from = pixelOffset[first + p];
            int to = block.length() + p * pitch;
            for (int n = 0; n < columns; n++) {
                lane[to + n] = lane[from + columnOffset[n]];
            }
        }
    }

    private void multiply(
            ConvScratch s, double[] lane, int image, int group, int first, int terms, int firstColumn, int columns) {
        int wide = columns / (tile.nv * LANES);
        int rest = columns - wide * tile.nv * LANES;
        boolean accumulate = image > 0 || first > 0;
        int panelAt = block.length() - first * pitch;
        for (int m = 0; m < work.outputs(); m += tile.mr) {
            int used = Math.min(tile.mr, work.outputs() - m);
            int channel = group * work.outputs() + m;
            int dyAt = (image * work.groups() * work.outputs() + channel) * pixels;
            for (int t = 0; t < wide; t++) {
                tile.run(
                        terms,
                        lane,
                        panelAt,
                        slots,
                        t * tile.nv,
                        offset,
                        first,
                        s.dy,
                        dyAt,
                        place,
                        pixels,
                        used,
                        s.dw,
                        channel * work.reduction() + firstColumn,
                        slots,
                        work.reduction(),
                        lane,
                        initAt(),
                        accumulate);
            }
            int vectors = (rest + LANES - 1) / LANES;
            VectorTile last = vectors + 1 >= tile.nv ? tile : tile.narrow();
            for (int v = 0; v < vectors; v += last.nv) {
                last.run(
                        terms,
                        lane,
                        panelAt + wide * tile.nv * LANES,
                        slots,
                        v,
                        offset,
                        first,
                        s.dy,
                        dyAt,
                        place,
                        pixels,
                        used,
                        lane,
                        restAt() + m * restRow(),
                        slots,
                        restRow(),
                        lane,
                        initAt(),
                        accumulate);
            }
        }
    }
}
