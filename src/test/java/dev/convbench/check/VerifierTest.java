package dev.convbench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Verification.Operation;
import dev.convbench.check.Verification.Row;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKind;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.shapes.Descriptors;
import dev.convbench.shapes.ShapeGenerator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A verifier keeps the worst errors, and shrinks a miss to the smallest shape that shows it. */
class VerifierTest {
    private static final EnumSet<Pass> ALL = EnumSet.allOf(Pass.class);

    private static List<Verifier.ConvJob> convolutions(int count) {
        ShapeGenerator generator = new ShapeGenerator(4);
        List<Verifier.ConvJob> jobs = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            jobs.add(new Verifier.ConvJob(generator.convolution(k), k));
        }
        return jobs;
    }

    private static List<Verifier.PoolJob> poolings(int count) {
        ShapeGenerator generator = new ShapeGenerator(4);
        List<Verifier.PoolJob> jobs = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            jobs.add(new Verifier.PoolJob(generator.pooling(k), k));
        }
        return jobs;
    }

    private static Verification verify(Strategy strategy, int cases) {
        return new Verifier(List.of(strategy), ALL, 1, true)
                .run(convolutions(cases), poolings(cases), (done, total) -> assertTrue(done <= total));
    }

    @Test
    void aSoundStrategyPassesEverywhere() {
        Verification found = verify(new BrokenStrategy(Fault.NONE, Pass.FORWARD), 40);
        assertTrue(found.ok(), () -> found.misses().toString());
        assertEquals(6, found.rows().size(), "four convolution passes, two pooling passes");
        assertEquals(240, found.checks());
        assertTrue(found.rows().stream().allMatch(row -> row.cases() == 40 && row.misses() == 0));
    }

    @Test
    void progressReachesTheEnd() {
        List<Integer> seen = new ArrayList<>();
        new Verifier(List.of(Strategies.reference()), EnumSet.of(Pass.BACKWARD_BIAS), 1, false)
                .run(convolutions(3), poolings(2), (done, total) -> {
                    assertEquals(5, total);
                    seen.add(done);
                });
        assertEquals(List.of(1, 2, 3, 4, 5), seen);
    }

    @Test
    void aMissIsShrunkToTheSmallestConvolutionThatShowsIt() {
        BrokenStrategy broken = new BrokenStrategy(
                Fault.LAST_ELEMENT,
                Pass.BACKWARD_WEIGHTS,
                shape -> shape.ow() >= 3 && shape.kh() >= 2 && shape.icPerGroup() >= 2,
                shape -> false);
        Verification found = verify(broken, 60);
        assertFalse(found.ok());
        assertEquals(1, found.misses().size(), "one for each strategy, operation and pass");
        CheckResult small = found.minimised().get(0);
        assertFalse(small.ok());
        String expected = "g1mb1ic2ih2iw3oc1oh1ow3kh2kw1sh1sw1dh0dw0ph0pw0";
        assertEquals(expected, small.shape());
        assertTrue(
                small.reproducer()
                        .startsWith("verify --strategy broken --pass backwardWeights --conv " + expected + " --seed "),
                small.reproducer());
        Row row = found.rows().stream().filter(r -> r.misses() > 0).findFirst().orElseThrow();
        assertEquals(Pass.BACKWARD_WEIGHTS, row.pass());
        assertEquals(Operation.CONVOLUTION, row.operation());
        assertTrue(row.worstFraction() > 1);
        assertEquals(1e-3, row.worstAbsolute(), 1e-9);
    }

    /** The reproducer of a fault that shows on non-finite values only asks for these. */
    @Test
    void nonFiniteValuesAreCheckedIfAsked() {
        BrokenStrategy broken = new BrokenStrategy(Fault.IGNORES_NAN, Pass.FORWARD);
        List<Verifier.ConvJob> jobs = convolutions(30);
        assertTrue(new Verifier(List.of(broken), EnumSet.of(Pass.FORWARD), 1, false)
                .run(jobs, List.of(), (done, total) -> {})
                .ok());
        Verification found = new Verifier(List.of(broken), EnumSet.of(Pass.FORWARD), 1, true)
                .run(jobs, List.of(), (done, total) -> {});
        assertTrue(found.minimised().get(0).reproducer().contains(" --non-finite"), found.toString());
    }

    @Test
    void aMissIsShrunkToAShapeThatIsSupported() {
        Strategy wide = new BrokenStrategy(Fault.LAST_ELEMENT, Pass.FORWARD) {
            @Override
            public Support supports(ConvShape shape, Pass pass, Precision precision) {
                return shape.ow() >= 5 ? Support.yes() : Support.no("narrow");
            }
        };
        Verification found = verify(wide, 20);
        assertEquals(
                "g1mb1ic1ih1iw5oc1oh1ow5kh1kw1sh1sw1dh0dw0ph0pw0",
                found.minimised().get(0).shape());
    }

    @Test
    void aMissIsShrunkToTheSmallestPoolingThatShowsIt() {
        BrokenStrategy broken = new BrokenStrategy(
                Fault.LAST_ELEMENT,
                Pass.BACKWARD_DATA,
                shape -> false,
                shape -> shape.kind() == PoolKind.AVERAGE_INCLUDE_PADDING && shape.padTop() >= 1 && shape.c() >= 2);
        Verification found = verify(broken, 80);
        assertEquals(1, found.minimised().size());
        assertEquals(
                "avg_p_mb1ic2ih1iw1oh2ow1kh1kw1sh1sw1dh0dw0ph1pw0pb0",
                found.minimised().get(0).shape());
    }

    @Test
    void aSeedRepeatsTheSameErrors() {
        Verification once = verify(new BrokenStrategy(Fault.OFF_BY_1E_10, Pass.FORWARD), 5);
        Verification again = verify(new BrokenStrategy(Fault.OFF_BY_1E_10, Pass.FORWARD), 5);
        assertEquals(once, again);
    }

    @Test
    void whatIsNotSupportedIsListedWithItsReason() {
        Strategy picky = new DepthwiseOnly();
        Verification found = new Verifier(List.of(picky), EnumSet.of(Pass.FORWARD), 1, false)
                .run(
                        List.of(
                                new Verifier.ConvJob(Descriptors.convolution("ic3ih4oc2kh3"), 1),
                                new Verifier.ConvJob(Descriptors.convolution("ic3ih5oc2kh3"), 1),
                                new Verifier.ConvJob(Descriptors.convolution("g3ic3ih4oc3kh3"), 1)),
                        List.of(),
                        (done, total) -> {});
        assertEquals(1, found.checks());
        assertEquals(
                List.of(new Verification.Skipped(
                        "picky", Operation.CONVOLUTION, Pass.FORWARD, "not depthwise: 1 group", 2)),
                found.skipped());
    }
}
