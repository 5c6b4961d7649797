package dev.convbench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.Pass;
import dev.convbench.op.Strategies;
import dev.convbench.shapes.EdgeCases;
import dev.convbench.shapes.ShapeGenerator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every registered strategy in every pass against the reference: on all edge cases, and on thousands of random shapes. A
 * failure names the smallest shape that shows it and the command that repeats it.
 */
@Tag("kernel")
class EveryStrategyTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("convbench.nightly");
    private static final int CONVOLUTIONS = NIGHTLY ? 20_000 : 1500;
    private static final int POOLINGS = NIGHTLY ? 10_000 : 1000;
    private static final int NON_FINITE = NIGHTLY ? 2000 : 150;

    private static final double MAX_FLOPS = 100_000;
    private static final long SEED = 20_240_601;
    private static final int WORKERS = 2;

    /** Checked once for all strategies, which share the work of the reference. */
    private static final class Holder {
        static final Verification FOUND = verify();

        private static Verification verify() {
            List<Verifier.ConvJob> convolutions = new ArrayList<>();
            EdgeCases.convolutions().forEach(edge -> convolutions.add(new Verifier.ConvJob(edge.shape(), SEED)));
            List<Verifier.PoolJob> poolings = new ArrayList<>();
            EdgeCases.poolings().forEach(edge -> poolings.add(new Verifier.PoolJob(edge.shape(), SEED)));
            ShapeGenerator generator = new ShapeGenerator(SEED, MAX_FLOPS);
            for (int k = 0; k < CONVOLUTIONS; k++) {
                convolutions.add(new Verifier.ConvJob(generator.convolution(k), Data.seed(SEED, k)));
            }
            for (int k = 0; k < POOLINGS; k++) {
                poolings.add(new Verifier.PoolJob(generator.pooling(k), Data.seed(SEED, k)));
            }
            return new Verifier(Strategies.all(), EnumSet.allOf(Pass.class), WORKERS, false)
                    .run(convolutions, poolings, (done, total) -> {});
        }
    }

    static List<String> names() {
        return Strategies.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void agreesWithTheReference(String name) {
        List<CheckResult> misses = Holder.FOUND.minimised().stream()
                .filter(result -> result.strategy().equals(name))
                .toList();
        assertEquals(List.of(), misses);
    }

    @ParameterizedTest
    @MethodSource("names")
    void wasCheckedOrSaysWhyNot(String name) {
        assertTrue(Strategies.named(name).available().ok(), name);
        for (Verification.Operation operation : Verification.Operation.values()) {
            boolean checked = Holder.FOUND.rows().stream()
                    .anyMatch(row -> row.strategy().equals(name) && row.operation() == operation && row.cases() > 0);
            boolean skipped = Holder.FOUND.skipped().stream()
                    .anyMatch(skip -> skip.strategy().equals(name)
                            && skip.operation() == operation
                            && !skip.reason().isBlank());
            assertTrue(checked || skipped, name + " " + operation);
        }
    }

    @Test
    void theReferenceWasCheckedOnEveryShape() {
        for (Verification.Row row : Holder.FOUND.rows()) {
            if (row.strategy().equals(Strategies.REFERENCE)) {
                boolean conv = row.operation() == Verification.Operation.CONVOLUTION;
                int edges = conv
                        ? EdgeCases.convolutions().size()
                        : EdgeCases.poolings().size();
                assertEquals(edges + (conv ? CONVOLUTIONS : POOLINGS), row.cases());
            }
        }
    }

    /** Strategies that only reorder sums pass on every NaN and infinity, and no other element sees them. */
    @Test
    void nonFiniteValuesComeOutWhereTheyBelong() {
        ShapeGenerator generator = new ShapeGenerator(SEED + 1, MAX_FLOPS);
        List<Verifier.ConvJob> jobs = new ArrayList<>();
        EdgeCases.convolutions().forEach(edge -> jobs.add(new Verifier.ConvJob(edge.shape(), SEED)));
        for (int k = 0; k < NON_FINITE; k++) {
            jobs.add(new Verifier.ConvJob(generator.convolution(k), Data.seed(SEED, k)));
        }
        Verification found = new Verifier(Strategies.all(), EnumSet.allOf(Pass.class), WORKERS, true)
                .run(jobs, List.of(), (done, total) -> {});
        assertEquals(List.of(), found.minimised());
    }
}
