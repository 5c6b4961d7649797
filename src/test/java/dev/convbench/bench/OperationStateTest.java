package dev.convbench.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationStateTest {
    private static final Strategy REFERENCE = Strategies.reference();

    @BeforeEach
    void forgetEarlierTrials() {
        TrialFigures.collect();
    }

    static Stream<Supplier<OperationState>> states() {
        return Stream.of(
                () -> conv(new ConvForward.Forward()),
                () -> conv(new ConvBackwardData.BackwardData()),
                () -> conv(new ConvBackwardWeights.BackwardWeights()),
                () -> pool(new PoolForward.Forward()),
                () -> pool(new PoolBackward.Backward()),
                OperationStateTest::averagePool);
    }

    private static OperationState conv(ConvState state) {
        state.conv = "mb2ic3ih7iw6oc4kh3kw2sh2ph1";
        return withDefaults(state);
    }

    /** Its strategy has a layout of weights of its own. */
    private static OperationState prepared() {
        OperationState state = conv(new ConvInference.Inference());
        state.strategy = "loops";
        return state;
    }

    private static OperationState pool(PoolState state) {
        state.pool = "mb2ic3ih7iw6kh3kw2sh2ph1";
        return withDefaults(state);
    }

    private static OperationState averagePool() {
        PoolState state = new PoolForward.Forward();
        state.pool = "avg_np_mb2ic3ih7iw6kh3kw2sh2ph1";
        return withDefaults(state);
    }

    private static OperationState withDefaults(OperationState state) {
        state.strategy = Strategies.REFERENCE;
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
        state.run();
        state.tearDown();
        assertEquals(0, TrialFigures.collect().maxError());
    }

    @ParameterizedTest
    @MethodSource("states")
    void aRightStrategyPassesInFloat(Supplier<OperationState> states) {
        OperationState state = states.get();
        state.precision = "f32";
        state.setUp();
        state.spoil();
        assertSame(float[].class, state.run().getClass());
        state.tearDown();
        double error = TrialFigures.collect().maxError();
        assertTrue(error < 1e-6, "reported " + error);
    }

    @ParameterizedTest
    @MethodSource("tamperable")
    void oneWrongElementFailsInFloat(Supplier<OperationState> states) {
        Strategy broken = new TamperedStrategy((output, argmax) -> output[output.length - 1] += 1e-4);
        OperationState state = states.get();
        state.precision = "f32";
        assertWrong("before timing", () -> state.start(broken));
    }

    @ParameterizedTest
    @MethodSource("states")
    void setsTakeTurnsAndDiffer(Supplier<OperationState> states) {
        OperationState state = states.get();
        state.start(REFERENCE);
        double[] first = (double[]) state.run();
        double[] second = (double[]) state.run();
        assertNotSame(first, second);
        assertFalse(Arrays.equals(first, second), "the sets hold the same numbers");
        assertSame(first, state.run());
        state.tearDown();
    }

    @ParameterizedTest
    @MethodSource("states")
    void anotherTrialMeasuresTheSameNumbers(Supplier<OperationState> states) {
        OperationState one = states.get();
        OperationState other = states.get();
        one.start(REFERENCE);
        other.start(REFERENCE);
        assertArrayEquals((double[]) one.run(), (double[]) other.run());
        one.tearDown();
        other.tearDown();
    }

    static Stream<Supplier<OperationState>> tamperable() {
        return Stream.of(
                () -> conv(new ConvForward.Forward()),
                () -> conv(new ConvBackwardData.BackwardData()),
                () -> pool(new PoolForward.Forward()),
                () -> pool(new PoolBackward.Backward()),
                OperationStateTest::averagePool);
    }

    @ParameterizedTest
    @MethodSource("tamperable")
    void oneWrongElementFailsBeforeTiming(Supplier<OperationState> states) {
        Strategy broken = new TamperedStrategy((output, argmax) -> output[output.length - 1] += 1e-6);
        assertWrong("before timing", () -> states.get().start(broken));
        assertTrue(Double.isNaN(TrialFigures.collect().maxError()), "a failed trial left its figures");
    }

    @ParameterizedTest
    @MethodSource("tamperable")
    void whatGoesWrongWhileTimingFailsAfterIt(Supplier<OperationState> states) {
        AtomicInteger calls = new AtomicInteger();
        Strategy decaying = new TamperedStrategy((output, argmax) -> {
            if (calls.incrementAndGet() > Trial.SETS) {
                output[0] += 1e-6;
            }
        });
        OperationState state = states.get();
        state.start(decaying);
        state.spoil();
        state.run();
        assertWrong("after the last timed call", state::tearDown);
        assertTrue(TrialFigures.collect().maxError() >= 1e-7);
        assertTrue(Double.isNaN(TrialFigures.collect().maxError()), "the trial has ended");
    }

    @ParameterizedTest
    @MethodSource("tamperable")
    void resultsThatAreNotWrittenWhileTimingFail(Supplier<OperationState> states) {
        OperationState state = states.get();
        state.start(TamperedStrategy.stopsAfter(Trial.SETS));
        state.spoil();
        state.run();
        assertWrong("after the last timed call", state::tearDown);
    }

    @Test
    void aWrongPlaceOfAMaximumFails() {
        Strategy broken = new TamperedStrategy((output, argmax) -> argmax[3]++);
        assertWrong("before timing", () -> pool(new PoolForward.Forward()).start(broken));
    }

    @Test
    void aTrialWithoutATimedCallFails() {
        OperationState state = conv(new ConvForward.Forward());
        state.start(REFERENCE);
        state.spoil();
        IllegalStateException refusal = assertThrows(IllegalStateException.class, state::tearDown);
        assertTrue(refusal.getMessage().contains("no result to check"), refusal.getMessage());
    }

    @Test
    void aSmallErrorIsReported() {
        Strategy inexact = new TamperedStrategy((output, argmax) -> output[0] += 0x1p-52);
        OperationState state = conv(new ConvForward.Forward());
        state.start(inexact);
        double error = TrialFigures.collect().maxError();
        assertTrue(error > 0x1p-54 && error < 0x1p-50, () -> "reported " + error);
        state.run();
        state.tearDown();
    }

    @Test
    void whatIsNotSupportedIsRefusedWithTheReason() {
        OperationState state = conv(new ConvBackwardWeights.BackwardWeights());
        UnsupportedOperationException refusal = assertThrows(
                UnsupportedOperationException.class,
                () -> state.start(new TamperedStrategy((output, argmax) -> output[0] = 0)));
        assertTrue(refusal.getMessage().endsWith("is not supported: it is a test"), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"f64", "f32"})
    void preparedWeightsGiveTheSameOutput(String precision) {
        OperationState state = prepared();
        state.precision = precision;
        state.setUp();
        state.spoil();
        state.run();
        state.tearDown();
        double error = TrialFigures.collect().maxError();
        assertTrue(error < (precision.equals("f64") ? 1e-14 : 1e-6), "reported " + error);
    }

    @Test
    void preparedWeightsOfAStrategyThatReadsThemAsTheyAreAreRefused() {
        OperationState state = prepared();
        state.strategy = Strategies.REFERENCE;
        UnsupportedOperationException refusal = assertThrows(UnsupportedOperationException.class, state::setUp);
        assertTrue(refusal.getMessage().contains("prepared or not makes no difference"), refusal.getMessage());
    }

    @Test
    void parametersThatMeanNothingAreRefused() {
        OperationState state = conv(new ConvForward.Forward());
        state.workers = "2";
        assertRefused("naive is serial", state::setUp);
        state.workers = "some";
        assertRefused("workers is 'some'", state::setUp);
        state.workers = "1";
        state.strategy = "best";
        assertRefused("no strategy is called 'best'", state::setUp);
        assertRefused("names 20 layers", () -> ConvState.shape("resnet50"));
        assertRefused("one trial measures one layer", () -> PoolState.shape("pool"));
    }

    private static void assertRefused(String part, Executable action) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, action);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }

    private static void assertWrong(String moment, Executable action) {
        IllegalStateException failure = assertThrows(IllegalStateException.class, action);
        assertTrue(failure.getMessage().contains("is wrong " + moment), failure.getMessage());
    }
}
