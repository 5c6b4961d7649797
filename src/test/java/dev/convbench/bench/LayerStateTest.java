package dev.convbench.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Support;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trials of layers: they check what they measure, on sets that take turns. */
class LayerStateTest {
    @BeforeEach
    void forgetEarlierTrials() {
        TrialFigures.collect();
    }

    static Stream<Supplier<OperationState>> states() {
        return Stream.of(
                () -> norm(new BatchNormForward.Forward()),
                () -> norm(new BatchNormBackward.Backward()),
                () -> sandwich(new ConvReluPoolForward.Forward(), "true"),
                () -> sandwich(new ConvReluPoolForward.Forward(), "false"),
                () -> sandwich(new ConvReluPoolBackward.Backward(), "true"),
                () -> sandwich(new ConvReluPoolBackward.Backward(), "false"),
                LayerStateTest::step);
    }

    private static OperationState norm(NormState state) {
        state.norm = "mb3ic4ih5iw7";
        return withDefaults(state);
    }

    private static OperationState sandwich(SandwichState state, String fused) {
        state.conv = "mb2ic3ih8oc4kh3ph1";
        state.fused = fused;
        return withDefaults(state);
    }

    private static OperationState step() {
        StepState state = new TrainStep.Step();
        state.hidden = "5";
        state.batch = "2";
        return withDefaults(state);
    }

    private static OperationState withDefaults(OperationState state) {
        state.strategy = "loops";
        state.precision = "f64";
        state.workers = Workers.AUTO;
        return state;
    }

    @ParameterizedTest
    @MethodSource("states")
    void aRightStrategyPasses(Supplier<OperationState> states) {
        OperationState state = states.get();
        state.setUp();
        state.spoil();
        double[] first = (double[]) state.run();
        double[] second = (double[]) state.run();
        assertNotSame(first, second);
        assertFalse(Arrays.equals(first, second), "the sets hold the same numbers");
        double[] before = first.clone();
        assertSame(first, state.run());
        assertArrayEquals(before, first, "every call computes the same");
        state.tearDown();
        double error = TrialFigures.collect().maxError();
        assertTrue(error < 1e-9, () -> "reported " + error);
    }

    @ParameterizedTest
    @MethodSource("states")
    void whatGoesWrongWhileTimingFailsAfterIt(Supplier<OperationState> states) {
        OperationState state = states.get();
        state.setUp();
        state.spoil();
        ((double[]) state.run())[1] += 1e-6;
        IllegalStateException wrong = assertThrows(IllegalStateException.class, state::tearDown);
        assertTrue(wrong.getMessage().contains("is wrong after the last timed call: 1 of "), wrong.getMessage());
    }

    @ParameterizedTest
    @MethodSource("states")
    void floatIsHeldToTheDoubleReferenceArrayByArray(Supplier<OperationState> states) {
        OperationState state = states.get();
        state.precision = "f32";
        state.setUp();
        state.spoil();
        float[] first = (float[]) state.run();
        float[] second = (float[]) state.run();
        assertNotSame(first, second);
        state.tearDown();
        double error = TrialFigures.collect().maxError();
        assertTrue(error > 0 && error < 1e-5, () -> "reported " + error);
    }

    @ParameterizedTest
    @MethodSource("states")
    void inFloatToo(Supplier<OperationState> states) {
        OperationState state = states.get();
        state.precision = "f32";
        state.setUp();
        state.spoil();
        float[] output = (float[]) state.run();
        int largest = 0;
        for (int k = 0; k < output.length; k++) {
            largest = Math.abs(output[k]) > Math.abs(output[largest]) ? k : largest;
        }
        output[largest] *= 1.01f;
        IllegalStateException wrong = assertThrows(IllegalStateException.class, state::tearDown);
        assertTrue(wrong.getMessage().contains("is wrong after the last timed call: 1 of "), wrong.getMessage());
    }

    @Test
    void whatIsNotSupportedIsRefusedWithTheReason() {
        OperationState state = norm(new BatchNormForward.Forward());
        state.strategy = "im2col";
        UnsupportedOperationException refusal = assertThrows(UnsupportedOperationException.class, state::setUp);
        assertTrue(refusal.getMessage().endsWith("im2col has no batch normalisation"), refusal.getMessage());
    }

    @Test
    void supportIsKnownBeforehand() {
        Support none = LayerSupport.of("BatchNormForward", "ic3ih4", Strategies.named("im2col"), Precision.F64);
        assertEquals("im2col has no batch normalisation", none.reason());
        assertTrue(LayerSupport.of("BatchNormBackward", "ic3ih4", Strategies.reference(), Precision.F64)
                .ok());
        assertTrue(LayerSupport.of("ConvReluPoolForward", "ic3ih8oc4kh3", Strategies.reference(), Precision.F64)
                .ok());
        assertEquals("7 50", LayerSupport.sizes(Map.of("hidden", "7", "batch", "50"), null));
        assertTrue(LayerSupport.of("TrainStep", "7 50", Strategies.reference(), Precision.F64)
                .ok());
        assertTrue(LayerSupport.of("TrainStep", "7 50", Strategies.reference(), Precision.F32)
                .ok());
        assertThrows(
                IllegalArgumentException.class,
                () -> LayerSupport.of("ConvForward", "", Strategies.reference(), Precision.F64));
    }

    @Test
    void valuesThatMeanNothingAreRefused() {
        for (List<String> wrong : List.of(
                List.of("norm", "ic3"), List.of("fused", "yes"), List.of("hidden", "0"), List.of("batch", "many"))) {
            assertThrows(IllegalArgumentException.class, () -> LayerSupport.check(wrong.get(0), wrong.get(1)));
        }
        LayerSupport.check("norm", "mb2ic3ih4");
        LayerSupport.check("anything", "else");
    }
}
