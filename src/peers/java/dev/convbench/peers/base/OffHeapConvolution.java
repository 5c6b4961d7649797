package dev.convbench.peers.base;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import java.util.function.Predicate;

/** A convolution of a library whose computation can be repeated on what lies outside the heap. */
final class OffHeapConvolution extends PeerConvolution implements RepeatableCall {
    OffHeapConvolution(
            String strategy,
            ConvShape shape,
            Precision precision,
            boolean prepares,
            Predicate<Pass> supported,
            Maker maker) {
        super(strategy, shape, precision, prepares, supported, maker);
    }
}
