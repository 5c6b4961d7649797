package dev.convbench.strategy.fft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.ConvArrays;
import dev.convbench.check.ConvCase;
import dev.convbench.check.ConvCheck;
import dev.convbench.check.ConvInputs;
import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
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
class FftStrategyTest {
    private static Strategy tiles(int n) {
        return Strategies.named("fft-" + n);
    }

    /** Output sizes on both sides of a tile and of two; few and many channels; all paddings. */
    private static List<ConvShape> edges(int n, int r) {
        int m = n - r + 1;
        String k = "kh" + r;
        String same = k + "ph" + r / 2;
        List<ConvShape> shapes = new ArrayList<>();
        for (int size : new int[] {1, m - 1, m, m + 1, 2 * m + 1}) {
            shapes.add(Descriptors.convolution("mb1ic3ih" + (size + r - 1) + "iw" + (r + 2) + "oc2" + k));
            shapes.add(Descriptors.convolution("mb2ic2ih" + (r + 1) + "iw" + (size + r - 1) + "oc3" + k));
        }
        for (int channels : new int[] {1, 7, 8, 9, 17, 33}) {
            shapes.add(Descriptors.convolution("mb1ic" + channels + "ih8iw9oc2" + same));
            shapes.add(Descriptors.convolution("mb1ic2ih8iw9oc" + channels + same));
        }
        shapes.add(Descriptors.convolution("g2mb3ic10ih13iw11oc6" + k + "ph2pw1"));
        shapes.add(Descriptors.convolution("mb2ic3ih8iw5oc4" + k + "ph" + r + "pw" + (r + 1)));
        shapes.add(Descriptors.convolution("mb1ic3ih14iw14oc4" + k + "ph0pb1pw1pr0"));
        return shapes;
    }

    @ParameterizedTest
    @CsvSource({"16, 2", "16, 3", "16, 5", "16, 8", "16, 13", "32, 7", "32, 11"})
    void tileEdges(int n, int r) {
        for (Precision precision : Precision.values()) {
            for (ConvShape shape : edges(n, r)) {
                for (Pass pass : List.of(Pass.FORWARD, Pass.BACKWARD_DATA)) {
                    ConvCheck.run(tiles(n), 1, new ConvCase(shape, pass, 3, precision))
                            .requireOk();
                    ConvCheck.runNonFinite(tiles(n), 1, shape, pass, 4, precision)
                            .requireOk();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void manyTilesAreDoneInBlocks(Precision precision) {
        ConvShape shape = Descriptors.convolution("mb2ic9ih70iw75oc35kh5ph2");
        for (Pass pass : List.of(Pass.FORWARD, Pass.BACKWARD_DATA)) {
            ConvCheck.run(tiles(16), 1, new ConvCase(shape, pass, 5, precision)).requireOk();
        }
    }

    /** Relative to the largest output, with 512 channels. */
    @ParameterizedTest
    @CsvSource({"16, 5, F64, 1e-13", "32, 11, F64, 1e-13", "16, 5, F32, 5e-6", "32, 11, F32, 5e-6"})
    void errorsAtManyChannels(int n, int r, Precision precision, double most) {
        ConvShape shape = Descriptors.convolution("mb1ic512ih14iw14oc8kh" + r + "ph" + r / 2);
        ConvInputs inputs =
                ConvInputs.random(shape, Pass.FORWARD, 11, Data::uniform).in(precision);
        double[] expected = run(Strategies.reference(), inputs.in(Precision.F64));
        double[] actual = run(tiles(n), inputs);
        double largest = 0;
        double worst = 0;
        for (int k = 0; k < expected.length; k++) {
            largest = Math.max(largest, Math.abs(expected[k]));
            worst = Math.max(worst, Math.abs(actual[k] - expected[k]));
        }
        assertTrue(worst <= most * largest, "" + worst / largest);
        assertTrue(worst > 0, "a transform rounds");
    }

    private static double[] run(Strategy strategy, ConvInputs inputs) {
        ConvArrays arrays = new ConvArrays(inputs);
        Convolution plan = strategy.convolution(inputs.shape(), inputs.precision());
        arrays.run(plan, plan.newScratch());
        return arrays.out().doubles();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mb1ic40ih9iw9oc75kh5ph2", "mb2ic10ih60iw60oc40kh5ph2", "g2mb1ic30ih20iw20oc20kh7"})
    void preparedWeightsGiveTheSameBits(String descriptor) {
        ConvShape shape = Descriptors.convolution(descriptor);
        for (int n = 16; n <= 32; n += 16) {
            ConvArrays arrays = new ConvArrays(ConvInputs.random(shape, Pass.FORWARD, 2, Data::uniform));
            Convolution plan = tiles(n).convolution(shape, Precision.F64);
            Scratch scratch = plan.newScratch();
            PreparedWeights prepared = arrays.prepare(plan);
            arrays.run(plan, prepared, scratch);
            double[] once = arrays.out().doubles().clone();
            arrays.run(plan, scratch);
            assertArrayEquals(once, arrays.out().doubles(), shape + " " + n);
        }
    }

    @Test
    void theRuleTakesTheCheaperTile() {
        assertTrue(plan("mb1ic64ih27oc192kh5ph2").contains("FFT of 16 x 16"), plan("mb1ic64ih27oc192kh5ph2"));
        assertTrue(plan("mb1ic32ih64oc32kh11ph5").contains("FFT of 32 x 32"), plan("mb1ic32ih64oc32kh11ph5"));
        assertTrue(plan("mb1ic8ih40oc8kh15ph7").contains("FFT of 32 x 32"));
    }

    private static String plan(String descriptor) {
        return new FftStrategy()
                .kernel(Descriptors.convolution(descriptor), Pass.FORWARD)
                .toString();
    }

    @Test
    void whatItCannotDoItSays() {
        assertEquals("fft-16 is for square kernels from 2x2 to 13x13", reason(16, "mb1ic2ih20oc2kh14", Pass.FORWARD));
        assertEquals("fft-32 is for square kernels from 2x2 to 29x29", reason(32, "mb1ic2ih20oc2kh1", Pass.FORWARD));
        assertEquals("fft-16 is for square kernels from 2x2 to 13x13", reason(16, "mb1ic2ih8oc2kh5kw1", Pass.FORWARD));
        assertEquals("fft-16 is for stride 1", reason(16, "mb1ic2ih8oc2kh5sh2", Pass.BACKWARD_DATA));
        assertEquals("fft-16 has no dilation", reason(16, "mb1ic2ih9oc2kh3dh1", Pass.FORWARD));
        assertEquals("fft-16 has forward and backwardData only", reason(16, "mb1ic2ih8oc2kh5", Pass.BACKWARD_WEIGHTS));
        assertEquals(
                "what is transformed would take 3.58e+08 elements, more than 134217728",
                reason(32, "mb1ic512ih8oc341kh5", Pass.FORWARD));
        assertFalse(tiles(16).isDirect());
    }

    private static String reason(int n, String descriptor, Pass pass) {
        return tiles(n).supports(Descriptors.convolution(descriptor), pass, Precision.F64)
                .reason();
    }
}
