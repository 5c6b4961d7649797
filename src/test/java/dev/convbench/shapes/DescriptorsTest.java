package dev.convbench.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors: what they mean, what they leave out, and what is said of bad ones. */
class DescriptorsTest {
    @Test
    void everyFieldIsRead() {
        ConvShape shape = Descriptors.convolution("g2mb3ic4ih20iw22oc6oh9ow6kh5kw3sh2sw3dh1dw2ph2pw1pb3pr0");
        assertEquals(new ConvShape(3, 2, 4, 20, 22, 6, 5, 3, 2, 3, 2, 3, 2, 1, 3, 0), shape);
    }

    @Test
    void whatIsMissingHasADefault() {
        ConvShape shape = Descriptors.convolution("ic3ih9oc4kh3");
        assertEquals(new ConvShape(1, 1, 3, 9, 9, 4, 3, 3, 1, 1, 1, 1, 0, 0, 0, 0), shape);
        assertEquals(
                new ConvShape(1, 1, 3, 9, 9, 4, 3, 3, 2, 2, 3, 3, 1, 1, 1, 1),
                Descriptors.convolution("ic3ih9oc4kh3sh2dh2ph1"),
                "a missing width is the height");
        assertEquals(
                new ConvShape(1, 1, 3, 9, 8, 4, 3, 2, 1, 2, 1, 3, 0, 1, 0, 1),
                Descriptors.convolution("ic3ih9iw8oc4kh3kw2sw2dw2pw1"),
                "widths alone leave the heights as they are");
    }

    @Test
    void bottomAndRightPaddingOverride() {
        ConvShape shape = Descriptors.convolution("ic1ih5oc1kh2ph1pw2pb3pr4");
        assertEquals(List.of(1, 2, 3, 4), pads(shape));
        assertEquals(List.of(1, 1, 0, 1), pads(Descriptors.convolution("ic1ih5oc1kh2ph1pb0")));
        assertEquals(List.of(0, 0, 0, 2), pads(Descriptors.convolution("ic1ih5oc1kh2pr2")));
    }

    private static List<Integer> pads(ConvShape shape) {
        return List.of(shape.padTop(), shape.padLeft(), shape.padBottom(), shape.padRight());
    }

    @Test
    void dilationIsConvertedHereOnly() {
        assertEquals(1, Descriptors.convolution("ic1ih5oc1kh2dh0").dh());
        assertEquals(3, Descriptors.convolution("ic1ih5oc1kh2dh2").dw());
        assertEquals(2, Descriptors.pooling("ic1ih5kh2dh1").dh());
    }

    @Test
    void underscoresMayStandBetweenFieldsInAnyOrder() {
        ConvShape plain = Descriptors.convolution("mb2ic3ih9oc4kh3");
        assertEquals(plain, Descriptors.convolution("mb2_ic3_ih9_oc4_kh3"));
        assertEquals(plain, Descriptors.convolution("kh3oc4_ih9ic3mb2"));
    }

    @Test
    void poolingsHaveAKindAndAMode() {
        assertEquals(PoolKind.MAX, Descriptors.pooling("ic3ih6kh2").kind());
        assertEquals(PoolKind.MAX, Descriptors.pooling("max_ic3ih6kh2").kind());
        assertEquals(
                PoolKind.AVERAGE_INCLUDE_PADDING,
                Descriptors.pooling("avg_p_ic3ih6kh2").kind());
        assertEquals(
                PoolKind.AVERAGE_EXCLUDE_PADDING,
                Descriptors.pooling("avg_np_ic3ih6kh2").kind());
        assertFalse(Descriptors.pooling("ic3ih6kh2cm0").ceilMode());
        PoolShape ceil = Descriptors.pooling("mb2ic3ih6iw7oh3ow4kh3kw2sh2ph0pr1cm1");
        assertEquals(new PoolShape(PoolKind.MAX, 2, 3, 6, 7, 3, 2, 2, 2, 1, 1, 0, 0, 0, 1, true), ceil);
    }

    @Test
    void outputSizesAreCheckedWhereTheyAreWritten() {
        assertEquals(4, Descriptors.convolution("ic1ih9iw7oc1oh4kh3sh2").oh());
        assertEquals(3, Descriptors.convolution("ic1ih9iw7oc1ow3kh3sh2").ow());
    }

    @Test
    void everyShapeIsReadBackFromItsText() {
        List<ConvShape> convolutions = new ArrayList<>();
        List<PoolShape> poolings = new ArrayList<>();
        EdgeCases.convolutions().forEach(edge -> convolutions.add(edge.shape()));
        EdgeCases.poolings().forEach(edge -> poolings.add(edge.shape()));
        ShapeGenerator generator = new ShapeGenerator(77);
        for (int k = 0; k < 2000; k++) {
            convolutions.add(generator.convolution(k));
            poolings.add(generator.pooling(k));
        }
        for (ConvShape shape : convolutions) {
            assertEquals(shape, Descriptors.convolution(shape.toString()));
        }
        for (PoolShape shape : poolings) {
            assertEquals(shape, Descriptors.pooling(shape.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ic3ih9oc4kh3q1              | character 13: unknown field 'q', a convolution has the fields mb ic
            ic3ih9oc4kh3cm1             | character 13: unknown field 'cm', a convolution has the fields
            IC3ih9oc4kh3                | character 1: unknown field 'IC'
            ic3ih9oc4kh3ic3             | character 13: field ic is repeated, it already stands at character 1
            ic99999999999ih9oc4kh3      | character 1: field ic is 99999999999, the largest possible is 2147483647
            ic3ih9oc4kh3dh2147483647    | character 13: field dh is 2147483647, the largest possible is 2147483646
            ic3ih9oc4kh3ph              | character 15: field ph has no number
            ic3ih9oc4kh3ph-1            | character 15: field ph has no number
            ic3ih9oc4kh-3               | character 12: field kh has no number
            ic3ih9oc4kh3.5              | character 13: expected the name of a field, found '.'
            ic3 ih9oc4kh3               | character 4: expected the name of a field, found ' '
            _ic3ih9oc4kh3               | character 1: expected the name of a field, found '_'
            ic3__ih9oc4kh3              | character 5: expected the name of a field, found '_'
            ic3ih9oc4kh3_               | character 13: expected the name of a field, found '_'
            ih9oc4kh3                   | character 10: field ic is missing
            ic3oc4kh3                   | character 10: field ih is missing
            ic3iw9oc4kh3                | character 13: field ih is missing
            ic3ih9kh3                   | character 10: field oc is missing
            ic3ih9oc4                   | character 10: field kh is missing
            ic3ih9oc4kw3                | character 13: field kh is missing
            ic3ih9oc4oh8kh3             | character 10: field oh is 8, but the other fields give 7
            ic3ih9oc4ow8kh3             | character 10: field ow is 8, but the other fields give 7
            ic0ih9oc4kh3                | character 1: ic is 0, must be at least 1
            ic3ih9oc4kh3sw0             | character 13: sw is 0, must be at least 1
            g2ic3ih9oc4kh3              | character 3: ic is 3, not a multiple of g = 2
            g2ic4ih9oc5kh3              | character 9: oc is 5, not a multiple of g = 2
            ic3ih9oc4kh12               | character 10: kh is 12: with dilation 1 the kernel spans 12 but the padded
            ic3ih9oc4kh3kw5dw2          | character 13: kw is 5: with dilation 3 the kernel spans 13
            mb99999ic999ih999oc1kh1     | : x needs mb*ic*ih*iw = 99699302897001 elements, more than one Java array
            """)
    void aBadConvolutionIsRefusedInOneSentence(String text, String expected) {
        assertRefused("convolution", text, expected, () -> Descriptors.convolution(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ic3ih9oc4kh3                | character 7: unknown field 'oc', a pooling has the fields mb ic
            g1ic3ih9kh3                 | character 1: unknown field 'g', a pooling has the fields
            min_ic3ih9kh3               | character 1: unknown field 'min'
            avg_ic3ih9kh3               | character 1: unknown field 'avg'
            max_                        | character 5: field ih is missing
            avg_p_ih9kh3                | character 13: field ic is missing
            max_ic3ih9                  | character 11: field kh is missing
            ic3ih9kh3cm2                | character 10: field cm is 2, must be 0 (round the output size down) or 1
            avg_p_ic3ih9kh3dh5          | character 13: kh is 3: with dilation 6 the kernel spans 13
            ic3ih9kh3oh9                | character 10: field oh is 9, but the other fields give 7
            ic3ih9kh10                  | character 7: kh is 10: with dilation 1 the kernel spans 10
            """)
    void aBadPoolingIsRefusedInOneSentence(String text, String expected) {
        assertRefused("pooling", text, expected, () -> Descriptors.pooling(text));
    }

    private static void assertRefused(
            String operation, String text, String expected, org.junit.jupiter.api.function.Executable parse) {
        String message = assertThrows(IllegalArgumentException.class, parse).getMessage();
        assertTrue(message.startsWith(operation + " descriptor '" + text + "'"), message);
        assertTrue(message.contains(expected), () -> message + " does not contain " + expected);
        assertFalse(message.contains("\n"), message);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "\t"})
    void anEmptyTextIsRefused(String text) {
        String conv = assertThrows(IllegalArgumentException.class, () -> Descriptors.convolution(text))
                .getMessage();
        assertTrue(conv.contains("the text is empty, a descriptor looks like ic3ih31oc25kh3sh2ph1"), conv);
        String pool = assertThrows(IllegalArgumentException.class, () -> Descriptors.pooling(text))
                .getMessage();
        assertTrue(pool.contains("the text is empty, a descriptor looks like ic3ih31kh2sh2"), pool);
    }
}
