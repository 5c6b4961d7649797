package dev.convbench.strategy;

import org.junit.jupiter.api.Test;

/** {@code loops} against the reference. */
class LoopsStrategyTest {
    private static final AgainstReference LOOPS = new AgainstReference("loops");

    @Test
    void convolutionEqualsTheReference() {
        AgainstReference.convShapes(300, 1).forEach(LOOPS::convolution);
    }

    @Test
    void infinityStaysInItsWindows() {
        AgainstReference.convShapes(100, 2).forEach(LOOPS::nonFinitePixel);
    }

    @Test
    void poolingEqualsTheReference() {
        AgainstReference.poolShapes(300, 3).forEach(LOOPS::pooling);
    }
}
