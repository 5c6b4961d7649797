package dev.convbench.strategy;

import dev.convbench.op.ConvShape;
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

    @Test
    void refusesWhatItCannotHold() {
        ConvShape shape = ConvShape.builder()
                .input(1, 8, 20001, 1)
                .filters(1, 2, 2)
                .dilation(20000, 20000)
                .pad(0, 10000)
                .build();
        LOOPS.refuses(shape, "padded planes");
    }
}
