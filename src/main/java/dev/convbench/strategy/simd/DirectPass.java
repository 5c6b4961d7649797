package dev.convbench.strategy.simd;

import dev.convbench.gemm.VectorTile;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.strategy.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Direct convolution, forward pass and input gradient: no column matrix; the microkernel reads a padded, phase-split copy
 * of a few source rows through a table of tap offsets.
 *
 * <p>For each block of rows of some images: copy it padded (into this worker's memory, or once for all workers where
 * output channels are split); for each {@code mr} output channels, for each {@code nv} vectors of pixels, one
 * {@link VectorTile} over the whole reduction. The weights of {@code mr} channels stay in L1 while the tiles of the block
 * pass, the block stays in L2 while the channels pass. Where a kernel of one tap leaves a tile's pixels small enough for
 * L1, the channels pass inside instead. The order of each sum is channel, row, column of the kernel, whatever the blocking.
 *
 * <p>The forward pass is one {@link Correlation}, the input gradient one for each stride phase; all of them read the same
 * padded copy, so dy is read from memory once.
 *
 * <p>Stages, each of independent chunks: pack the weights, pad the sources, compute, and write zeros to the pixels that no
 * tap reaches. All but the third may be empty.
 */
final class DirectPass implements ConvKernel {
    private static final int PACK = 0;
    private static final int FILL = 1;
    private static final int COMPUTE = 2;
    private static final int ZERO = 3;

    private static final int MAX_CHUNKS = 16;

    private final ConvShape shape;
    private final Pass pass;
    private final Correlation frame;
    private final DirectBlocking blocking;
    private final DirectPart[] parts;
    private final Target[] untouched;
    private final int[][] untouchedSize;
    private final int packedLength;

    /** Whether each weight belongs to one chunk, which packs it into L2 just before it is used. */
    private final boolean packsInPassing;

    /** The stage of each phase: those that have chunks. */
    private final int[] stages;

    private DirectPass(ConvShape shape, Pass pass, List<Correlation> works, List<Target> targets) {
        this.shape = shape;
        this.pass = pass;
        int[] reached = IntStream.range(0, works.size())
                .filter(i -> works.get(i).taps() > 0)
                .toArray();
        List<Target> zero = new ArrayList<>();
        List<int[]> zeroSize = new ArrayList<>();
        parts = new DirectPart[reached.length];
        frame = parts.length == 1
                ? works.get(reached[0])
                : Correlation.frame(IntStream.of(reached).mapToObj(works::get).toList());
        VectorTile forPacked = VectorTile.packed(frame.outputs());
        boolean packs = WeightPacking.pays(frame, forPacked.mr);
        VectorTile tile = packs ? forPacked : VectorTile.inPlace();
        boolean dense = parts.length == 1 && targets.get(reached[0]).isDense(frame);
        blocking = new DirectBlocking(frame, tile, dense);
        int packed = 0;
        int taps = 0;
        int made = 0;
        for (int i = 0; i < works.size(); i++) {
            Correlation work = works.get(i);
            if (work.taps() == 0) {
                zero.add(targets.get(i));
                zeroSize.add(new int[] {work.outH(), work.outW()});
                continue;
            }
            parts[made] = new DirectPart(work, targets.get(i), blocking, taps, packs, packed);
            packed = Math.addExact(packed, parts[made].packedLength());
            taps += work.taps();
            made++;
        }
        packedLength = packed;
        boolean once = blocking.imageBlocks() * blocking.rowBlocks() == 1;
        packsInPassing = packs && once && !blocking.pixelsFirst && parts.length == 1;
        untouched = zero.toArray(Target[]::new);
        untouchedSize = zeroSize.toArray(int[][]::new);
        stages = IntStream.of(PACK, FILL, COMPUTE, ZERO)
                .filter(stage -> stageChunks(stage) > 0)
                .toArray();
    }

    static DirectPass forward(ConvShape shape) {
        return new DirectPass(shape, Pass.FORWARD, List.of(Correlation.forward(shape)), List.of(Target.output(shape)));
    }

    static ConvKernel backwardData(ConvShape shape) {
        List<Correlation> works = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int rowPhase = 0; rowPhase < shape.sh(); rowPhase++) {
            for (int columnPhase = 0; columnPhase < shape.sw(); columnPhase++) {
                Correlation work = Correlation.backwardData(shape, rowPhase, columnPhase);
                if (work.outH() > 0 && work.outW() > 0) {
                    works.add(work);
                    targets.add(Target.inputGradient(shape, rowPhase, columnPhase));
                }
            }
        }
        boolean reaches = works.stream().anyMatch(work -> work.taps() > 0);
        return reaches ? new DirectPass(shape, Pass.BACKWARD_DATA, works, targets) : new ZeroGradient(shape);
    }

    @Override
    public int phases() {
        return stages.length;
    }

    @Override
    public int chunks(int phase) {
        return stageChunks(stages[phase]);
    }

    private int stageChunks(int stage) {
        return switch (stage) {
            case PACK ->
                IntStream.range(0, parts.length).map(i -> parts[i].packChunks()).sum();
            case FILL -> blocking.sharedSource ? frame.images() * frame.groups() * channelSplits() : 0;
            case COMPUTE -> blocking.imageBlocks() * frame.groups() * blocking.rowBlocks() * blocking.outputBlocks();
            default -> untouched.length * shape.mb();
        };
    }

    private int channelSplits() {
        return Math.min(frame.channels(), Math.max(1, MAX_CHUNKS / (frame.images() * frame.groups())));
    }

    @Override
    public int packedLength() {
        return packedLength;
    }

    @Override
    public int sharedLength() {
        return blocking.sharedSource ? Math.multiplyExact(frame.images() * frame.groups(), blocking.block.length()) : 0;
    }

    @Override
    public boolean packsInPassing() {
        return packsInPassing;
    }

    // A lane: padded sources, results to be gathered, the start of each output channel's sums, weights packed in
    // passing.

    private int blockLength() {
        return blocking.sharedSource || blocking.block.isSource ? 0 : blocking.images * blocking.block.length();
    }

    private int initAt() {
        return blockLength() + (blocking.inPlace ? 0 : blocking.tile.mr * blocking.images * blocking.bufferRow());
    }

    @Override
    public int laneLength() {
        return weightsAt() + (packsInPassing ? blocking.tile.mr * frame.reduction() : 0);
    }

    private int zerosAt() {
        return DirectPart.zerosAt(initAt(), frame.outputs(), blocking.tile.mr);
    }

    private int weightsAt() {
        return zerosAt() + DirectPart.sumsLength(blocking.tile);
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int lane) {
        double[] source = pass == Pass.FORWARD ? s.x : s.dy;
        switch (stages[phase]) {
            case PACK -> pack(chunk, s);
            case FILL -> fillShared(chunk, source, s.shared);
            case COMPUTE -> compute(chunk, source, s, s.lane(lane));
            default -> zero(chunk, s.dx);
        }
    }

    private void pack(int chunk, ConvScratch s) {
        int part = 0;
        int rest = chunk;
        while (rest >= parts[part].packChunks()) {
            rest -= parts[part].packChunks();
            part++;
        }
        parts[part].pack(rest, s.w, s.packed);
    }

    private void fillShared(int chunk, double[] source, double[] shared) {
        int splits = channelSplits();
        int plane = chunk / splits;
        int from = Split.start(chunk % splits, splits, frame.channels());
        int to = Split.start(chunk % splits + 1, splits, frame.channels());
        int sourceAt = plane * frame.channels() * frame.sourceH() * frame.sourceW();
        blocking.block.fill(source, sourceAt, 0, from, to, shared, plane * blocking.block.length());
    }

    private void compute(int chunk, double[] source, ConvScratch s, double[] lane) {
        int outputBlock = chunk % blocking.outputBlocks();
        int rest = chunk / blocking.outputBlocks();
        int firstRow = rest % blocking.rowBlocks() * blocking.rows;
        rest /= blocking.rowBlocks();
        int group = rest % frame.groups();
        int image = rest / frame.groups() * blocking.images;
        int images = Math.min(blocking.images, frame.images() - image);
        int rows = Math.min(blocking.rows, frame.outH() - firstRow);
        int plane = image * frame.groups() + group;
        double[] block = lane;
        int blockAt = 0;
        if (blocking.sharedSource) {
            block = s.shared;
            blockAt = plane * blocking.block.length() + firstRow * blocking.block.pitch;
        } else if (blocking.block.isSource) {
            block = source;
            blockAt = plane * frame.channels() * blocking.block.channelStride + firstRow * blocking.block.pitch;
        } else {
            fillImages(source, image, images, group, firstRow, lane);
        }
        int from = outputBlock * blocking.outputs;
        int to = Math.min(frame.outputs(), from + blocking.outputs);
        boolean forward = pass == Pass.FORWARD;
        setInit(forward ? s.b : null, group * frame.outputs(), from, to, lane);
        boolean passing = packsInPassing && s.w != null;
        double[] weights = packedLength > 0 && !passing ? s.packed : s.w;
        double[] out = forward ? s.y : s.dx;
        for (DirectPart part : parts) {
            part.compute(
                    block,
                    blockAt,
                    weights,
                    group,
                    image,
                    images,
                    firstRow,
                    rows,
                    from,
                    to,
                    lane,
                    blockLength(),
                    initAt(),
                    passing ? weightsAt() : DirectPart.PACKED_BEFORE,
                    out);
        }
    }

    /** Copies the images of a chunk padded; whole images share one set of zeros, written once for all their rows. */
    private void fillImages(double[] source, int image, int images, int group, int firstRow, double[] lane) {
        int plane = frame.sourceH() * frame.sourceW();
        boolean whole = blocking.rows == frame.outH();
        if (whole) {
            Arrays.fill(lane, 0, images * blocking.block.length(), 0);
        }
        for (int n = 0; n < images; n++) {
            int sourceAt = ((image + n) * frame.groups() + group) * frame.channels() * plane;
            int blockAt = n * blocking.block.length();
            if (whole) {
                blocking.block.fillPixels(source, sourceAt, 0, frame.channels(), lane, blockAt);
            } else {
                blocking.block.fill(source, sourceAt, firstRow, 0, frame.channels(), lane, blockAt);
            }
        }
    }

    private void setInit(double[] bias, int first, int from, int to, double[] lane) {
        int at = initAt();
        if (bias == null) {
            Arrays.fill(lane, at + from, at + to, 0);
        } else {
            System.arraycopy(bias, first + from, lane, at + from, to - from);
        }
        Arrays.fill(lane, at + to, at + to + blocking.tile.mr, 0);
        Arrays.fill(lane, zerosAt(), zerosAt() + blocking.tile.mr, 0);
    }

    /** Pixels that no tap reaches have no gradient. */
    private void zero(int chunk, double[] dx) {
        Target target = untouched[chunk / shape.mb()];
        int[] size = untouchedSize[chunk / shape.mb()];
        int image = chunk % shape.mb();
        for (int channel = 0; channel < shape.ic(); channel++) {
            for (int i = 0; i < size[0]; i++) {
                target.zeroRow(dx, target.at(image, channel) + i * target.rowStride(), size[1]);
            }
        }
    }

    @Override
    public String toString() {
        return pass.text() + Arrays.toString(stages) + " of " + shape;
    }
}
