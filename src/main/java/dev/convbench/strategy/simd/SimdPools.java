package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolShape;

/** The vectorised pooling kernel of each pass, by shape. */
final class SimdPools {
    private SimdPools() {}

    static PoolKernel forward(PoolShape shape) {
        if (!shape.isMax()) {
            return new SimdAverageForward(shape);
        }
        return SimdMaxTile2Forward.fits(shape) ? new SimdMaxTile2Forward(shape) : new SimdMaxForward(shape);
    }

    static PoolKernel backward(PoolShape shape) {
        return shape.isMax() ? new SimdMaxBackward(shape) : new SimdAverageBackward(shape);
    }
}
