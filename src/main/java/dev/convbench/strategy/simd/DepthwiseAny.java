package dev.convbench.strategy.simd;

import dev.convbench.simd.Species;

/**
 * Any depthwise correlation: a plane is copied padded (its zeros are written once a chunk), then each vector of outputs is a sum over the
 * taps of one filter, see {@link DepthwiseTile}.
 */
final class DepthwiseAny implements DepthwisePart {
    private static final int LANES = Species.LANES_F64;

    private final Correlation work;
    private final Target target;
    private final PaddedBlock block;
    private final int[] offset;
    private final boolean inPlace;
    private final int gatherPitch;
    private final int[] base;
    private final int[] dst;

    DepthwiseAny(Correlation work, Target target) {
        this.work = work;
        this.target = target;
        block = new PaddedBlock(work, work.outH());
        offset = new int[work.taps()];
        for (int t = 0; t < offset.length; t++) {
            offset[t] = block.offset(0, t);
        }
        boolean dense = target.columnStride() == 1 && target.rowStride() == work.outW();
        boolean byRow = work.outW() >= LANES
                && work.outH() * TileTable.vectors(work.outW())
                        <= TileTable.vectorsFlat(work.outH(), work.outW(), block.pitch) * 5 / 4;
        inPlace = dense && byRow;
        gatherPitch = byRow ? work.outW() : block.pitch;
        int perRow = byRow ? (work.outW() + LANES - 1) / LANES : 1;
        int vectors = byRow ? work.outH() * perRow : TileTable.vectorsFlat(work.outH(), work.outW(), block.pitch);
        base = new int[(vectors + DepthwiseTile.NV - 1) / DepthwiseTile.NV * DepthwiseTile.NV];
        dst = new int[base.length];
        for (int slot = 0; slot < base.length; slot++) {
            int v = Math.min(slot, vectors - 1);
            int row = byRow ? v / perRow : 0;
            int column = byRow ? Math.min(v % perRow * LANES, work.outW() - LANES) : v * LANES;
            base[slot] = row * block.pitch + column;
            dst[slot] = row * gatherPitch + column;
        }
    }

    private int gatherLength() {
        return inPlace ? 0 : work.outH() * gatherPitch + LANES;
    }

    @Override
    public int laneLength() {
        return block.length() + gatherLength();
    }

    @Override
    public void run(
            int from, int to, double[] source, double[] w, double[] bias, double[] lane, double[] out, int channels) {
        if (offset.length == 0) {
            zero(from, to, out);
            return;
        }
        block.zero(lane, 0);
        int sourcePlane = work.sourceH() * work.sourceW();
        for (int plane = from; plane < to; plane++) {
            int channel = plane % channels;
            double init = bias == null ? 0 : bias[channel];
            block.fillPixels(source, plane * sourcePlane, 0, 1, lane, 0);
            int outAt = target.at(0, plane);
            double[] y = inPlace ? out : lane;
            int yAt = inPlace ? outAt : block.length();
            for (int v = 0; v < base.length; v += DepthwiseTile.NV) {
                DepthwiseTile.run(
                        lane, base, v, offset, w, channel * work.wGroup(), work.tapWeight(), init, y, yAt, dst);
            }
            if (!inPlace) {
                gather(lane, out, outAt);
            }
        }
    }

    private void gather(double[] lane, double[] out, int outAt) {
        for (int i = 0; i < work.outH(); i++) {
            int from = block.length() + i * gatherPitch;
            target.putRow(lane, from, out, outAt + i * target.rowStride(), work.outW());
        }
    }

    private void zero(int from, int to, double[] out) {
        for (int plane = from; plane < to; plane++) {
            for (int i = 0; i < work.outH(); i++) {
                target.zeroRow(out, target.at(0, plane) + i * target.rowStride(), work.outW());
            }
        }
    }
}
