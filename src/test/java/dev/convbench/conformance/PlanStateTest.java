package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import dev.convbench.op.ChunkRunner;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolPlan;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan keeps nothing of its arguments, serves many threads at once, and a scratch serves one. */
@Tag("kernel")
@Timeout(60)
class PlanStateTest {
    private static final List<ConvShape> CONVOLUTIONS = List.of(
            ConvShape.builder()
                    .input(2, 3, 9, 11)
                    .filters(5, 3, 3)
                    .stride(2, 2)
                    .pad(1, 1)
                    .build(),
            ConvShape.builder().input(2, 9, 5, 6).filters(17, 1, 1).build(),
            ConvShape.builder()
                    .input(1, 6, 8, 9)
                    .groups(6)
                    .filters(6, 3, 3)
                    .pad(1, 1)
                    .build());
    private static final PoolShape POOL = PoolShape.builder()
            .input(2, 3, 9, 20)
            .window(3, 2)
            .stride(2, 2)
            .pad(1, 0)
            .build();

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aConvolutionCachesNothing(Strategy strategy) {
        for (ConvShape shape : CONVOLUTIONS) {
            for (Pass pass : Pass.values()) {
                if (Registered.supports(strategy, shape, pass)) {
                    Convolution plan = strategy.convolution(shape, Precision.F64);
                    Scratch scratch = plan.newScratch();
                    ConvCall call = ConvCall.random(shape, pass, 70);
                    double[] first = call.run(plan, scratch).clone();
                    for (int k = 0; k < call.count() - 1; k++) {
                        double[] input = call.array(k);
                        double[] before = input.clone();
                        for (int at = 0; at < input.length; at++) {
                            input[at] = 1 - 2 * before[at];
                        }
                        double[] expected = fresh(strategy, shape, call);
                        assertArrayEquals(expected, call.run(plan, scratch), strategy.name() + " " + pass);
                        assertFalse(Arrays.equals(first, expected), "the change shows");
                        System.arraycopy(before, 0, input, 0, input.length);
                        assertArrayEquals(first, call.run(plan, scratch), "and back again");
                    }
                }
            }
        }
    }

    private static double[] fresh(Strategy strategy, ConvShape shape, ConvCall call) {
        Convolution plan = strategy.convolution(shape, Precision.F64);
        double[] output = Data.nan(call.output().length);
        return call.with(call.count() - 1, output).run(plan, plan.newScratch());
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aPoolingCachesNothing(Strategy strategy) {
        Registered.assumeSupported(strategy, POOL);
        Pooling plan = strategy.pooling(POOL, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] x = Data.uniform(POOL.xLength(), 71);
        double[] dy = Data.uniform(POOL.yLength(), 72);
        double[] y = Data.nan(dy.length);
        double[] dx = Data.nan(x.length);
        int[] argmax = new int[dy.length];
        plan.forward(x, y, argmax, scratch);
        plan.backward(dy, argmax, dx, scratch);
        double[] firstX = dx.clone();
        for (int k = 0; k < x.length; k++) {
            x[k] = -x[k];
        }
        Arrays.setAll(dy, k -> 1 + k);
        plan.forward(x, y, argmax, scratch);
        plan.backward(dy, argmax, dx, scratch);
        Pooling twin = strategy.pooling(POOL, Precision.F64);
        double[] twinY = Data.nan(y.length);
        double[] twinX = Data.nan(x.length);
        int[] twinArgmax = new int[y.length];
        twin.forward(x, twinY, twinArgmax, twin.newScratch());
        twin.backward(dy, twinArgmax, twinX, twin.newScratch());
        assertArrayEquals(twinY, y);
        assertArrayEquals(twinArgmax, argmax);
        assertArrayEquals(twinX, dx);
        assertFalse(Arrays.equals(firstX, dx), "the change shows");
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void preparedWeightsGiveTheSameBitsAndStayAsTheyWere(Strategy strategy) {
        for (ConvShape shape : CONVOLUTIONS) {
            if (Registered.supports(strategy, shape, Pass.FORWARD)) {
                Convolution plan = strategy.convolution(shape, Precision.F64);
                Scratch scratch = plan.newScratch();
                ConvCall call = ConvCall.random(shape, Pass.FORWARD, 73);
                double[] expected = call.run(plan, scratch).clone();
                double[] w = call.array(1);
                PreparedWeights prepared = plan.prepare(w);
                Arrays.fill(w, Double.NaN);
                double[] y = Data.nan(expected.length);
                for (int repeat = 0; repeat < 2; repeat++) {
                    Arrays.fill(y, Double.NaN);
                    plan.forward(call.array(0), prepared, call.array(2), y, scratch);
                    assertArrayEquals(expected, y, strategy.name() + " " + shape);
                    // A call with other weights in between must not reach the prepared ones, nor the other way round.
                    double[] zero = new double[w.length];
                    double[] bias = call.with(1, zero).run(plan, scratch);
                    assertEquals(call.array(2)[0], bias[0]);
                }
                Scratch other = plan.newScratch();
                Arrays.fill(y, Double.NaN);
                plan.forward(call.array(0), prepared, call.array(2), y, other);
                assertArrayEquals(expected, y, "with another scratch");
            }
        }
    }

    /** Blocks the first call in its first phase until told to go on; does not hold up a call that should not get here. */
    private static final class Gate implements ChunkRunner {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public void run(Chunks chunks, int count, double work) {
            if (entered.getCount() > 0) {
                entered.countDown();
                await(release);
            }
            SERIAL.run(chunks, count, work);
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aScratchOfAConvolutionServesOneCallAtATime(Strategy strategy) throws InterruptedException {
        ConvShape shape = CONVOLUTIONS.get(0);
        for (Pass pass : Pass.values()) {
            if (Registered.supports(strategy, shape, pass)) {
                ConvPlan made = assertInstanceOf(ConvPlan.class, strategy.convolution(shape, Precision.F64));
                Gate gate = new Gate();
                Convolution plan = made.on("gated", gate);
                Scratch scratch = plan.newScratch();
                ConvCall call = ConvCall.random(shape, pass, 74);
                double[] expected = fresh(strategy, shape, call);
                ConvCall second = call.with(call.count() - 1, Data.nan(expected.length));
                assertOneAtATime(gate, () -> call.run(plan, scratch), () -> second.run(plan, scratch));
                assertArrayEquals(expected, call.output(), "the first call is not disturbed");
                assertTrue(Arrays.stream(second.output()).allMatch(Double::isNaN), "the second wrote nothing");
                assertArrayEquals(expected, second.run(plan, scratch), "the scratch is free again");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void aScratchOfAPoolingServesOneCallAtATime(Strategy strategy) throws InterruptedException {
        Registered.assumeSupported(strategy, POOL);
        PoolPlan made = assertInstanceOf(PoolPlan.class, strategy.pooling(POOL, Precision.F64));
        Gate gate = new Gate();
        Pooling plan = made.on("gated", gate);
        Scratch scratch = plan.newScratch();
        double[] x = Data.uniform(POOL.xLength(), 75);
        double[][] y = {Data.nan(POOL.yLength()), Data.nan(POOL.yLength())};
        int[][] argmax = new int[2][POOL.yLength()];
        assertOneAtATime(
                gate, () -> plan.forward(x, y[0], argmax[0], scratch), () -> plan.forward(x, y[1], argmax[1], scratch));
        assertTrue(Arrays.stream(y[0]).noneMatch(Double::isNaN));
        assertTrue(Arrays.stream(y[1]).allMatch(Double::isNaN));
        plan.forward(x, y[1], argmax[1], scratch);
        assertArrayEquals(y[0], y[1]);
        assertArrayEquals(argmax[0], argmax[1]);
    }

    private static void assertOneAtATime(Gate gate, Runnable first, Runnable second) throws InterruptedException {
        Thread user = new Thread(first, "first user");
        user.start();
        gate.entered.await();
        try {
            Exception e = assertThrows(IllegalStateException.class, second::run);
            assertTrue(e.getMessage().contains("'first user'"), e.getMessage());
        } finally {
            gate.release.countDown();
            user.join();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void threadsShareAPlan(Strategy strategy) throws InterruptedException {
        ConvShape shape = CONVOLUTIONS.get(0);
        Registered.assumeSupported(strategy, shape, Pass.FORWARD);
        Convolution plan = strategy.convolution(shape, Precision.F64);
        List<Thread> threads = new ArrayList<>();
        AtomicInteger wrong = new AtomicInteger();
        for (int t = 0; t < 4; t++) {
            ConvCall call = ConvCall.random(shape, Pass.FORWARD, 76 + t);
            double[] expected = fresh(strategy, shape, call);
            Thread thread = new Thread(() -> {
                Scratch scratch = plan.newScratch();
                for (int repeat = 0; repeat < 30; repeat++) {
                    Arrays.fill(call.output(), Double.NaN);
                    wrong.addAndGet(Arrays.equals(expected, call.run(plan, scratch)) ? 0 : 1);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, wrong.get());
    }
}
