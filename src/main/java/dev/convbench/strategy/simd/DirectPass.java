package dev.convbench.strategy.simd;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Forward pass and input gradient by {@link DirectPart}: one part, or one for each stride phase of the gradient. The
 * stages of the parts run side by side.
 */
final class DirectPass implements ConvKernel {
    private static final int PACK = 0;
    private static final int FILL = 1;
    private static final int COMPUTE = 2;
    private static final int ZERO = 3;

    private final ConvShape shape;
    private final Pass pass;
    private final DirectPart[] parts;
    private final Target[] untouched;
    private final int[][] untouchedSize;
    private final int packedLength;
    private final int sharedLength;
    private final int laneLength;

    /** The stage of each phase: those that have chunks. */
    private final int[] stages;

    private DirectPass(ConvShape shape, Pass pass, List<Correlation> works, List<Target> targets) {
        this.shape = shape;
        this.pass = pass;
        List<DirectPart> made = new ArrayList<>();
        List<Target> zero = new ArrayList<>();
        List<int[]> zeroSize = new ArrayList<>();
        int packed = 0;
        int shared = 0;
        int lane = 0;
        for (int i = 0; i < works.size(); i++) {
            Correlation work = works.get(i);
            if (work.taps() == 0) {
                zero.add(targets.get(i));
                zeroSize.add(new int[] {work.outH(), work.outW()});
                continue;
            }
            DirectPart part = new DirectPart(work, targets.get(i), packed, shared);
            made.add(part);
            packed = Math.addExact(packed, part.packedLength());
            shared = Math.addExact(shared, part.sharedLength());
            lane = Math.max(lane, part.laneLength());
        }
        parts = made.toArray(DirectPart[]::new);
        untouched = zero.toArray(Target[]::new);
        untouchedSize = zeroSize.toArray(int[][]::new);
        packedLength = packed;
        sharedLength = shared;
        laneLength = lane;
        stages = java.util.stream.IntStream.of(PACK, FILL, COMPUTE, ZERO)
                .filter(stage -> stageChunks(stage) > 0)
                .toArray();
    }

    static DirectPass forward(ConvShape shape) {
        return new DirectPass(shape, Pass.FORWARD, List.of(Correlation.forward(shape)), List.of(Target.output(shape)));
    }

    static DirectPass backwardData(ConvShape shape) {
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
        return new DirectPass(shape, Pass.BACKWARD_DATA, works, targets);
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
        if (stage == ZERO) {
            return untouched.length * shape.mb();
        }
        int sum = 0;
        for (DirectPart part : parts) {
            sum += partChunks(part, stage);
        }
        return sum;
    }

    private static int partChunks(DirectPart part, int stage) {
        return switch (stage) {
            case PACK -> part.packChunks();
            case FILL -> part.fillChunks();
            default -> part.computeChunks();
        };
    }

    @Override
    public int packedLength() {
        return packedLength;
    }

    @Override
    public int sharedLength() {
        return sharedLength;
    }

    @Override
    public int laneLength() {
        return laneLength;
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int lane) {
        int stage = stages[phase];
        if (stage == ZERO) {
            zero(chunk, s.dx);
            return;
        }
        int index = 0;
        int rest = chunk;
        while (rest >= partChunks(parts[index], stage)) {
            rest -= partChunks(parts[index], stage);
            index++;
        }
        DirectPart part = parts[index];
        boolean forward = pass == Pass.FORWARD;
        double[] source = forward ? s.x : s.dy;
        switch (stage) {
            case PACK -> part.pack(rest, s.w, s.packed);
            case FILL -> part.fill(rest, source, s.shared);
            default -> {
                double[] weights = part.packChunks() > 0 ? s.packed : s.w;
                double[] out = forward ? s.y : s.dx;
                part.compute(rest, source, weights, forward ? s.b : null, s.shared, s.lane(lane), out);
            }
        }
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
