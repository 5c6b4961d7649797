package dev.convbench.strategy.simd;

import dev.convbench.gemm.LaneSum;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * db[o] = Σ_{n,i,j} dy[n,o,i,j], four vectors of partial sums at a time: an addition takes four cycles, so one chain would
 * wait for itself. Bound by memory. A chunk is one output channel.
 */
final class SimdBackwardBias implements ConvKernel {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    private final ConvShape shape;
    private final int pixels;

    SimdBackwardBias(ConvShape shape) {
        this.shape = shape;
        pixels = shape.oh() * shape.ow();
    }

    @Override
    public int chunks(int phase) {
        return shape.oc();
    }

    @Override
    public int laneLength() {
        return LANES;
    }

    @Override
    public void run(int phase, int oc, ConvScratch s, int lane) {
        double sum = 0;
        for (int n = 0; n < shape.mb(); n++) {
            sum += planeSum(s.dy, (n * shape.oc() + oc) * pixels, pixels, s.lane(lane));
        }
        s.db[oc] = sum;
    }

    private static double planeSum(double[] dy, int from, int length, double[] lanes) {
        DoubleVector acc0 = DoubleVector.zero(SPECIES);
        DoubleVector acc1 = acc0;
        DoubleVector acc2 = acc0;
        DoubleVector acc3 = acc0;
        int i = 0;
        for (; i <= length - 4 * LANES; i += 4 * LANES) {
            acc0 = acc0.add(DoubleVector.fromArray(SPECIES, dy, from + i));
            acc1 = acc1.add(DoubleVector.fromArray(SPECIES, dy, from + i + LANES));
            acc2 = acc2.add(DoubleVector.fromArray(SPECIES, dy, from + i + 2 * LANES));
            acc3 = acc3.add(DoubleVector.fromArray(SPECIES, dy, from + i + 3 * LANES));
        }
        for (; i <= length - LANES; i += LANES) {
            acc0 = acc0.add(DoubleVector.fromArray(SPECIES, dy, from + i));
        }
        acc0.add(acc1).add(acc2.add(acc3)).intoArray(lanes, 0);
        double sum = LaneSum.of(lanes, 0);
        for (; i < length; i++) {
            sum += dy[from + i];
        }
        return sum;
    }
}
