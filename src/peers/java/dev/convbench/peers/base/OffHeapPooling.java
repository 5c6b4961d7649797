package dev.convbench.peers.base;

import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import java.util.function.Supplier;

/** A pooling of a library whose computation can be repeated on what lies outside the heap. */
final class OffHeapPooling extends PeerPooling implements RepeatableCall {
    OffHeapPooling(String strategy, PoolShape shape, Precision precision, Supplier<Computation> maker) {
        super(strategy, shape, precision, maker);
    }
}
