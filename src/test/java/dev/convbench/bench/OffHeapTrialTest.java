package dev.convbench.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.bench.OffHeapStrategy.Fault;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trials of plans that compute outside the heap: the computation alone is timed, and what it wrote is checked. */
class OffHeapTrialTest {
    @BeforeEach
    void forgetEarlierTrials() {
        TrialFigures.collect();
    }

    static Stream<Supplier<OperationState>> states() {
        return Stream.of(OffHeapTrialTest::conv, OffHeapTrialTest::pool);
    }

    private static OperationState conv() {
        ConvState state = new ConvForward.Forward();
        state.conv = "mb2ic3ih7iw6oc4kh3kw2sh2ph1";
        return withDefaults(state);
    }

    private static OperationState pool() {
        PoolState state = new PoolForward.Forward();
        state.pool = "mb2ic3ih7iw6kh3kw2sh2ph1";
        return withDefaults(state);
    }

    private static OperationState withDefaults(OperationState state) {
        state.strategy = "library";
        state.precision = "f64";
        state.workers = Workers.AUTO;
        return state;
    }

    @ParameterizedTest
    @MethodSource("states")
    void everyTimedCallRepeatsTheComputationAlone(Supplier<OperationState> states) {
        OffHeapStrategy library = new OffHeapStrategy(Fault.NONE);
        OperationState state = states.get();
        state.start(library);
        int before = library.repeats;
        state.spoil();
        for (int call = 0; call < 5; call++) {
            state.run();
        }
        assertEquals(before + 5, library.repeats);
        state.tearDown();
        assertEquals(0, TrialFigures.collect().maxError());
    }

    @ParameterizedTest
    @MethodSource("states")
    void aRepeatThatDoesNothingIsSeenBeforeTiming(Supplier<OperationState> states) {
        OperationState state = states.get();
        OffHeapStrategy idle = new OffHeapStrategy(Fault.REPEAT_DOES_NOTHING);
        String message = assertThrows(IllegalStateException.class, () -> state.start(idle))
                .getMessage();
        assertTrue(message.contains("is wrong before timing"), message);
    }

    @ParameterizedTest
    @MethodSource("states")
    void aRepeatThatIsWrongIsSeen(Supplier<OperationState> states) {
        OperationState state = states.get();
        OffHeapStrategy wrong = new OffHeapStrategy(Fault.REPEAT_IS_WRONG);
        String message = assertThrows(IllegalStateException.class, () -> state.start(wrong))
                .getMessage();
        assertTrue(message.contains("is wrong"), message);
    }
}
