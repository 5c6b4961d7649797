package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.CheckResult;
import dev.convbench.check.Verification;
import dev.convbench.check.Verifier;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.shapes.EdgeCases;
import dev.convbench.shapes.ShapeGenerator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every registered strategy, every pass, against the reference, parallel ones forking however small the work is; every case
 * that is not checked is accounted for, and a fault is caught by the same sweep. {@code EveryStrategyTest} runs the serial
 * strategies over thousands of shapes more.
 */
@Tag("kernel")
@Order(1)
class SweepTest {
    private static final long SEED = 2024;
    private static final int RANDOM_SHAPES = 250;

    /** Work of one shape at most, so that thousands of them take seconds: small shapes have all the borders. */
    private static final double MAX_FLOPS = 60_000;

    /** What a sweep runs over: the edge cases, then random shapes. */
    private record Shapes(List<Verifier.ConvJob> convolutions, List<Verifier.PoolJob> poolings) {
        static Shapes of(long seed, int randomConvolutions, int randomPoolings, double maxFlops) {
            List<Verifier.ConvJob> convolutions = new ArrayList<>();
            List<Verifier.PoolJob> poolings = new ArrayList<>();
            EdgeCases.convolutions().forEach(edge -> convolutions.add(new Verifier.ConvJob(edge.shape(), seed)));
            EdgeCases.poolings().forEach(edge -> poolings.add(new Verifier.PoolJob(edge.shape(), seed)));
            ShapeGenerator random = new ShapeGenerator(seed, maxFlops);
            for (int k = 0; k < randomConvolutions; k++) {
                convolutions.add(new Verifier.ConvJob(random.convolution(k), seed + k));
            }
            for (int k = 0; k < randomPoolings; k++) {
                poolings.add(new Verifier.PoolJob(random.pooling(k), seed + k));
            }
            return new Shapes(convolutions, poolings);
        }

        int checks() {
            return 4 * convolutions.size() + 2 * poolings.size();
        }
    }

    /** The one way in which these tests hold strategies to the reference. */
    private static Verification sweep(List<Strategy> strategies, Shapes shapes) {
        return sweep(strategies, Precision.F64, shapes);
    }

    private static Verification sweep(List<Strategy> strategies, Precision precision, Shapes shapes) {
        Verification found = new Verifier(strategies, precision, EnumSet.allOf(Pass.class), Registered.WORKERS, false)
                .run(shapes.convolutions, shapes.poolings, (done, total) -> {});
        StringJoiner misses = new StringJoiner("\n");
        found.minimised().forEach(miss -> misses.add(miss.toString()));
        if (!found.ok()) {
            throw new AssertionError(found.misses().size() + " strategies and passes are wrong:\n" + misses);
        }
        for (Strategy strategy : strategies) {
            int checked = found.rows().stream()
                    .filter(row -> row.strategy().equals(strategy.name()))
                    .mapToInt(Verification.Row::cases)
                    .sum();
            int skipped = found.skipped().stream()
                    .filter(skip -> skip.strategy().equals(strategy.name()))
                    .mapToInt(Verification.Skipped::cases)
                    .sum();
            assertTrue(checked > 0, strategy.name() + " was checked on nothing: " + found.skipped());
            assertEquals(shapes.checks(), checked + skipped, strategy.name());
            boolean all = strategy.name().startsWith(Strategies.REFERENCE);
            assertTrue(!all || skipped == 0, "the reference skipped " + skipped);
        }
        return found;
    }

    @Test
    void everyStrategy() {
        Shapes shapes = Shapes.of(SEED, RANDOM_SHAPES, RANDOM_SHAPES, MAX_FLOPS);
        assertTrue(shapes.checks() > 2000, "checks of a strategy that supports all: " + shapes.checks());
        Verification found = sweep(Registered.available(), shapes);
        assertTrue(found.checks() >= 2 * shapes.checks(), "the reference and its twin at least: " + found.checks());
    }

    @Test
    void everyStrategyInFloat() {
        sweep(
                Registered.available(),
                Precision.F32,
                Shapes.of(SEED + 1, RANDOM_SHAPES / 3, RANDOM_SHAPES / 3, MAX_FLOPS));
    }

    @Test
    @Tag("nightly")
    void manyMoreAndLargerShapes() {
        long seed = Long.getLong("convbench.seed", System.currentTimeMillis());
        try {
            sweep(Registered.available(), Shapes.of(seed, 4000, 4000, 10 * MAX_FLOPS));
            sweep(Registered.available(), Precision.F32, Shapes.of(seed, 4000, 4000, 10 * MAX_FLOPS));
        } catch (AssertionError e) {
            throw new AssertionError("with -Dconvbench.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    @Test
    void thisSweepCatchesAFaultInTheLastElement() {
        Strategy broken = new FaultyStrategy();
        Shapes shapes = Shapes.of(SEED, 20, 0, MAX_FLOPS);
        AssertionError e = assertThrows(AssertionError.class, () -> sweep(List.of(broken), shapes));
        String message = e.getMessage();
        assertTrue(message.startsWith("1 strategies and passes are wrong"), message);
        assertTrue(message.contains("faulty forward"), message);
        assertTrue(message.contains("repeat with: verify --strategy faulty --pass forward --conv "), message);
        assertTrue(message.contains("mb1ic1"), "minimised: " + message);
    }

    @Test
    void aStrategyThatIsNeverCheckedIsAFailure() {
        Strategy refuses = new RefusingStrategy();
        Shapes shapes = Shapes.of(SEED, 5, 5, MAX_FLOPS);
        AssertionError e = assertThrows(AssertionError.class, () -> sweep(List.of(refuses), shapes));
        assertTrue(e.getMessage().contains("refusing was checked on nothing"), e.getMessage());
    }

    @Test
    void aMissNamesWhatToRepeat() {
        Verification found = new Verifier(List.of(new FaultyStrategy()), EnumSet.of(Pass.FORWARD), 1, false)
                .run(Shapes.of(SEED, 20, 0, MAX_FLOPS).convolutions, List.of(), (done, total) -> {});
        CheckResult miss = found.minimised().get(0);
        assertTrue(miss.toString().lines().count() == 1, miss.toString());
        assertTrue(miss.reproducer().contains(miss.shape()), miss.reproducer());
        assertTrue(miss.reproducer().contains("--seed " + miss.seed()), miss.reproducer());
    }

    /** The reference with one element of the forward output off by one part in a million, on rows of at least two. */
    private static class FaultyStrategy extends Wrapped {
        FaultyStrategy() {
            super("faulty");
        }

        @Override
        ConvPlan wrap(ConvPlan plan) {
            return new ConvPlan(
                    name(),
                    plan.shape(),
                    pass -> pass == Pass.FORWARD && plan.shape().ow() > 1
                            ? new FaultyForward(plan.shape(), plan.kernel(pass))
                            : plan.kernel(pass));
        }
    }

    /** Refuses everything. */
    private static final class RefusingStrategy extends Wrapped {
        RefusingStrategy() {
            super("refusing");
        }

        @Override
        boolean refuses() {
            return true;
        }
    }
}
