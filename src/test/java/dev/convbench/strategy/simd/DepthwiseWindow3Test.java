package dev.convbench.strategy.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.simd.Species;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class DepthwiseWindow3Test {
    private static final int LANES = Species.LANES_F64;

    private final Strategy depthwise = Strategies.named("simd-depthwise");

    @ParameterizedTest
    @EnumSource(
            value = Pass.class,
            names = {"FORWARD", "BACKWARD_DATA"})
    void everyWidthAndHeightIsTheReference(Pass pass) {
        for (int width = 1; width <= 5 * LANES + 2; width++) {
            for (int height : new int[] {1, 2, 3, 6}) {
                ConvShape shape = shape(height, width, 1);
                assertArrayEquals(
                        OnIntegers.run(Strategies.reference(), shape, pass),
                        OnIntegers.run(depthwise, shape, pass),
                        shape.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void onlyThePaddingThatKeepsTheSize(int pad) {
        ConvShape shape = shape(6, 3 * LANES + 1, pad);
        boolean fits = DepthwiseWindow3.fits(Correlation.forward(shape), Target.output(shape));
        assertEquals(pad == 1, fits);
        assertArrayEquals(
                OnIntegers.run(Strategies.reference(), shape, Pass.FORWARD),
                OnIntegers.run(depthwise, shape, Pass.FORWARD));
    }

    @Test
    void tallPlanesAreCopiedWhole() {
        ConvShape shape = shape((1 << 16) + 1, 2, 1);
        assertFalse(DepthwiseWindow3.fits(Correlation.forward(shape), Target.output(shape)));
        assertArrayEquals(
                OnIntegers.run(Strategies.reference(), shape, Pass.FORWARD),
                OnIntegers.run(depthwise, shape, Pass.FORWARD));
    }

    private static ConvShape shape(int height, int width, int pad) {
        return ConvShape.builder()
                .input(2, 3, height, width)
                .groups(3)
                .filters(3, 3, 3)
                .pad(pad, pad)
                .build();
    }
}
