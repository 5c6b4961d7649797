package dev.convbench.strategy;

import dev.convbench.op.ConvShape;
import org.junit.jupiter.api.Test;

/** {@code im2col} against the reference. */
class Im2colStrategyTest {
    private static final AgainstReference IM2COL = new AgainstReference("im2col");

    @Test
    void convolutionEqualsTheReference() {
        AgainstReference.convShapes(300, 1).forEach(IM2COL::convolution);
    }

    @Test
    void infinityStaysInItsWindows() {
        AgainstReference.convShapes(100, 2).forEach(IM2COL::nonFinitePixel);
    }

    @Test
    void poolingEqualsTheReference() {
        AgainstReference.poolShapes(300, 3).forEach(IM2COL::pooling);
    }

    @Test
    void refusesWhatItCannotHold() {
        ConvShape shape = ConvShape.builder()
                .input(1, 1, 1, 1)
                .filters(1, 1000, 1000)
                .pad(500, 500, 499, 499)
                .build();
        IM2COL.refuses(shape, "column matrix");
    }
}
