package dev.convbench.strategy;

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
}
