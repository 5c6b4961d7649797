package dev.convbench.peers.base;

import dev.convbench.op.OffHeap;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import java.util.function.Supplier;

/** A pooling of a library whose computation can be repeated on what lies outside the heap. */
final class OffHeapPooling extends PeerPooling implements OffHeap {
    OffHeapPooling(String strategy, PoolShape shape, Precision precision, Supplier<Computation> maker) {
        super(strategy, shape, precision, maker);
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
