package dev.convbench.peers.base;

import dev.convbench.op.OffHeap;
import dev.convbench.op.Scratch;

/** A peer's plan whose computation can be repeated on what lies outside the heap: all of it is in the scratch. */
interface RepeatableCall extends OffHeap {
    @Override
    default void repeat(Scratch scratch) {
        PeerArguments.entered(scratch, this, PeerScratch::repeat);
    }

    @Override
    default void read(double[] out, Scratch scratch) {
        PeerArguments.entered(scratch, this, s -> s.read(Values.of(out)));
    }

    @Override
    default void read(float[] out, Scratch scratch) {
        PeerArguments.entered(scratch, this, s -> s.read(Values.of(out)));
    }

    @Override
    default void spoil(Scratch scratch) {
        PeerArguments.entered(scratch, this, PeerScratch::spoil);
    }
}
