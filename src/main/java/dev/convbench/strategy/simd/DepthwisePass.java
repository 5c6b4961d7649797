package dev.convbench.strategy.simd;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.simd.Species;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Forward pass and input gradient of a depthwise convolution, one plane after another: the plane is copied padded (its
 * zeros are written once a chunk), then each vector of outputs is a sum over the taps of one filter.
 *
 * <p>The gradient with a stride is one correlation of dy for each residue of a pixel modulo the stride, as in {@link
 * DirectPass}. Memory-bound in the large: 2·kh·kw operations for 16 bytes. A chunk is a run of planes.
 */
final class DepthwisePass implements ConvKernel {
    private static final int LANES = Species.LANES_F64;

    /** Multiply-adds that make a chunk, about 20 µs. */
    private static final double CHUNK_WORK = 250_000;

    /** Chunks to leave at least, so that workers have something to share. */
    private static final int MANY_CHUNKS = 16;

    private final ConvShape shape;
    private final Pass pass;
    private final Part[] parts;
    private final int planesPerChunk;
    private final int planes;

    private DepthwisePass(ConvShape shape, Pass pass, List<Part> parts) {
        this.shape = shape;
        this.pass = pass;
        this.parts = parts.toArray(Part[]::new);
        planes = shape.mb() * shape.g();
        double work = (double) shape.oh() * shape.ow() * shape.kh() * shape.kw();
        double most = Math.max(1, planes / MANY_CHUNKS);
        planesPerChunk = (int) Math.max(1, Math.min(most, CHUNK_WORK / work));
    }

    static DepthwisePass forward(ConvShape shape) {
        return new DepthwisePass(
                shape, Pass.FORWARD, List.of(new Part(Correlation.forward(shape), Target.output(shape))));
    }

    static DepthwisePass backwardData(ConvShape shape) {
        List<Part> parts = new ArrayList<>();
        for (int rowPhase = 0; rowPhase < shape.sh(); rowPhase++) {
            for (int columnPhase = 0; columnPhase < shape.sw(); columnPhase++) {
                Correlation work = Correlation.backwardData(shape, rowPhase, columnPhase);
                if (work.outH() > 0 && work.outW() > 0) {
                    parts.add(new Part(work, Target.inputGradient(shape, rowPhase, columnPhase)));
                }
            }
        }
        return new DepthwisePass(shape, Pass.BACKWARD_DATA, parts);
    }

    @Override
    public int chunks(int phase) {
        return (planes + planesPerChunk - 1) / planesPerChunk;
    }

    @Override
    public int laneLength() {
        int length = 0;
        for (Part part : parts) {
            length = Math.max(length, part.laneLength());
        }
        return length;
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int lane) {
        int from = chunk * planesPerChunk;
        int to = Math.min(planes, from + planesPerChunk);
        boolean forward = pass == Pass.FORWARD;
        for (Part part : parts) {
            part.run(
                    from,
                    to,
                    forward ? s.x : s.dy,
                    s.w,
                    forward ? s.b : null,
                    s.lane(lane),
                    forward ? s.y : s.dx,
                    shape.g());
        }
    }

    /** One correlation, plane by plane. */
    private static final class Part {
        private final Correlation work;
        private final Target target;
        private final PaddedBlock block;
        private final int[] offset;
        private final boolean inPlace;
        private final int gatherPitch;
        private final int[] base;
        private final int[] dst;

        Part(Correlation work, Target target) {
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

        int laneLength() {
            return block.length() + gatherLength();
        }

        void run(
                int from,
                int to,
                double[] source,
                double[] w,
                double[] bias,
                double[] lane,
                double[] out,
                int channels) {
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

    @Override
    public String toString() {
        return pass.text() + Arrays.toString(parts) + " of " + shape;
    }
}
