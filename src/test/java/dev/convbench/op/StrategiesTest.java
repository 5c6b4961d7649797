package dev.convbench.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of a registry, and what it refuses. */
class StrategiesTest {
    private record Stub(String name, int rank) implements Strategy {
        @Override
        public String description() {
            return "does nothing";
        }

        @Override
        public Support supports(ConvShape shape, Pass pass, Precision precision) {
            return Support.no("it is a stub");
        }

        @Override
        public Support supports(PoolShape shape, Pass pass, Precision precision) {
            return Support.no("it is a stub");
        }

        @Override
        public Convolution convolution(ConvShape shape, Precision precision) {
            throw new UnsupportedOperationException("it is a stub");
        }

        @Override
        public Pooling pooling(PoolShape shape, Precision precision) {
            throw new UnsupportedOperationException("it is a stub");
        }
    }

    @Test
    void highestRankFirstThenByName() {
        List<Strategy> unordered =
                List.of(new Stub("naive", 0), new Stub("beta", 5), new Stub("gamma", 7), new Stub("alpha", 5));
        assertEquals(
                List.of("gamma", "alpha", "beta", "naive"),
                List.copyOf(Strategies.byName(unordered).keySet()));
    }

    @Test
    void twoOfOneNameAreRefused() {
        List<Strategy> twice = List.of(new Stub("same", 1), new Stub("other", 2), new Stub("same", 3));
        Exception e = assertThrows(IllegalStateException.class, () -> Strategies.byName(twice));
        assertTrue(e.getMessage().contains("'same'"), e.getMessage());
        assertTrue(e.getMessage().contains(Stub.class.getName()), e.getMessage());
    }

    @Test
    void aSerialStrategyHasOneWorker() {
        Strategy stub = new Stub("same", 1);
        assertEquals(stub, stub.withWorkers(1));
        Exception e = assertThrows(IllegalArgumentException.class, () -> stub.withWorkers(2));
        assertTrue(e.getMessage().contains("2"), e.getMessage());
    }

    @Test
    void aNoHasAReasonAndAYesHasNone() {
        assertThrows(IllegalArgumentException.class, () -> Support.no(""));
        assertThrows(IllegalArgumentException.class, () -> new Support(true, "because"));
        assertThrows(NullPointerException.class, () -> Support.no(null));
        Support no = Support.no("first");
        assertEquals(no, no.and(Support.yes()));
        assertEquals(no, Support.yes().and(no));
        assertEquals(no, no.and(Support.no("second")));
    }
}
