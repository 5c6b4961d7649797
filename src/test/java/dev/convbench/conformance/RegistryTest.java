package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is registered, in which order, and that each strategy describes itself. */
class RegistryTest {
    private static final ConvShape CONV =
            ConvShape.builder().input(1, 2, 5, 6).filters(3, 3, 3).pad(1, 1).build();
    private static final PoolShape POOL =
            PoolShape.builder().input(1, 2, 5, 6).window(2, 2).build();

    @Test
    void theseAreTheStrategies() {
        assertEquals(Registered.NAMES, Strategies.names());
        assertEquals(Registered.NAMES.size(), Strategies.all().size());
        for (Strategy strategy : Strategies.all()) {
            assertSame(strategy, Strategies.named(strategy.name()));
        }
    }

    @Test
    void allOfThemCanRunInTheTests() {
        for (Strategy strategy : Strategies.all()) {
            assertEquals(Support.yes(), strategy.available(), strategy.name());
        }
        assertEquals(Registered.NAMES.size(), Registered.available().size());
    }

    @Test
    void highestRankFirstAndTheReferenceLast() {
        List<Strategy> all = Strategies.all();
        for (int k = 1; k < all.size(); k++) {
            assertTrue(all.get(k - 1).rank() >= all.get(k).rank(), all.get(k).name());
        }
        assertEquals(Strategies.REFERENCE, all.get(all.size() - 1).name());
        assertSame(Strategies.reference(), all.get(all.size() - 1));
        assertEquals(0, Strategies.reference().rank());
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Strategies.named("Naive"));
        assertTrue(e.getMessage().contains("'Naive'"), e.getMessage());
        for (String name : Registered.NAMES) {
            assertTrue(e.getMessage().contains(name), e.getMessage());
        }
    }

    @Test
    void namesAndDescriptionsAreWellFormed() {
        for (Strategy strategy : Strategies.all()) {
            assertTrue(strategy.name().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), strategy.name());
            String description = strategy.description();
            assertFalse(description.isBlank(), strategy.name());
            assertFalse(description.contains("\n"), strategy.name());
        }
        Set<String> descriptions =
                Set.copyOf(Strategies.all().stream().map(Strategy::description).toList());
        assertEquals(Registered.NAMES.size(), descriptions.size(), "descriptions differ");
    }

    @Test
    void everySerialStrategyHasAParallelTwin() {
        List<String> expected = new ArrayList<>();
        for (Strategy strategy : Strategies.all()) {
            if (!strategy.isParallel()) {
                expected.add(strategy.name() + "-parallel");
                assertSame(strategy, strategy.withWorkers(1));
                assertThrows(IllegalArgumentException.class, () -> strategy.withWorkers(2));
            }
        }
        List<String> actual = Strategies.all().stream()
                .filter(Strategy::isParallel)
                .map(Strategy::name)
                .toList();
        assertEquals(Set.copyOf(expected), Set.copyOf(actual));
    }

    @Test
    void theReferenceSupportsEveryPassInDouble() {
        Strategy reference = Strategies.reference();
        assertTrue(reference.available().ok());
        for (Pass pass : Pass.values()) {
            assertTrue(reference.supports(CONV, pass, Precision.F64).ok(), pass.text());
        }
        assertTrue(reference.supports(POOL, Pass.FORWARD, Precision.F64).ok());
        assertTrue(reference.supports(POOL, Pass.BACKWARD_DATA, Precision.F64).ok());
    }

    @Test
    void aRefusalGivesTheReasonBeforeAndAfter() {
        int refusals = 0;
        for (Strategy strategy : Strategies.all()) {
            for (Precision precision : Precision.values()) {
                Support forward = strategy.supports(CONV, Pass.FORWARD, precision);
                boolean none = true;
                for (Pass pass : Pass.values()) {
                    none &= !strategy.supports(CONV, pass, precision).ok();
                }
                if (none) {
                    Exception e = assertThrows(
                            UnsupportedOperationException.class,
                            () -> strategy.convolution(CONV, precision),
                            strategy.name());
                    assertTrue(e.getMessage().contains(forward.reason()), e.getMessage());
                    refusals++;
                }
                Support pool = strategy.supports(POOL, Pass.FORWARD, precision);
                if (!pool.ok()
                        && !strategy.supports(POOL, Pass.BACKWARD_DATA, precision)
                                .ok()) {
                    Exception e = assertThrows(
                            UnsupportedOperationException.class,
                            () -> strategy.pooling(POOL, precision),
                            strategy.name());
                    assertTrue(e.getMessage().contains(pool.reason()), e.getMessage());
                    refusals++;
                }
            }
        }
        assertTrue(refusals > 0, "the reference refuses float at least");
    }

    @Test
    void poolingHasNoWeightsAndNoBias() {
        for (Strategy strategy : Strategies.all()) {
            for (Pass pass : List.of(Pass.BACKWARD_WEIGHTS, Pass.BACKWARD_BIAS)) {
                Support support = strategy.supports(POOL, pass, Precision.F64);
                assertFalse(support.ok(), strategy.name());
                assertFalse(support.reason().isBlank(), strategy.name());
            }
        }
    }
}
