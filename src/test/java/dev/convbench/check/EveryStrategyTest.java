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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every registered strategy in every pass against the reference: on all edge cases, and on thousands of random shapes. A
 * failure names the smallest shape that shows it and the command that repeats it. The longest of the tests tagged kernel, and the last
 * where an order is kept.
 */
@Tag("kernel")
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
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

    /** A part of what is checked, so that a fault shows after seconds: the edge cases, or random shapes from one on. */
    private record Part(Precision precision, int part) {
        static final int RANDOM = 5;

        boolean edges() {
            return part == 0;
        }

        Verification verify() {
            List<Verifier.ConvJob> convolutions = new ArrayList<>();
            List<Verifier.PoolJob> poolings = new ArrayList<>();
            if (edges()) {
                EdgeCases.convolutions().forEach(edge -> convolutions.add(new Verifier.ConvJob(edge.shape(), SEED)));
                EdgeCases.poolings().forEach(edge -> poolings.add(new Verifier.PoolJob(edge.shape(), SEED)));
            } else {
                ShapeGenerator generator = new ShapeGenerator(SEED, MAX_FLOPS);
                for (int k = part - 1; k < random(CONVOLUTIONS, precision); k += RANDOM) {
                    convolutions.add(new Verifier.ConvJob(generator.convolution(k), Data.seed(SEED, k)));
                }
                for (int k = part - 1; k < random(POOLINGS, precision); k += RANDOM) {
                    poolings.add(new Verifier.PoolJob(generator.pooling(k), Data.seed(SEED, k)));
                }
            }
            return new Verifier(Strategies.all(), precision, EnumSet.allOf(Pass.class), WORKERS, false)
                    .run(convolutions, poolings, (done, total) -> {});
        }

        private static int random(int shapes, Precision precision) {
            return precision == Precision.F64 ? shapes : shapes / FEWER;
        }

        @Override
        public String toString() {
            return precision.text() + (edges() ? ", edge cases" : ", random shapes " + part + " of " + RANDOM);
        }
    }

    /** Checked once for all strategies, which share the work of the reference. */
    private static final Map<Part, Verification> FOUND = new ConcurrentHashMap<>();

    private static Verification found(Part part) {
        return FOUND.computeIfAbsent(part, Part::verify);
    }

    static List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            parts.add(new Part(precision, 0));
        }
        for (int part = 1; part <= Part.RANDOM; part++) {
            for (Precision precision : Precision.values()) {
                parts.add(new Part(precision, part));
            }
        }
        return parts;
    }

    private static Stream<Verification> found(Precision precision) {
        return parts().stream().filter(part -> part.precision == precision).map(EveryStrategyTest::found);
    }

    @ParameterizedTest
    @MethodSource("parts")
    @Order(1)
    void agreesWithTheReference(Part part) {
        assertEquals(List.of(), found(part).minimised());
    }

    static Stream<Arguments> names() {
        return Strategies.names().stream()
                .flatMap(name -> Stream.of(Precision.values()).map(precision -> Arguments.of(name, precision)));
    }

    @ParameterizedTest
    @MethodSource("names")
    @Order(2)
    void wasCheckedOrSaysWhyNot(String name, Precision precision) {
        assertTrue(Strategies.named(name).available().ok(), name);
        for (Verification.Operation operation : Verification.Operation.values()) {
            boolean checked = found(precision)
                    .flatMap(found -> found.rows().stream())
                    .anyMatch(row -> row.strategy().equals(name) && row.operation() == operation && row.cases() > 0);
            boolean skipped = found(precision)
                    .flatMap(found -> found.skipped().stream())
                    .anyMatch(skip -> skip.strategy().equals(name)
                            && skip.operation() == operation
                            && !skip.reason().isBlank());
            assertTrue(checked || skipped, name + " " + operation);
        }
    }

    @Test
    @Order(2)
    void whatIsCheckedInDoubleIsCheckedInFloat() {
        assertEquals(checked(Precision.F64), checked(Precision.F32));
    }

    private static Set<String> checked(Precision precision) {
        return found(precision)
                .flatMap(found -> found.rows().stream())
                .map(row -> row.strategy() + " " + row.operation() + " " + row.pass())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource(Verification.Operation.class)
    @Order(2)
    void theReferenceWasCheckedOnEveryShape(Verification.Operation operation) {
        boolean conv = operation == Verification.Operation.CONVOLUTION;
        int shapes = conv
                ? EdgeCases.convolutions().size() + CONVOLUTIONS
                : EdgeCases.poolings().size() + POOLINGS;
        Map<Pass, Integer> cases = found(Precision.F64)
                .flatMap(found -> found.rows().stream())
                .filter(row -> row.strategy().equals(Strategies.REFERENCE) && row.operation() == operation)
                .collect(Collectors.toMap(Verification.Row::pass, Verification.Row::cases, Integer::sum));
        assertEquals(conv ? 4 : 2, cases.size());
        cases.forEach((pass, count) -> assertEquals(shapes, count, pass.name()));
    }

    /** Strategies that only reorder sums pass on every NaN and infinity, and no other element sees them. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    @Order(2)
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
