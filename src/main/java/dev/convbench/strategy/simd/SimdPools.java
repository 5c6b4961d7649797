package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Support;

/** Which pooling kernel is used for which shape: the first that fits. All of them give what the reference gives. */
public final class SimdPools {
    private SimdPools() {}

    /** Whether the indices of a padded plane fit into the lanes that carry them, or why not. */
    static Support supports(PoolShape shape) {
        long rows = (long) shape.ih() + shape.padTop() + shape.padBottom();
        long columns = (long) shape.iw() + shape.padLeft() + shape.padRight();
        return !shape.isMax() || rows * columns < PoolIndices.PLANE_F64
                ? Support.yes()
                : Support.no("a padded plane has " + rows * columns + " elements, more than vector lanes can index");
    }

    /** The kernel of the forward pass. */
    public static PoolKernel forward(PoolShape shape) {
        if (!shape.isMax()) {
            if (SimdAverageTile2Forward.fits(shape)) {
                return new SimdAverageTile2Forward(shape);
            }
            if (SimdAverageLines3.fits(shape)) {
                return new SimdAverageWindow3Forward(shape);
            }
            return SimdMaxGlobalForward.fits(shape)
                    ? new SimdAverageGlobalForward(shape)
                    : new SimdAverageForward(shape);
        }
        if (SimdMaxTile2Forward.fits(shape)) {
            return new SimdMaxTile2Forward(shape);
        }
        if (SimdMaxWindow3Stride2Forward.fits(shape)) {
            return new SimdMaxWindow3Stride2Forward(shape);
        }
        if (SimdMaxWindow3Stride1Forward.fits(shape)) {
            return new SimdMaxWindow3Stride1Forward(shape);
        }
        return SimdMaxGlobalForward.fits(shape) ? new SimdMaxGlobalForward(shape) : new SimdMaxForward(shape);
    }

    /** The kernel of the backward pass. */
    public static PoolKernel backward(PoolShape shape) {
        if (!shape.isMax()) {
            if (SimdAverageTile2Forward.fits(shape)) {
                return new SimdAverageTile2Backward(shape);
            }
            if (SimdAverageLines3.fits(shape)) {
                return new SimdAverageWindow3Backward(shape);
            }
            return SimdMaxGlobalForward.fits(shape)
                    ? new SimdAverageGlobalBackward(shape)
                    : new SimdAverageBackward(shape);
        }
        return SimdMaxRowsBackward.fits(shape) ? new SimdMaxRowsBackward(shape) : new SimdMaxBackward(shape);
    }
}
