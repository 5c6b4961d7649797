package dev.convbench.strategy.winograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.ConvArrays;
import dev.convbench.check.ConvCase;
import dev.convbench.check.ConvCheck;
import dev.convbench.check.ConvInputs;
import dev.convbench.check.Data;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.shapes.Descriptors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
@Order(Integer.MAX_VALUE - 1)
class WinogradStrategyTest {
    private static final int[] TILES = {2, 4, 6};

    private static Strategy tiles(int m) {
        return Strategies.named("winograd-" + m);
    }

    private static List<ConvShape> edges(int m) {
        return edges(m, 3);
    }

    /** Output sizes on both sides of a tile, several tiles and a segment of tiles; few and many channels; all paddings. */
    private static List<ConvShape> edges(int m, int r) {
        List<ConvShape> shapes = new ArrayList<>();
        String k = "kh" + r;
        String same = k + "ph" + r / 2;
        for (int size : new int[] {1, m - 1, m, m + 1, 2 * m + 1, 8 * m + 1, 9 * m}) {
            shapes.add(Descriptors.convolution("mb1ic3ih" + (size + r - 1) + "iw" + (m + r) + "oc2" + k));
            shapes.add(Descriptors.convolution("mb2ic2ih5iw" + size + "oc3" + same));
        }
        for (int channels : new int[] {1, 7, 8, 9, 16, 17, 33, 65}) {
            shapes.add(Descriptors.convolution("mb1ic" + channels + "ih5iw6oc2" + same));
            shapes.add(Descriptors.convolution("mb1ic2ih5iw6oc" + channels + same));
        }
        shapes.add(Descriptors.convolution("g2mb3ic10ih7iw9oc6" + k + "ph2pw0"));
        shapes.add(Descriptors.convolution("mb2ic3ih4iw5oc4" + k + "ph" + r + "pw" + (r + 1)));
        shapes.add(Descriptors.convolution("mb1ic3ih9iw9oc4" + k + "ph0pb1pw1pr0"));
        shapes.add(Descriptors.convolution("mb9ic5ih7iw7oc6" + same));
        shapes.add(Descriptors.convolution("mb1ic5ih41iw39oc6" + same));
        return shapes;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void tileEdges(Precision precision) {
        for (int m : TILES) {
            tileEdges(m, 3, precision);
        }
        tileEdges(4, 5, precision);
    }

    private static void tileEdges(int m, int r, Precision precision) {
        for (ConvShape shape : edges(m, r)) {
            for (Pass pass : List.of(Pass.FORWARD, Pass.BACKWARD_DATA)) {
                ConvCheck.run(tiles(m), 1, new ConvCase(shape, pass, 3, precision))
                        .requireOk();
                ConvCheck.runNonFinite(tiles(m), 1, shape, pass, 4, precision).requireOk();
            }
        }
    }

    /** What the issue asks for, relative to the largest output, with 512 channels of normal-like values. */
    @ParameterizedTest
    @CsvSource({
        "2, 3, F64, 1e-13",
        "4, 3, F64, 1e-13",
        "6, 3, F64, 1e-12",
        "4, 5, F64, 1e-12",
        "2, 3, F32, 1e-6",
        "4, 3, F32, 1e-5",
        "6, 3, F32, 5e-5",
        "4, 5, F32, 5e-5"
    })
    void errorsAtManyChannels(int m, int r, Precision precision, double most) {
        String window = "kh" + r + "ph" + r / 2;
        ConvShape shape = Descriptors.convolution("mb1ic512ih14iw14oc8" + window);
        for (Pass pass : List.of(Pass.FORWARD, Pass.BACKWARD_DATA)) {
            ConvShape turned = pass == Pass.FORWARD ? shape : Descriptors.convolution("mb1ic8ih14iw14oc512" + window);
            ConvInputs inputs =
                    ConvInputs.random(turned, pass, 11, Data::uniform).in(precision);
            double[] expected = run(Strategies.reference(), inputs.in(Precision.F64));
            double[] actual = run(tiles(m), inputs);
            double largest = 0;
            double worst = 0;
            for (int k = 0; k < expected.length; k++) {
                largest = Math.max(largest, Math.abs(expected[k]));
                worst = Math.max(worst, Math.abs(actual[k] - expected[k]));
            }
            assertTrue(worst <= most * largest, pass + ": " + worst / largest);
            assertTrue(worst > 0, "a transform rounds");
        }
    }

    private static double[] run(Strategy strategy, ConvInputs inputs) {
        ConvArrays arrays = new ConvArrays(inputs);
        Convolution plan = strategy.convolution(inputs.shape(), inputs.precision());
        arrays.run(plan, plan.newScratch());
        return arrays.out().doubles();
    }

    /** F(2, 3) halves weights and adds: whole numbers come out exact. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void theSmallestTileIsExactOnIntegers(Precision precision) {
        for (ConvShape shape : edges(2)) {
            ConvCheck.runExact(tiles(2), 1, shape, Pass.FORWARD, 5, precision).requireOk();
            ConvCheck.runExact(tiles(2), 1, shape, Pass.BACKWARD_DATA, 5, precision)
                    .requireOk();
        }
        ConvShape shape = Descriptors.convolution("mb1ic8ih9iw9oc8kh3ph1");
        assertFalse(ConvCheck.runExact(tiles(4), 1, shape, Pass.FORWARD, 5, precision)
                .ok());
    }

    /** Few tiles, where weights are transformed in passing, and many; several blocks of channels, a narrow panel. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mb1ic150ih8iw8oc75kh3ph1",
                "mb2ic70ih40iw41oc40kh3ph1",
                "g2mb1ic150ih9iw9oc20kh3",
                "mb1ic80ih9iw9oc75kh5ph2"
            })
    void preparedWeightsGiveTheSameBits(String descriptor) {
        ConvShape shape = Descriptors.convolution(descriptor);
        for (int m : shape.kh() == 5 ? new int[] {4} : TILES) {
            ConvInputs inputs = ConvInputs.random(shape, Pass.FORWARD, 2, Data::uniform);
            ConvArrays arrays = new ConvArrays(inputs);
            Convolution plan = tiles(m).convolution(shape, Precision.F64);
            Scratch scratch = plan.newScratch();
            PreparedWeights prepared = arrays.prepare(plan);
            arrays.run(plan, prepared, scratch);
            double[] once = arrays.out().doubles().clone();
            arrays.run(plan, scratch);
            assertArrayEquals(once, arrays.out().doubles(), shape + " " + m);
            arrays.run(plan, prepared, scratch);
            assertArrayEquals(once, arrays.out().doubles(), "after a call with plain weights");
        }
    }

    @Test
    void theRuleTakesTheTileWithTheFewestMultiplications() {
        assertTrue(kernel("mb1ic128ih56oc128kh3ph1").startsWith("forward, F(4, 3), 1"), "in blocks of tiles");
        assertTrue(kernel("mb1ic64ih56oc64kh3ph1").contains("F(6, 3)"), "few weights");
        assertTrue(kernel("mb1ic64ih224oc64kh3ph1").contains("F(6, 3)"));
        assertTrue(kernel("mb1ic8ih12oc8kh3ph1").contains("F(6, 3), all tiles at once"));
        assertTrue(kernel("mb1ic8ih12oc8kh5ph2").contains("F(4, 5), all tiles at once"));
        assertTrue(kernel("mb1ic8ih2oc8kh3ph1").contains("F(2, 3), all tiles at once"));
    }

    private static String kernel(String descriptor) {
        ConvShape shape = Descriptors.convolution(descriptor);
        return new WinogradStrategy().kernel(shape, Pass.FORWARD).toString();
    }

    @Test
    void whatItCannotDoItSays() {
        assertEquals("winograd-4 is for kernels of 3x3 and 5x5", reason("mb1ic2ih8oc2kh7", Pass.FORWARD));
        assertEquals("winograd-4 is for kernels of 3x3 and 5x5", reason("mb1ic2ih8oc2kh3kw1", Pass.FORWARD));
        assertEquals("winograd-4 is for stride 1", reason("mb1ic2ih8oc2kh3sh2", Pass.BACKWARD_DATA));
        assertEquals("winograd-4 has no dilation", reason("mb1ic2ih8oc2kh3dh1", Pass.FORWARD));
        assertEquals("winograd-4 has forward and backwardData only", reason("mb1ic2ih8oc2kh3", Pass.BACKWARD_WEIGHTS));
        assertEquals(
                "what is transformed would take 1.72e+09 elements, more than 134217728",
                reason("mb1ic4096ih8oc6400kh3", Pass.FORWARD));
        assertFalse(tiles(4).isDirect());
        ConvPlan plan = new ConvPlan("none", Descriptors.convolution("mb1ic2ih8oc2kh3"), pass -> null);
        assertTrue(plan.errorBound(Pass.FORWARD).isReordered());
    }

    private static String reason(String descriptor, Pass pass) {
        Support support = tiles(4).supports(Descriptors.convolution(descriptor), pass, Precision.F64);
        return support.reason();
    }
}
