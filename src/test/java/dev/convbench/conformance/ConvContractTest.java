package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a convolution plan refuses, that it refuses before it writes, and that it still works afterwards. */
@Tag("kernel")
class ConvContractTest {
    private static final double UNTOUCHED = 12345.678;
    private static final ConvShape SHAPE = ConvShape.builder()
            .input(2, 3, 7, 9)
            .filters(4, 3, 2)
            .stride(2, 1)
            .pad(1, 0)
            .build();

    /** Every tensor has one element, so any array may stand for any other. */
    private static final ConvShape ONE = ConvShape.builder().build();

    private static List<Pass> passes(Strategy strategy, ConvShape shape) {
        List<Pass> passes = Arrays.stream(Pass.values())
                .filter(pass -> Registered.supports(strategy, shape, pass))
                .toList();
        assertTrue(passes.size() == 4 || !strategy.name().startsWith(Strategies.REFERENCE), "the reference does all");
        return passes;
    }

    /** A call with an output that shows whether anything was written. */
    private static ConvCall call(ConvShape shape, Pass pass) {
        ConvCall call = ConvCall.random(shape, pass, 50);
        Arrays.fill(call.output(), UNTOUCHED);
        return call;
    }

    /** Expects an exception and nothing written; then the same scratch must serve a correct call. */
    private static <T extends Exception> String assertRefused(
            Class<T> type, ConvCall valid, Convolution plan, Scratch scratch, Executable refused) {
        String message = assertThrows(type, refused).getMessage();
        for (double value : valid.output()) {
            assertEquals(UNTOUCHED, value, () -> "written before: " + message);
        }
        valid.run(plan, scratch);
        for (double value : valid.output()) {
            assertTrue(value != UNTOUCHED, () -> "not written after: " + message);
        }
        Arrays.fill(valid.output(), UNTOUCHED);
        return message;
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aMissingArrayIsRefused(Strategy strategy) {
        for (Pass pass : passes(strategy, SHAPE)) {
            Convolution plan = strategy.convolution(SHAPE, Precision.F64);
            Scratch scratch = plan.newScratch();
            ConvCall call = call(SHAPE, pass);
            for (int k = 0; k < call.count(); k++) {
                String name = ConvCall.names(pass).get(k);
                if (!name.equals("b")) {
                    ConvCall wrong = call.with(k, null);
                    String message = assertRefused(
                            NullPointerException.class, call, plan, scratch, () -> wrong.run(plan, scratch));
                    assertEquals(name + " is null", message, pass.text());
                }
            }
            String message = assertRefused(NullPointerException.class, call, plan, scratch, () -> call.run(plan, null));
            assertTrue(message.contains("scratch is null"), message);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aWrongLengthIsRefused(Strategy strategy) {
        for (Pass pass : passes(strategy, SHAPE)) {
            Convolution plan = strategy.convolution(SHAPE, Precision.F64);
            Scratch scratch = plan.newScratch();
            ConvCall call = call(SHAPE, pass);
            for (int k = 0; k < call.count(); k++) {
                int right = call.array(k).length;
                for (int length : new int[] {0, right - 1, right + 1}) {
                    double[] other = new double[length];
                    Arrays.fill(other, UNTOUCHED);
                    ConvCall wrong = call.with(k, other);
                    String message = assertRefused(
                            IllegalArgumentException.class, call, plan, scratch, () -> wrong.run(plan, scratch));
                    String start = ConvCall.names(pass).get(k) + " has " + length + " elements, must have " + right;
                    assertTrue(message.startsWith(start), message);
                    assertTrue(message.contains(SHAPE.toString()), message);
                    assertTrue(Arrays.stream(other).allMatch(value -> value == UNTOUCHED), message);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void anOutputThatIsAnInputIsRefused(Strategy strategy) {
        for (Pass pass : passes(strategy, ONE)) {
            Convolution plan = strategy.convolution(ONE, Precision.F64);
            Scratch scratch = plan.newScratch();
            ConvCall call = call(ONE, pass);
            int output = call.count() - 1;
            for (int k = 0; k < output; k++) {
                double[] same = call.array(k);
                double before = same[0];
                ConvCall wrong = call.with(output, same);
                String message = assertRefused(
                        IllegalArgumentException.class, call, plan, scratch, () -> wrong.run(plan, scratch));
                List<String> names = ConvCall.names(pass);
                assertEquals(names.get(output) + " and " + names.get(k) + " are the same array", message);
                assertEquals(before, same[0]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void theScratchOfAnotherPlanIsRefused(Strategy strategy) {
        PoolShape pool = PoolShape.builder().build();
        Scratch ofAPool = Strategies.reference().pooling(pool, Precision.F64).newScratch();
        for (Pass pass : passes(strategy, SHAPE)) {
            Convolution plan = strategy.convolution(SHAPE, Precision.F64);
            Scratch own = plan.newScratch();
            Scratch ofATwin = strategy.convolution(SHAPE, Precision.F64).newScratch();
            ConvCall call = call(SHAPE, pass);
            for (Scratch wrong : List.of(ofATwin, ofAPool)) {
                String message =
                        assertRefused(IllegalArgumentException.class, call, plan, own, () -> call.run(plan, wrong));
                assertTrue(message.contains("this scratch was made by another plan"), message);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void preparedWeightsAreChecked(Strategy strategy) {
        Registered.assumeSupported(strategy, SHAPE, Pass.FORWARD);
        Convolution plan = strategy.convolution(SHAPE, Precision.F64);
        Scratch scratch = plan.newScratch();
        ConvCall call = call(SHAPE, Pass.FORWARD);
        double[] x = call.array(0);
        double[] w = call.array(1);
        double[] b = call.array(2);
        double[] y = call.output();
        PreparedWeights own = plan.prepare(w);
        PreparedWeights twin = strategy.convolution(SHAPE, Precision.F64).prepare(w);
        assertTrue(own.bytes() >= 8L * w.length, "bytes: " + own.bytes());

        assertThrows(NullPointerException.class, () -> plan.prepare((double[]) null));
        assertThrows(IllegalArgumentException.class, () -> plan.prepare(new double[w.length + 1]));
        String message = assertRefused(
                NullPointerException.class,
                call,
                plan,
                scratch,
                () -> plan.forward(x, (PreparedWeights) null, b, y, scratch));
        assertEquals("w is null", message);
        message = assertRefused(
                IllegalArgumentException.class, call, plan, scratch, () -> plan.forward(x, twin, b, y, scratch));
        assertEquals("these weights were prepared by another plan", message);
        assertRefused(NullPointerException.class, call, plan, scratch, () -> plan.forward(null, own, b, y, scratch));
        assertRefused(NullPointerException.class, call, plan, scratch, () -> plan.forward(x, own, b, null, scratch));
        assertRefused(NullPointerException.class, call, plan, scratch, () -> plan.forward(x, own, b, y, null));
        assertRefused(
                IllegalArgumentException.class,
                call,
                plan,
                scratch,
                () -> plan.forward(x, own, new double[b.length - 1], y, scratch));
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aPlanKnowsWhatItIsFor(Strategy strategy) {
        if (passes(strategy, SHAPE).isEmpty()) {
            return;
        }
        Convolution plan = strategy.convolution(SHAPE, Precision.F64);
        assertSame(SHAPE, plan.shape());
        assertEquals(Precision.F64, plan.precision());
        assertTrue(plan.toString().startsWith(strategy.name() + " "), plan.toString());
        assertTrue(plan.newScratch() != plan.newScratch(), "every scratch is new");
        for (Pass pass : Pass.values()) {
            double factor = plan.errorBound(pass).factor();
            assertTrue(factor > 0 && factor < 1e6, "error factor " + factor);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aPassThatIsNotSupportedIsRefusedBeforeAnything(Strategy strategy) {
        List<Pass> supported = passes(strategy, SHAPE);
        if (supported.isEmpty()) {
            return;
        }
        Convolution plan = strategy.convolution(SHAPE, Precision.F64);
        for (Pass pass : Pass.values()) {
            if (!supported.contains(pass)) {
                ConvCall call = call(SHAPE, pass);
                Exception e =
                        assertThrows(UnsupportedOperationException.class, () -> call.run(plan, plan.newScratch()));
                assertTrue(e.getMessage().contains(pass.text()), e.getMessage());
                assertEquals(UNTOUCHED, call.output()[0]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void noBiasIsABiasOfZero(Strategy strategy) {
        Registered.assumeSupported(strategy, SHAPE, Pass.FORWARD);
        Convolution plan = strategy.convolution(SHAPE, Precision.F64);
        Scratch scratch = plan.newScratch();
        ConvCall call = call(SHAPE, Pass.FORWARD);
        double[] none = call.with(2, null).run(plan, scratch).clone();
        double[] zero = call.with(2, new double[SHAPE.oc()]).run(plan, scratch).clone();
        double[] one = new double[SHAPE.oc()];
        Arrays.fill(one, 1);
        double[] shifted = call.with(2, one).run(plan, scratch).clone();
        for (int k = 0; k < none.length; k++) {
            assertEquals(zero[k], none[k], 0.0);
            assertEquals(none[k] + 1, shifted[k], 1e-12);
        }
        assertEquals(Data.nan(1)[0], call.with(2, Data.nan(SHAPE.oc())).run(plan, scratch)[0]);
    }
}
