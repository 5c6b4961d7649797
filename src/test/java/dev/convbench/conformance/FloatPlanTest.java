package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.ConvArrays;
import dev.convbench.check.ConvCheck;
import dev.convbench.check.ConvInputs;
import dev.convbench.check.Data;
import dev.convbench.check.PoolArrays;
import dev.convbench.check.PoolInputs;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.strategy.parallel.ForkingStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is special about float plans: which arrays they take, and that they keep the promises of double plans. */
@Tag("kernel")
class FloatPlanTest {
    private static final ConvShape CONV = ConvShape.builder()
            .input(2, 6, 12, 19)
            .groups(2)
            .filters(10, 3, 3)
            .stride(2, 1)
            .pad(1, 1)
            .build();
    private static final ConvShape DEPTHWISE = ConvShape.builder()
            .input(2, 5, 9, 37)
            .groups(5)
            .filters(5, 3, 3)
            .pad(1, 1)
            .build();
    private static final PoolShape POOL = PoolShape.builder()
            .input(2, 3, 9, 40)
            .window(3, 3)
            .stride(2, 2)
            .pad(1, 1)
            .build();

    private static ConvShape shapeFor(Strategy strategy) {
        return strategy.supports(CONV, Pass.FORWARD, Precision.F32).ok() ? CONV : DEPTHWISE;
    }

    static Stream<Named<Strategy>> pooling() {
        return Registered.strategies()
                .filter(strategy -> strategy.getPayload()
                        .supports(POOL, Pass.FORWARD, Precision.F32)
                        .ok());
    }

    /** What is supported does not depend on the precision. */
    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void floatIsSupportedWhereDoubleIs(Strategy strategy) {
        for (Pass pass : Pass.values()) {
            for (ConvShape shape : List.of(CONV, DEPTHWISE)) {
                assertEquals(
                        strategy.supports(shape, pass, Precision.F64), strategy.supports(shape, pass, Precision.F32));
            }
            assertEquals(strategy.supports(POOL, pass, Precision.F64), strategy.supports(POOL, pass, Precision.F32));
        }
        Convolution plan = strategy.convolution(shapeFor(strategy), Precision.F32);
        assertEquals(Precision.F32, plan.precision());
        assertTrue(plan.toString().startsWith(strategy.name() + " "), plan.toString());
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void smallIntegersComeOutExact(Strategy strategy) {
        Convolution plan = strategy.convolution(shapeFor(strategy), Precision.F32);
        for (Pass pass : Pass.values()) {
            if (strategy.supports(shapeFor(strategy), pass, Precision.F32).ok()
                    && plan.errorBound(pass).isReordered()) {
                ConvCheck.runExact(strategy, Registered.WORKERS, shapeFor(strategy), pass, 3, Precision.F32)
                        .requireOk();
            }
        }
    }

    private static float[] run(Strategy strategy, ConvInputs inputs) {
        ConvArrays arrays = new ConvArrays(inputs);
        Convolution plan = strategy.convolution(inputs.shape(), Precision.F32);
        arrays.run(plan, plan.newScratch());
        return arrays.out().f32();
    }

    static Stream<Named<Strategy>> serial() {
        return Strategies.all().stream()
                .filter(strategy -> !strategy.isParallel())
                .map(strategy -> Named.of(strategy.name(), strategy));
    }

    @ParameterizedTest
    @MethodSource("serial")
    void parallelIsTheSameBitForBit(Strategy serial) {
        Strategy parallel = ForkingStrategy.of(Strategies.named(serial.name() + "-parallel"), 3);
        ConvShape shape = shapeFor(serial);
        for (Pass pass : Pass.values()) {
            if (serial.supports(shape, pass, Precision.F32).ok()) {
                ConvInputs inputs =
                        ConvInputs.random(shape, pass, 7, Data::uniform).in(Precision.F32);
                assertArrayEquals(run(serial, inputs), run(parallel, inputs), pass.text());
            }
        }
        if (serial.supports(POOL, Pass.FORWARD, Precision.F32).ok()) {
            for (Pass pass : List.of(Pass.FORWARD, Pass.BACKWARD_DATA)) {
                PoolInputs inputs =
                        PoolInputs.random(POOL, pass, 7, Data::uniform).in(Precision.F32);
                assertArrayEquals(run(serial, inputs), run(parallel, inputs), pass.text());
            }
        }
    }

    private static float[] run(Strategy strategy, PoolInputs inputs) {
        PoolArrays arrays = new PoolArrays(inputs);
        Pooling plan = strategy.pooling(inputs.shape(), Precision.F32);
        arrays.run(plan, plan.newScratch());
        return arrays.out().f32();
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void preparedWeightsGiveTheSameBitsInHalfTheMemory(Strategy strategy) {
        ConvShape shape = shapeFor(strategy);
        ConvInputs inputs =
                ConvInputs.random(shape, Pass.FORWARD, 9, Data::uniform).in(Precision.F32);
        ConvArrays arrays = new ConvArrays(inputs);
        Convolution plan = strategy.convolution(shape, Precision.F32);
        PreparedWeights prepared = arrays.prepare(plan);
        arrays.run(plan, prepared, plan.newScratch());
        assertArrayEquals(run(strategy, inputs), arrays.out().f32());
        long floats = prepared.bytes() / Float.BYTES;
        assertTrue(floats >= shape.wLength(), "bytes: " + prepared.bytes());
        assertTrue(floats < 2L * shape.wLength() || !strategy.isDirect(), "bytes: " + prepared.bytes());
    }

    /** Every call of a plan with the arrays of one precision, filled with ones. */
    private static List<Executable> calls(Convolution plan, Precision precision, List<Object> outputs) {
        ConvShape shape = plan.shape();
        Scratch scratch = plan.newScratch();
        if (precision == Precision.F64) {
            double[] x = new double[shape.xLength()];
            double[] w = new double[shape.wLength()];
            double[] b = new double[shape.oc()];
            double[] y = new double[shape.yLength()];
            outputs.addAll(List.of(x, w, b, y));
            outputs.forEach(array -> Arrays.fill((double[]) array, 1));
            return List.of(
                    () -> plan.forward(x, w, b, y, scratch),
                    () -> plan.forward(x, () -> 0, b, y, scratch),
                    () -> plan.prepare(w),
                    () -> plan.backwardData(y, w, x, scratch),
                    () -> plan.backwardWeights(x, y, w, scratch),
                    () -> plan.backwardBias(y, b, scratch));
        }
        float[] x = new float[shape.xLength()];
        float[] w = new float[shape.wLength()];
        float[] b = new float[shape.oc()];
        float[] y = new float[shape.yLength()];
        outputs.addAll(List.of(x, w, b, y));
        outputs.forEach(array -> Arrays.fill((float[]) array, 1));
        return List.of(
                () -> plan.forward(x, w, b, y, scratch),
                () -> plan.forward(x, () -> 0, b, y, scratch),
                () -> plan.prepare(w),
                () -> plan.backwardData(y, w, x, scratch),
                () -> plan.backwardWeights(x, y, w, scratch),
                () -> plan.backwardBias(y, b, scratch));
    }

    private static boolean untouched(Object array) {
        if (array instanceof double[] values) {
            return Arrays.stream(values).allMatch(value -> value == 1);
        }
        float[] ones = ((float[]) array).clone();
        Arrays.fill(ones, 1);
        return Arrays.equals(ones, (float[]) array);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void arraysOfTheOtherPrecisionAreRefused(Strategy strategy) {
        for (Precision given : Precision.values()) {
            Precision own = given == Precision.F64 ? Precision.F32 : Precision.F64;
            Convolution plan = strategy.convolution(shapeFor(strategy), own);
            List<Object> arrays = new ArrayList<>();
            for (Executable call : calls(plan, given, arrays)) {
                assertEquals(message(own, given), refusal(call));
            }
            assertTrue(arrays.stream().allMatch(FloatPlanTest::untouched), "nothing is written");
        }
    }

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    private static String message(Precision own, Precision given) {
        return "this plan is for " + own.text() + ": it takes " + own.javaType() + " arrays, not " + given.javaType();
    }

    @ParameterizedTest
    @MethodSource("pooling")
    void arraysOfTheOtherPrecisionAreRefusedByPoolings(Strategy strategy) {
        int[] argmax = new int[POOL.yLength()];
        Pooling single = strategy.pooling(POOL, Precision.F32);
        assertEquals(Precision.F32, single.precision());
        Scratch scratch = single.newScratch();
        double[] x = new double[POOL.xLength()];
        double[] y = new double[POOL.yLength()];
        String message = message(Precision.F32, Precision.F64);
        assertEquals(message, refusal(() -> single.forward(x, y, argmax, scratch)));
        assertEquals(message, refusal(() -> single.backward(y, argmax, x, scratch)));

        Pooling plan = strategy.pooling(POOL, Precision.F64);
        Scratch own = plan.newScratch();
        float[] floatX = new float[POOL.xLength()];
        float[] floatY = new float[POOL.yLength()];
        message = message(Precision.F64, Precision.F32);
        assertEquals(message, refusal(() -> plan.forward(floatX, floatY, argmax, own)));
        assertEquals(message, refusal(() -> plan.backward(floatY, argmax, floatX, own)));
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void theScratchAndTheWeightsOfADoublePlanAreRefused(Strategy strategy) {
        ConvShape shape = shapeFor(strategy);
        Convolution plan = strategy.convolution(shape, Precision.F32);
        Convolution master = strategy.convolution(shape, Precision.F64);
        float[] x = new float[shape.xLength()];
        float[] w = new float[shape.wLength()];
        float[] y = new float[shape.yLength()];
        PreparedWeights foreign = master.prepare(new double[shape.wLength()]);
        assertEquals(
                "this scratch was made by another plan",
                refusal(() -> plan.forward(x, w, null, y, master.newScratch())));
        assertEquals(
                "these weights were prepared by another plan",
                refusal(() -> plan.forward(x, foreign, null, y, plan.newScratch())));
    }

    /** Indices travel as floats in vector kernels: a plane that they cannot count is refused, not pooled wrongly. */
    @Test
    void aPlaneLargerThanFloatsCanIndexIsRefused() {
        Strategy simd = Strategies.named("simd");
        PoolShape largest = PoolShape.builder()
                .input(1, 1, 1, (1 << 22) - 1)
                .window(1, 2)
                .stride(1, 2)
                .build();
        PoolShape larger = PoolShape.builder()
                .input(1, 1, 1, 1 << 22)
                .window(1, 2)
                .stride(1, 2)
                .build();
        assertTrue(simd.supports(largest, Pass.FORWARD, Precision.F32).ok());
        assertFalse(simd.supports(larger, Pass.FORWARD, Precision.F32).ok());
        assertTrue(simd.supports(larger, Pass.FORWARD, Precision.F64).ok());

        float[] x = new float[largest.xLength()];
        for (int k = 0; k < x.length; k++) {
            x[k] = k % 3;
        }
        int[] argmax = new int[largest.yLength()];
        Pooling plan = simd.pooling(largest, Precision.F32);
        plan.forward(x, new float[argmax.length], argmax, plan.newScratch());
        for (int k = 0; k < argmax.length; k++) {
            int first = 2 * k;
            assertEquals(x[first] >= x[first + 1] ? first : first + 1, argmax[k]);
        }
    }
}
