package dev.convbench.strategy;

import org.junit.jupiter.api.Test;

/** {@code strided} against the reference. */
class StridedStrategyTest {
    private static final AgainstReference STRIDED = new AgainstReference("strided");

    @Test
    void convolutionEqualsTheReference() {
        AgainstReference.convShapes(300, 1).forEach(STRIDED::convolution);
    }

    @Test
    void infinityStaysInItsWindows() {
        AgainstReference.convShapes(100, 2).forEach(STRIDED::nonFinitePixel);
    }

    @Test
    void poolingEqualsTheReference() {
        AgainstReference.poolShapes(300, 3).forEach(STRIDED::pooling);
    }
}
