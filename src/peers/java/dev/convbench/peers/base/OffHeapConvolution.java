package dev.convbench.peers.base;

import dev.convbench.op.ConvShape;
import dev.convbench.op.OffHeap;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import java.util.function.Predicate;

/** A convolution of a library whose computation can be repeated on what lies outside the heap. */
final class OffHeapConvolution extends PeerConvolution implements OffHeap {
    OffHeapConvolution(
            String strategy,
            ConvShape shape,
            Precision precision,
            boolean prepares,
            Predicate<Pass> supported,
            Maker maker) {
        super(strategy, shape, precision, prepares, supported, maker);
    }

    @Override
    public void repeat(Scratch scratch) {
        PeerArguments.entered(scratch, this, PeerScratch::repeat);
    }

    @Override
    public void read(double[] out, Scratch scratch) {
        PeerArguments.entered(scratch, this, s -> s.read(Values.of(out)));
    }

    @Override
    public void read(float[] out, Scratch scratch) {
        PeerArguments.entered(scratch, this, s -> s.read(Values.of(out)));
    }

    @Override
    public void spoil(Scratch scratch) {
        PeerArguments.entered(scratch, this, PeerScratch::spoil);
    }
}
