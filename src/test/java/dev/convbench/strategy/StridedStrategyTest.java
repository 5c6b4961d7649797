package dev.convbench.strategy;

import dev.convbench.op.ConvShape;
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

    @Test
    void refusesWhatItCannotHold() {
        ConvShape shape = ConvShape.builder()
                .input(1, 8, 20001, 1)
                .filters(1, 2, 2)
                .dilation(20000, 20000)
                .pad(0, 10000)
                .build();
        STRIDED.refuses(shape, "padded copy");
    }
}
