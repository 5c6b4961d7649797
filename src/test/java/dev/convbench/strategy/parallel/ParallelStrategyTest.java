package dev.convbench.strategy.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ChunkRunner;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolPlan;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code X-parallel} equals {@code X} bit for bit, whatever X and however many workers; and it says what X says. */
@Tag("kernel")
@Timeout(120)
class ParallelStrategyTest {
    private static final int[] WORKERS = {1, 2, 3, 4, 5, 6, 7, 8, 64};

    private static final List<ConvShape> CONVOLUTIONS = List.of(
            ConvShape.builder().build(),
            ConvShape.builder()
                    .input(5, 3, 13, 11)
                    .filters(7, 3, 3)
                    .stride(2, 2)
                    .pad(1, 1)
                    .build(),
            ConvShape.builder()
                    .input(3, 6, 9, 17)
                    .groups(3)
                    .filters(12, 5, 2)
                    .stride(1, 3)
                    .dilation(2, 1)
                    .pad(3, 0, 1, 2)
                    .build(),
            ConvShape.builder()
                    .input(2, 19, 7, 5)
                    .groups(19)
                    .filters(19, 3, 3)
                    .pad(1, 1)
                    .build(),
            ConvShape.builder().input(1, 33, 6, 6).filters(31, 1, 1).build(),
            ConvShape.builder()
                    .input(1, 2, 4, 23)
                    .filters(3, 2, 2)
                    .stride(3, 5)
                    .pad(2, 3)
                    .build());

    private static final List<PoolShape> POOLS = Stream.of(PoolKind.values())
            .flatMap(kind -> Stream.of(
                    PoolShape.builder().kind(kind).build(),
                    PoolShape.builder()
                            .kind(kind)
                            .input(3, 5, 13, 11)
                            .window(3, 3)
                            .stride(2, 2)
                            .pad(1, 1)
                            .ceilMode(true)
                            .build(),
                    PoolShape.builder()
                            .kind(kind)
                            .input(2, 3, 8, 34)
                            .window(2, 2)
                            .stride(2, 2)
                            .build()))
            .toList();

    static Stream<Strategy> serial() {
        return Strategies.all().stream()
                .filter(s -> !s.isParallel() && s.available().ok());
    }

    @ParameterizedTest
    @MethodSource("serial")
    void convolutionsEqualTheSerialStrategyBitForBit(Strategy serial) {
        int compared = 0;
        for (int workers : WORKERS) {
            Strategy parallel = ForkingStrategy.over(serial, workers);
            for (ConvShape shape : CONVOLUTIONS) {
                for (Pass pass : Pass.values()) {
                    if (serial.supports(shape, pass, Precision.F64).ok()) {
                        double[] expected = result(serial, shape, pass);
                        double[] actual = result(parallel, shape, pass);
                        assertArrayEquals(expected, actual, workers + " workers, " + pass + " " + shape);
                        compared++;
                    }
                }
            }
        }
        assertTrue(compared >= WORKERS.length, "cases compared: " + compared);
    }

    private static double[] result(Strategy strategy, ConvShape shape, Pass pass) {
        SplittableRandom random = new SplittableRandom(5);
        double[] x = random.doubles(shape.xLength(), -1, 1).toArray();
        double[] w = random.doubles(shape.wLength(), -1, 1).toArray();
        double[] b = random.doubles(shape.oc(), -1, 1).toArray();
        double[] dy = random.doubles(shape.yLength(), -1, 1).toArray();
        Convolution plan = strategy.convolution(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        switch (pass) {
            case FORWARD -> {
                double[] y = nans(shape.yLength());
                plan.forward(x, w, b, y, scratch);
                double[] prepared = nans(shape.yLength());
                plan.forward(x, plan.prepare(w), b, prepared, scratch);
                assertArrayEquals(y, prepared, "prepared weights");
                return y;
            }
            case BACKWARD_DATA -> {
                double[] dx = nans(shape.xLength());
                plan.backwardData(dy, w, dx, scratch);
                return dx;
            }
            case BACKWARD_WEIGHTS -> {
                double[] dw = nans(shape.wLength());
                plan.backwardWeights(x, dy, dw, scratch);
                return dw;
            }
            case BACKWARD_BIAS -> {
                double[] db = nans(shape.oc());
                plan.backwardBias(dy, db, scratch);
                return db;
            }
        }
        throw new AssertionError(pass);
    }

    @ParameterizedTest
    @MethodSource("serial")
    void poolingsEqualTheSerialStrategyBitForBit(Strategy serial) {
        int compared = 0;
        for (int workers : WORKERS) {
            Strategy parallel = ForkingStrategy.over(serial, workers);
            for (PoolShape shape : POOLS) {
                if (serial.supports(shape, Pass.FORWARD, Precision.F64).ok()
                        && serial.supports(shape, Pass.BACKWARD_DATA, Precision.F64)
                                .ok()) {
                    comparePool(serial, parallel, shape, workers + " workers, " + shape);
                    compared++;
                }
            }
        }
        boolean pools = POOLS.stream()
                .anyMatch(shape ->
                        serial.supports(shape, Pass.FORWARD, Precision.F64).ok());
        assertTrue(!pools || compared >= WORKERS.length, "cases compared: " + compared);
    }

    private static void comparePool(Strategy serial, Strategy parallel, PoolShape shape, String message) {
        SplittableRandom random = new SplittableRandom(6);
        double[] x = random.doubles(shape.xLength(), -1, 1).toArray();
        double[] dy = random.doubles(shape.yLength(), -1, 1).toArray();
        double[][] y = {nans(shape.yLength()), nans(shape.yLength())};
        double[][] dx = {nans(shape.xLength()), nans(shape.xLength())};
        int[][] argmax = new int[2][];
        Strategy[] both = {serial, parallel};
        for (int k = 0; k < 2; k++) {
            if (shape.isMax()) {
                argmax[k] = new int[shape.yLength()];
                Arrays.fill(argmax[k], -7);
            }
            Pooling plan = both[k].pooling(shape, Precision.F64);
            Scratch scratch = plan.newScratch();
            plan.forward(x, y[k], argmax[k], scratch);
            plan.backward(dy, argmax[k], dx[k], scratch);
        }
        assertArrayEquals(y[0], y[1], message);
        assertArrayEquals(argmax[0], argmax[1], message);
        assertArrayEquals(dx[0], dx[1], message);
    }

    @Test
    void threadsShareOnePlanEachWithItsOwnScratch() throws InterruptedException {
        ConvShape shape = CONVOLUTIONS.get(1);
        Convolution plan = ForkingStrategy.over(Strategies.reference(), 3).convolution(shape, Precision.F64);
        AtomicInteger wrong = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            SplittableRandom random = new SplittableRandom(t);
            double[] x = random.doubles(shape.xLength(), -1, 1).toArray();
            double[] w = random.doubles(shape.wLength(), -1, 1).toArray();
            double[] expected = new double[shape.yLength()];
            Convolution reference = Strategies.reference().convolution(shape, Precision.F64);
            reference.forward(x, w, null, expected, reference.newScratch());
            Thread thread = new Thread(() -> {
                Scratch scratch = plan.newScratch();
                for (int call = 0; call < 50; call++) {
                    double[] y = nans(shape.yLength());
                    plan.forward(x, w, null, y, scratch);
                    if (!Arrays.equals(expected, y)) {
                        wrong.incrementAndGet();
                    }
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

    @Test
    void itAnswersAsTheOtherStrategyDoes() {
        for (Strategy inner : Strategies.all()) {
            if (inner.isParallel()) {
                assertThrows(IllegalArgumentException.class, () -> new ParallelStrategy(inner));
                continue;
            }
            Strategy parallel = new ParallelStrategy(inner);
            assertEquals(inner.name() + "-parallel", parallel.name());
            assertEquals(inner.rank() + 1, parallel.rank());
            assertEquals(inner.available(), parallel.available());
            assertTrue(parallel.isParallel());
            assertTrue(parallel.description().contains(inner.name()));
            for (Precision precision : Precision.values()) {
                for (Pass pass : Pass.values()) {
                    ConvShape conv = CONVOLUTIONS.get(2);
                    PoolShape pool = POOLS.get(1);
                    assertEquals(inner.supports(conv, pass, precision), parallel.supports(conv, pass, precision));
                    assertEquals(inner.supports(pool, pass, precision), parallel.supports(pool, pass, precision));
                }
            }
        }
    }

    /** Neither available nor able to show chunks. */
    private record Foreign(String name) implements Strategy {
        @Override
        public String description() {
            return "comes from elsewhere";
        }

        @Override
        public int rank() {
            return 7;
        }

        @Override
        public Support available() {
            return Support.no("it is not installed");
        }

        @Override
        public Support supports(ConvShape shape, Pass pass, Precision precision) {
            return Support.no("no convolutions");
        }

        @Override
        public Support supports(PoolShape shape, Pass pass, Precision precision) {
            return Support.no("no poolings");
        }

        @Override
        public Convolution convolution(ConvShape shape, Precision precision) {
            return null;
        }

        @Override
        public Pooling pooling(PoolShape shape, Precision precision) {
            return null;
        }
    }

    @Test
    void itPassesOnTheReasonsOfAStrategyThatCannot() {
        Strategy parallel = new ParallelStrategy(new Foreign("foreign"));
        assertEquals(Support.no("it is not installed"), parallel.available());
        assertEquals(
                Support.no("no convolutions"), parallel.supports(CONVOLUTIONS.get(0), Pass.FORWARD, Precision.F64));
        assertEquals(Support.no("no poolings"), parallel.supports(POOLS.get(0), Pass.FORWARD, Precision.F64));
        Exception e = assertThrows(
                UnsupportedOperationException.class, () -> parallel.convolution(CONVOLUTIONS.get(0), Precision.F64));
        assertTrue(e.getMessage().contains("foreign"), e.getMessage());
        assertThrows(UnsupportedOperationException.class, () -> parallel.pooling(POOLS.get(0), Precision.F64));
    }

    @Test
    void theNumberOfWorkersIsASetting() {
        Strategy parallel = new ParallelStrategy(Strategies.reference());
        ConvShape shape = CONVOLUTIONS.get(1);
        for (int workers : new int[] {1, 3, 64}) {
            Strategy set = parallel.withWorkers(workers);
            assertEquals(parallel.name(), set.name());
            assertEquals(workers, lanes(set.convolution(shape, Precision.F64).newScratch()));
        }
        assertThrows(IllegalArgumentException.class, () -> parallel.withWorkers(0));
    }

    private static int lanes(Scratch scratch) {
        return ((dev.convbench.op.ConvScratch) scratch).laneCount();
    }

    @Test
    void thePropertySetsTheDefaultAndABadValueIsExplained() {
        Strategy parallel = new ParallelStrategy(Strategies.reference());
        ConvShape shape = CONVOLUTIONS.get(1);
        String before = System.getProperty(ParallelStrategy.WORKERS_PROPERTY);
        try {
            System.clearProperty(ParallelStrategy.WORKERS_PROPERTY);
            assertEquals(Runtime.getRuntime().availableProcessors(), ParallelStrategy.defaultWorkers());
            System.setProperty(ParallelStrategy.WORKERS_PROPERTY, "5");
            assertEquals(5, lanes(parallel.convolution(shape, Precision.F64).newScratch()));
            for (String bad : new String[] {"0", "-3", "two", "", "1.5", "99999", "99999999999"}) {
                System.setProperty(ParallelStrategy.WORKERS_PROPERTY, bad);
                Exception e =
                        assertThrows(IllegalArgumentException.class, () -> parallel.convolution(shape, Precision.F64));
                assertTrue(e.getMessage().contains(ParallelStrategy.WORKERS_PROPERTY), e.getMessage());
                assertTrue(e.getMessage().contains(bad), e.getMessage());
                assertDoesNotThrow(() -> parallel.withWorkers(2).convolution(shape, Precision.F64));
            }
        } finally {
            if (before == null) {
                System.clearProperty(ParallelStrategy.WORKERS_PROPERTY);
            } else {
                System.setProperty(ParallelStrategy.WORKERS_PROPERTY, before);
            }
        }
    }

    @Test
    void theNotebooksCallsAreWorthForking() {
        ConvShape conv = ConvShape.builder()
                .input(100, 3, 31, 31)
                .filters(25, 3, 3)
                .stride(2, 2)
                .pad(1, 1)
                .build();
        for (Pass pass : Pass.values()) {
            assertFalse(conv.nominalFlops(pass) < Workers.MIN_WORK, pass.text());
        }
        PoolShape pool = PoolShape.builder()
                .input(100, 3, 32, 32)
                .window(2, 2)
                .stride(2, 2)
                .build();
        assertEquals(2, largePasses(pool), "forward and backward");
        PoolShape small = PoolShape.builder()
                .input(10, 3, 32, 32)
                .window(2, 2)
                .stride(2, 2)
                .build();
        assertEquals(0, largePasses(small), "a tenth of it");
    }

    /** How many passes of a pooling tell their runner of enough work to fork. */
    private static int largePasses(PoolShape shape) {
        AtomicInteger large = new AtomicInteger();
        ChunkRunner counting = new ChunkRunner() {
            @Override
            public int lanes() {
                return 1;
            }

            @Override
            public void run(Chunks chunks, int count, double work) {
                large.addAndGet(work < Workers.MIN_WORK ? 0 : 1);
                SERIAL.run(chunks, count, work);
            }
        };
        Pooling plan = ((PoolPlan) Strategies.reference().pooling(shape, Precision.F64)).on("counting", counting);
        Scratch scratch = plan.newScratch();
        int[] argmax = new int[shape.yLength()];
        plan.forward(new double[shape.xLength()], new double[shape.yLength()], argmax, scratch);
        plan.backward(new double[shape.yLength()], argmax, new double[shape.xLength()], scratch);
        return large.get();
    }

    private static double[] nans(int length) {
        double[] array = new double[length];
        Arrays.fill(array, Double.NaN);
        return array;
    }
}
