package dev.convbench.strategy.simd;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Forward pass and input gradient of a depthwise convolution, one plane after another.
 *
 * <p>The gradient with a stride is one correlation of dy for each residue of a pixel modulo the stride, as in {@link
 * DirectPass}. Memory-bound in the large: 2·kh·kw operations for 16 bytes. A chunk is a run of planes.
 */
final class DepthwisePass implements ConvKernel {
    /** Multiply-adds that make a chunk, about 20 µs. */
    private static final double CHUNK_WORK = 250_000;

    /** Chunks to leave at least, so that workers have something to share. */
    private static final int MANY_CHUNKS = 16;

    private final ConvShape shape;
    private final Pass pass;
    private final DepthwisePart[] parts;
    private final int planesPerChunk;
    private final int planes;

    private DepthwisePass(ConvShape shape, Pass pass, List<DepthwisePart> parts) {
        this.shape = shape;
        this.pass = pass;
        this.parts = parts.toArray(DepthwisePart[]::new);
        planes = shape.mb() * shape.g();
        double work = (double) shape.oh() * shape.ow() * shape.kh() * shape.kw();
        double most = Math.max(1, planes / MANY_CHUNKS);
        planesPerChunk = (int) Math.max(1, Math.min(most, CHUNK_WORK / work));
    }

    static DepthwisePass forward(ConvShape shape) {
        return new DepthwisePass(shape, Pass.FORWARD, List.of(part(Correlation.forward(shape), Target.output(shape))));
    }

    static DepthwisePass backwardData(ConvShape shape) {
        List<DepthwisePart> parts = new ArrayList<>();
        for (int rowPhase = 0; rowPhase < shape.sh(); rowPhase++) {
            for (int columnPhase = 0; columnPhase < shape.sw(); columnPhase++) {
                Correlation work = Correlation.backwardData(shape, rowPhase, columnPhase);
                if (work.outH() > 0 && work.outW() > 0) {
                    parts.add(part(work, Target.inputGradient(shape, rowPhase, columnPhase)));
                }
            }
        }
        return new DepthwisePass(shape, Pass.BACKWARD_DATA, parts);
    }

    private static DepthwisePart part(Correlation work, Target target) {
        return DepthwiseWindow3.fits(work, target)
                ? new DepthwiseWindow3(work, target)
                : new DepthwiseAny(work, target);
    }

    @Override
    public int chunks(int phase) {
        return (planes + planesPerChunk - 1) / planesPerChunk;
    }

    @Override
    public int laneLength() {
        int length = 0;
        for (DepthwisePart part : parts) {
            length = Math.max(length, part.laneLength());
        }
        return length;
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int lane) {
        int from = chunk * planesPerChunk;
        int to = Math.min(planes, from + planesPerChunk);
        boolean forward = pass == Pass.FORWARD;
        for (DepthwisePart part : parts) {
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

    @Override
    public String toString() {
        return pass.text() + Arrays.toString(parts) + " of " + shape;
    }
}
