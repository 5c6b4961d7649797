package dev.convbench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.shapes.EdgeCases;
import dev.convbench.shapes.ShapeGenerator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
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

    /** A float twin is the double source, which has the other shapes. */
    private static final int FEWER = 3;

    private static final double MAX_FLOPS = 100_000;
    private static final long SEED = 20_240_601;
    private static final int WORKERS = 2;

    /** Checked once for all strategies, which share the work of the reference; in float on fewer random shapes. */
    private static final class Holder {
        static final Map<Precision, Verification> FOUND = Map.of(
                Precision.F64, verify(Precision.F64, CONVOLUTIONS, POOLINGS),
                Precision.F32, verify(Precision.F32, CONVOLUTIONS / FEWER, POOLINGS / FEWER));

        private static Verification verify(Precision precision, int randomConvolutions, int randomPoolings) {
            List<Verifier.ConvJob> convolutions = new ArrayList<>();
            EdgeCases.convolutions().forEach(edge -> convolutions.add(new Verifier.ConvJob(edge.shape(), SEED)));
            List<Verifier.PoolJob> poolings = new ArrayList<>();
            EdgeCases.poolings().forEach(edge -> poolings.add(new Verifier.PoolJob(edge.shape(), SEED)));
            ShapeGenerator generator = new ShapeGenerator(SEED, MAX_FLOPS);
            for (int k = 0; k < randomConvolutions; k++) {
                convolutions.add(new Verifier.ConvJob(generator.convolution(k), Data.seed(SEED, k)));
            }
            for (int k = 0; k < randomPoolings; k++) {
                poolings.add(new Verifier.PoolJob(generator.pooling(k), Data.seed(SEED, k)));
            }
            return new Verifier(Strategies.all(), precision, EnumSet.allOf(Pass.class), WORKERS, false)
                    .run(convolutions, poolings, (done, total) -> {});
        }
    }

    static Stream<Arguments> names() {
        return Strategies.names().stream()
                .flatMap(name -> Stream.of(Precision.values()).map(precision -> Arguments.of(name, precision)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void agreesWithTheReference(String name, Precision precision) {
        List<CheckResult> misses = Holder.FOUND.get(precision).minimised().stream()
                .filter(result -> result.strategy().equals(name))
                .toList();
        assertEquals(List.of(), misses);
    }

    @ParameterizedTest
    @MethodSource("names")
    void wasCheckedOrSaysWhyNot(String name, Precision precision) {
        Verification found = Holder.FOUND.get(precision);
        assertTrue(Strategies.named(name).available().ok(), name);
        for (Verification.Operation operation : Verification.Operation.values()) {
            boolean checked = found.rows().stream()
                    .anyMatch(row -> row.strategy().equals(name) && row.operation() == operation && row.cases() > 0);
            boolean skipped = found.skipped().stream()
                    .anyMatch(skip -> skip.strategy().equals(name)
                            && skip.operation() == operation
                            && !skip.reason().isBlank());
            assertTrue(checked || skipped, name + " " + operation);
        }
    }

    @Test
    void whatIsCheckedInDoubleIsCheckedInFloat() {
        assertEquals(checked(Precision.F64), checked(Precision.F32));
    }

    private static Set<String> checked(Precision precision) {
        return Holder.FOUND.get(precision).rows().stream()
                .map(row -> row.strategy() + " " + row.operation() + " " + row.pass())
                .collect(Collectors.toSet());
    }

    @Test
    void theReferenceWasCheckedOnEveryShape() {
        for (Verification.Row row : Holder.FOUND.get(Precision.F64).rows()) {
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
    @ParameterizedTest
    @EnumSource(Precision.class)
    void nonFiniteValuesComeOutWhereTheyBelong(Precision precision) {
        int random = precision == Precision.F64 ? NON_FINITE : NON_FINITE / FEWER;
        ShapeGenerator generator = new ShapeGenerator(SEED + 1, MAX_FLOPS);
        List<Verifier.ConvJob> jobs = new ArrayList<>();
        EdgeCases.convolutions().forEach(edge -> jobs.add(new Verifier.ConvJob(edge.shape(), SEED)));
        for (int k = 0; k < random; k++) {
            jobs.add(new Verifier.ConvJob(generator.convolution(k), Data.seed(SEED, k)));
        }
        Verification found = new Verifier(Strategies.all(), precision, EnumSet.allOf(Pass.class), WORKERS, true)
                .run(jobs, List.of(), (done, total) -> {});
        assertEquals(List.of(), found.minimised());
    }
}
