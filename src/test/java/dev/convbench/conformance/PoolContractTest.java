package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pooling plan refuses, that it refuses before it writes, and that it still works afterwards. */
@Tag("kernel")
class PoolContractTest {
    private static final double UNTOUCHED = 12345.678;
    private static final int UNTOUCHED_PLACE = -12345;

    /** A plan with valid arrays for both passes, none of them shared. */
    private static final class Fixture {
        final PoolShape shape;
        final Pooling plan;
        final Scratch scratch;
        final double[] x;
        final double[] y;
        final double[] dy;
        final double[] dx;
        final int[] written;
        final int[] argmax;

        Fixture(Strategy strategy, PoolShape shape) {
            this.shape = shape;
            plan = strategy.pooling(shape, Precision.F64);
            scratch = plan.newScratch();
            x = Data.uniform(shape.xLength(), 60);
            dy = Data.uniform(shape.yLength(), 61);
            y = new double[shape.yLength()];
            dx = new double[shape.xLength()];
            written = shape.isMax() ? new int[shape.yLength()] : null;
            argmax = shape.isMax() ? new int[shape.yLength()] : null;
            plan.forward(x, y, argmax, scratch);
            fill();
        }

        void fill() {
            Arrays.fill(y, UNTOUCHED);
            Arrays.fill(dx, UNTOUCHED);
            if (written != null) {
                Arrays.fill(written, UNTOUCHED_PLACE);
            }
        }

        /** Expects an exception and nothing written; then the same scratch must serve correct calls. */
        String assertRefused(Class<? extends Exception> type, Executable refused) {
            String message = assertThrows(type, refused).getMessage();
            assertTrue(Arrays.stream(y).allMatch(value -> value == UNTOUCHED), message);
            assertTrue(Arrays.stream(dx).allMatch(value -> value == UNTOUCHED), message);
            if (written != null) {
                assertTrue(Arrays.stream(written).allMatch(place -> place == UNTOUCHED_PLACE), message);
            }
            plan.forward(x, y, written, scratch);
            plan.backward(dy, argmax, dx, scratch);
            assertArrayEquals(argmax, written, message);
            assertTrue(Arrays.stream(y).noneMatch(value -> value == UNTOUCHED), message);
            assertTrue(Arrays.stream(dx).noneMatch(value -> value == UNTOUCHED), message);
            fill();
            return message;
        }
    }

    private static PoolShape shape(PoolKind kind) {
        return PoolShape.builder()
                .kind(kind)
                .input(2, 3, 7, 9)
                .window(3, 2)
                .stride(2, 2)
                .pad(1, 0)
                .build();
    }

    private static List<Fixture> fixtures(Strategy strategy) {
        List<PoolShape> shapes = Arrays.stream(PoolKind.values())
                .map(PoolContractTest::shape)
                .filter(shape -> Registered.supports(strategy, shape))
                .toList();
        assertTrue(shapes.size() == 3 || !strategy.name().startsWith(Strategies.REFERENCE), "the reference does all");
        return shapes.stream().map(shape -> new Fixture(strategy, shape)).toList();
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aMissingArrayIsRefused(Strategy strategy) {
        for (Fixture f : fixtures(strategy)) {
            Class<NullPointerException> npe = NullPointerException.class;
            assertEquals("x is null", f.assertRefused(npe, () -> f.plan.forward(null, f.y, f.written, f.scratch)));
            assertEquals("y is null", f.assertRefused(npe, () -> f.plan.forward(f.x, null, f.written, f.scratch)));
            assertEquals("dy is null", f.assertRefused(npe, () -> f.plan.backward(null, f.argmax, f.dx, f.scratch)));
            assertEquals("dx is null", f.assertRefused(npe, () -> f.plan.backward(f.dy, f.argmax, null, f.scratch)));
            f.assertRefused(npe, () -> f.plan.forward(f.x, f.y, f.written, null));
            f.assertRefused(npe, () -> f.plan.backward(f.dy, f.argmax, f.dx, null));
            if (f.shape.isMax()) {
                assertEquals("argmax is null", f.assertRefused(npe, () -> f.plan.forward(f.x, f.y, null, f.scratch)));
                assertEquals(
                        "argmax is null", f.assertRefused(npe, () -> f.plan.backward(f.dy, null, f.dx, f.scratch)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aWrongLengthIsRefused(Strategy strategy) {
        Class<IllegalArgumentException> iae = IllegalArgumentException.class;
        for (Fixture f : fixtures(strategy)) {
            for (int off : new int[] {-1, 1}) {
                double[] x = new double[f.x.length + off];
                double[] y = new double[f.y.length + off];
                assertWrong("x", x, f.assertRefused(iae, () -> f.plan.forward(x, f.y, f.written, f.scratch)));
                assertWrong("y", y, f.assertRefused(iae, () -> f.plan.forward(f.x, y, f.written, f.scratch)));
                assertWrong("dy", y, f.assertRefused(iae, () -> f.plan.backward(y, f.argmax, f.dx, f.scratch)));
                assertWrong("dx", x, f.assertRefused(iae, () -> f.plan.backward(f.dy, f.argmax, x, f.scratch)));
                if (f.shape.isMax()) {
                    int[] places = new int[f.y.length + off];
                    assertWrong("argmax", y, f.assertRefused(iae, () -> f.plan.forward(f.x, f.y, places, f.scratch)));
                    assertWrong(
                            "argmax", y, f.assertRefused(iae, () -> f.plan.backward(f.dy, places, f.dx, f.scratch)));
                }
            }
        }
    }

    private static void assertWrong(String name, double[] array, String message) {
        assertTrue(message.startsWith(name + " has " + array.length + " elements, must have "), message);
        assertTrue(Arrays.stream(array).allMatch(value -> value == 0), message);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void anAverageHasNoArgmax(Strategy strategy) {
        for (Fixture f : fixtures(strategy)) {
            if (!f.shape.isMax()) {
                int[] places = new int[f.y.length];
                Class<IllegalArgumentException> iae = IllegalArgumentException.class;
                f.assertRefused(iae, () -> f.plan.forward(f.x, f.y, places, f.scratch));
                f.assertRefused(iae, () -> f.plan.backward(f.dy, places, f.dx, f.scratch));
                assertArrayEquals(new int[f.y.length], places);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void anOutputThatIsAnInputIsRefused(Strategy strategy) {
        PoolShape one = PoolShape.builder().build();
        Registered.assumeSupported(strategy, one);
        Fixture f = new Fixture(strategy, one);
        double before = f.x[0];
        Class<IllegalArgumentException> iae = IllegalArgumentException.class;
        f.assertRefused(iae, () -> f.plan.forward(f.x, f.x, f.written, f.scratch));
        f.assertRefused(iae, () -> f.plan.backward(f.dy, f.argmax, f.dy, f.scratch));
        assertEquals(before, f.x[0]);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void theScratchOfAnotherPlanIsRefused(Strategy strategy) {
        Scratch ofAConvolution = Strategies.reference()
                .convolution(ConvShape.builder().build(), Precision.F64)
                .newScratch();
        for (Fixture f : fixtures(strategy)) {
            Scratch ofATwin = strategy.pooling(f.shape, Precision.F64).newScratch();
            for (Scratch wrong : List.of(ofATwin, ofAConvolution)) {
                Class<IllegalArgumentException> iae = IllegalArgumentException.class;
                String message = f.assertRefused(iae, () -> f.plan.forward(f.x, f.y, f.written, wrong));
                assertTrue(message.contains("this scratch was made by another plan"), message);
                message = f.assertRefused(iae, () -> f.plan.backward(f.dy, f.argmax, f.dx, wrong));
                assertTrue(message.contains("this scratch was made by another plan"), message);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void anArgmaxOutsideThePlaneIsRefusedWhereverItStands(Strategy strategy) {
        PoolShape shape = shape(PoolKind.MAX);
        Registered.assumeSupported(strategy, shape);
        Fixture f = new Fixture(strategy, shape);
        int pixels = shape.ih() * shape.iw();
        for (int bad : new int[] {-2, pixels, pixels + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            for (int at = 0; at < f.argmax.length; at++) {
                int[] places = f.argmax.clone();
                places[at] = bad;
                String where = "argmax[" + at + "] = " + bad;
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> f.plan.backward(f.dy, places, f.dx, f.scratch),
                        () -> strategy.name() + " " + where);
            }
        }
        // The scratch is free again, and nothing of the failed calls is left.
        double[] dx = Data.nan(f.dx.length);
        f.plan.backward(f.dy, f.argmax, dx, f.scratch);
        double[] expected = Data.nan(f.dx.length);
        Pooling reference = Strategies.reference().pooling(shape, Precision.F64);
        reference.backward(f.dy, f.argmax, expected, reference.newScratch());
        assertArrayEquals(expected, dx, 1e-15);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aPlanKnowsWhatItIsFor(Strategy strategy) {
        for (Fixture f : fixtures(strategy)) {
            assertSame(f.shape, f.plan.shape());
            assertEquals(Precision.F64, f.plan.precision());
            assertTrue(f.plan.toString().startsWith(strategy.name() + " "), f.plan.toString());
            assertTrue(f.plan.newScratch() != f.plan.newScratch(), "every scratch is new");
        }
    }
}
