package dev.convbench.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Padding by ONNX's rules; the cases were worked out by hand from its definition. */
class AutoPaddingTest {
    @ParameterizedTest
    @CsvSource({
        // in, kernel, stride, dilation, outputs, smaller half, larger half
        "5, 3, 1, 1, 5, 1, 1",
        "5, 2, 1, 1, 5, 0, 1",
        "5, 3, 2, 1, 3, 1, 1",
        "6, 3, 2, 1, 3, 0, 1",
        "7, 4, 3, 1, 3, 1, 2",
        "5, 3, 1, 2, 5, 2, 2",
        "5, 4, 1, 3, 5, 4, 5",
        "8, 1, 3, 1, 3, 0, 0",
        "2, 1, 5, 1, 1, 0, 0"
    })
    void sameKeepsTheSizeAndTheKindsDifferInTheOddCell(
            int in, int kernel, int stride, int dilation, int outputs, int smaller, int larger) {
        assertEquals(smaller, AutoPadding.SAME_UPPER.begin(in, kernel, stride, dilation));
        assertEquals(larger, AutoPadding.SAME_UPPER.end(in, kernel, stride, dilation));
        assertEquals(larger, AutoPadding.SAME_LOWER.begin(in, kernel, stride, dilation));
        assertEquals(smaller, AutoPadding.SAME_LOWER.end(in, kernel, stride, dilation));
        ConvShape shape = ConvShape.builder()
                .input(1, 1, in, 1)
                .filters(1, kernel, 1)
                .stride(stride, 1)
                .dilation(dilation, 1)
                .pad(smaller, 0, larger, 0)
                .build();
        assertEquals(outputs, shape.oh());
    }

    @Test
    void validHasNone() {
        assertEquals(0, AutoPadding.VALID.begin(5, 3, 1, 1));
        assertEquals(0, AutoPadding.VALID.end(5, 3, 1, 1));
    }

    @Test
    void sizesThatCannotBeAreNamed() {
        assertEquals(
                "stride is 0, must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> AutoPadding.SAME_UPPER.begin(5, 3, 0, 1))
                        .getMessage());
        assertEquals(
                "a kernel of 2147483647 with dilation 2 needs a padding of 4294967292",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> AutoPadding.SAME_LOWER.end(1, Integer.MAX_VALUE, 1, 2))
                        .getMessage());
    }
}
