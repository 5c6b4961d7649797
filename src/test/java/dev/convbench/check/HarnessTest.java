package dev.convbench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.shapes.Descriptors;
import dev.convbench.shapes.EdgeCases;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The harness catches every fault of a deliberately broken strategy, and finds no fault with a correct one. */
class HarnessTest {
    private static final ConvShape CONV = Descriptors.convolution("g2mb2ic4ih6iw5oc6kh3ph1");
    private static final Set<Fault> CONV_FAULTS =
            EnumSet.complementOf(EnumSet.of(Fault.NONE, Fault.LAST_TIE_WINS, Fault.IGNORES_NAN));
    private static final Set<Fault> POOL_FAULTS = EnumSet.of(
            Fault.BORDER_ELEMENT,
            Fault.LAST_ELEMENT,
            Fault.OFF_BY_1E_7,
            Fault.OFF_BY_1E_10,
            Fault.UNWRITTEN,
            Fault.WRITES_INPUT,
            Fault.THROWS);

    static Stream<Arguments> convFaults() {
        return faults(CONV_FAULTS)
                .flatMap(fault -> Stream.of(Pass.values())
                        .filter(pass -> fault.get()[0] != Fault.PREPARED_WEIGHTS || pass == Pass.FORWARD)
                        .map(pass -> Arguments.of(fault.get()[0], pass, fault.get()[1])));
    }

    /** Faults in the precisions in which they are one. */
    private static Stream<Arguments> faults(Set<Fault> faults) {
        return faults.stream()
                .flatMap(fault -> Stream.of(Precision.values())
                        .filter(precision -> fault != Fault.OFF_BY_1E_7 || precision == Precision.F64)
                        .map(precision -> Arguments.of(fault, precision)));
    }

    private static String option(Precision precision) {
        return " --precision " + precision.text();
    }

    @ParameterizedTest
    @MethodSource("convFaults")
    void catchesAFaultOfAConvolution(Fault fault, Pass pass, Precision precision) {
        BrokenStrategy broken = new BrokenStrategy(fault, pass);
        CheckResult result = ConvCheck.run(broken, 1, new ConvCase(CONV, pass, 7, precision));
        assertFalse(result.ok(), () -> fault + " was not caught");
        assertEquals(
                "verify --strategy broken --pass " + pass.text() + " --conv " + CONV + " --seed 7" + option(precision),
                reproducer(result));
        AssertionError error = assertThrows(AssertionError.class, result::requireOk);
        assertTrue(error.getMessage().contains(result.reproducer()), error.getMessage());
    }

    /** The reproducer without the vector width, which is there where the tests run at a width of their own. */
    private static String reproducer(CheckResult result) {
        return result.reproducer().replaceFirst(" --vector-bits \\d+$", "");
    }

    static Stream<Arguments> poolFaults() {
        return faults(POOL_FAULTS)
                .flatMap(fault -> Stream.of("max_", "avg_p_", "avg_np_")
                        .flatMap(kind -> Stream.of(Pass.FORWARD, Pass.BACKWARD_DATA)
                                .map(pass -> Arguments.of(fault.get()[0], kind, pass, fault.get()[1]))));
    }

    @ParameterizedTest
    @MethodSource("poolFaults")
    void catchesAFaultOfAPooling(Fault fault, String kind, Pass pass, Precision precision) {
        PoolShape shape = Descriptors.pooling(kind + "mb2ic3ih6iw5kh3sh2ph1");
        CheckResult result = PoolCheck.run(new BrokenStrategy(fault, pass), 1, new PoolCase(shape, pass, 7, precision));
        assertFalse(result.ok(), () -> fault + " was not caught");
        assertEquals(
                "verify --strategy broken --pass " + pass.text() + " --pool " + shape + " --seed 7" + option(precision),
                reproducer(result));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LAST_TIE_WINS", "IGNORES_NAN"})
    void catchesAMaximumThatBreaksARule(Fault fault) {
        PoolShape shape = Descriptors.pooling("mb2ic3ih6iw5kh6kw5");
        assertFalse(PoolCheck.run(new BrokenStrategy(fault, Pass.FORWARD), shape, Pass.FORWARD, 7)
                .ok());
    }

    /** The last row of these is never visited: its gradient is zero, and must be written. */
    @Test
    void catchesAZeroThatIsNotWritten() {
        BrokenStrategy broken = new BrokenStrategy(Fault.UNWRITTEN, Pass.BACKWARD_DATA);
        ConvShape conv = Descriptors.convolution("mb2ic3ih6iw8oc4kh3sh2");
        assertFalse(ConvCheck.run(broken, conv, Pass.BACKWARD_DATA, 7).ok());
        for (String kind : List.of("max_", "avg_p_", "avg_np_")) {
            PoolShape pool = Descriptors.pooling(kind + "mb2ic3ih6iw8kh3sh2");
            assertFalse(PoolCheck.run(broken, pool, Pass.BACKWARD_DATA, 7).ok(), kind);
        }
    }

    @Test
    void saysWhereAndByHowMuch() {
        String problem = ConvCheck.run(new BrokenStrategy(Fault.LAST_ELEMENT, Pass.FORWARD), CONV, Pass.FORWARD, 7)
                .problem();
        assertTrue(problem.startsWith("y[1, 5, 5, 4] is "), problem);
        assertTrue(problem.contains("off by 0.00100"), problem);
        assertTrue(problem.contains("1 of 360 compared are wrong; random values"), problem);
    }

    @Test
    void namesTheInputThatWasWritten() {
        CheckResult forward =
                ConvCheck.run(new BrokenStrategy(Fault.WRITES_INPUT, Pass.FORWARD), CONV, Pass.FORWARD, 7);
        assertEquals("the input x was written (random values)", forward.problem());
        CheckResult backward =
                ConvCheck.run(new BrokenStrategy(Fault.WRITES_INPUT, Pass.BACKWARD_DATA), CONV, Pass.BACKWARD_DATA, 7);
        assertEquals("the input dy was written (random values)", backward.problem());
    }

    @Test
    void namesTheExceptionAndWhereItWasThrown() {
        String problem = ConvCheck.run(new BrokenStrategy(Fault.THROWS, Pass.FORWARD), CONV, Pass.FORWARD, 7)
                .problem();
        assertTrue(problem.startsWith("threw java.lang.ArrayIndexOutOfBoundsException: index 360 at "), problem);
    }

    @Test
    void aFaultInAnotherPassIsNotSeen() {
        BrokenStrategy broken = new BrokenStrategy(Fault.LAST_ELEMENT, Pass.FORWARD);
        ConvCheck.run(broken, CONV, Pass.BACKWARD_DATA, 7).requireOk();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void exactModeCatchesOneUnitInTheLastPlace(Precision precision) {
        BrokenStrategy broken = new BrokenStrategy(Fault.ROUNDS_INTEGERS, Pass.FORWARD);
        CheckResult result = ConvCheck.runExact(broken, 1, CONV, Pass.FORWARD, 7, precision);
        assertTrue(result.problem().contains("must be exactly equal"), result.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"g2mb2ic4ih6iw5oc6kh3", "mb2ic4ih9iw8oc6kh3sh2ph1dh1"})
    void acceptsTheReference(String text) {
        ConvShape shape = Descriptors.convolution(text);
        BrokenStrategy sound = new BrokenStrategy(Fault.NONE, Pass.FORWARD);
        for (Pass pass : Pass.values()) {
            for (Precision precision : Precision.values()) {
                ConvCheck.run(sound, 1, new ConvCase(shape, pass, 3, precision)).requireOk();
                ConvCheck.runExact(sound, 1, shape, pass, 3, precision).requireOk();
                ConvCheck.runNonFinite(sound, 1, shape, pass, 3, precision).requireOk();
            }
        }
    }

    @Test
    void nonFiniteValuesMustMatchInKind() {
        Comparison.Tally tally = new Comparison.Tally();
        CheckResult lost = ConvCheck.runNonFinite(
                new BrokenStrategy(Fault.UNWRITTEN, Pass.FORWARD),
                1,
                Descriptors.convolution("ic1ih2iw3oc1kh1"),
                Pass.FORWARD,
                1);
        tally.add(0, Double.NaN, 1, 1);
        assertEquals(1, tally.result().misses());
        assertEquals(Double.POSITIVE_INFINITY, lost.comparison().worstFraction(), lost.toString());
    }

    @Test
    void acceptsTheReferenceOnEveryEdge() {
        BrokenStrategy sound = new BrokenStrategy(Fault.NONE, Pass.FORWARD);
        List<EdgeCases.Pool> poolings = EdgeCases.poolings();
        for (EdgeCases.Pool edge : poolings) {
            PoolCheck.run(sound, edge.shape(), Pass.FORWARD, 1).requireOk();
            PoolCheck.run(sound, edge.shape(), Pass.BACKWARD_DATA, 1).requireOk();
        }
        assertFalse(poolings.isEmpty());
    }

    @Test
    void reproducerNamesTheVectorWidth() {
        String before = System.getProperty("convbench.vector.bits");
        System.setProperty("convbench.vector.bits", "256");
        try {
            String reproducer = ConvCheck.run(Strategies.reference(), CONV, Pass.FORWARD, -3)
                    .reproducer();
            assertTrue(reproducer.endsWith(" --seed -3 --precision f64 --vector-bits 256"), reproducer);
        } finally {
            if (before == null) {
                System.clearProperty("convbench.vector.bits");
            } else {
                System.setProperty("convbench.vector.bits", before);
            }
        }
    }
}
