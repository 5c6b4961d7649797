package dev.convbench.nn.notebook;

import dev.convbench.nn.SplitMix;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The cells that compare naive with fast, extended to every strategy and to the backward passes. Each call is repeated in
 * rounds of a moment until rounds bring nothing, since a JVM compiles while it runs, and the middle time of the best one counts:
 * figures to look at, where the benchmarks give figures to quote.
 */
final class SpeedCells {
    private static final double LIMIT = 1e-8;
    private static final int MAX_ROUNDS = 12;
    /** A round that is not faster than the best one by this factor has brought nothing; after so many in a row, none will. */
    private static final double FASTER = 0.95;

    private static final int SETTLED_ROUNDS = 2;

    private final Settings settings;

    SpeedCells(Settings settings) {
        this.settings = settings;
    }

    /** One call with its output. */
    private record Task(Runnable call, double[] output) {}

    void convolution(CellBuilder cell, SplitMix random) {
        ConvShape shape = ConvShape.builder()
                .input(100, 3, 31, 31)
                .filters(25, 3, 3)
                .stride(2, 2)
                .pad(1, 1)
                .build();
        double[] x = Numbers.normal(random, shape.xLength());
        double[] w = Numbers.normal(random, shape.wLength());
        double[] b = Numbers.normal(random, shape.oc());
        double[] dy = Numbers.normal(random, shape.yLength());
        compare(cell, "conv forward", strategy -> {
            if (!strategy.supports(shape, Pass.FORWARD, Precision.F64).ok()) {
                return null;
            }
            Convolution plan = strategy.convolution(shape, Precision.F64);
            Scratch scratch = plan.newScratch();
            double[] y = new double[shape.yLength()];
            return new Task(() -> plan.forward(x, w, b, y, scratch), y);
        });
        compare(cell, "conv backward", strategy -> {
            for (Pass pass : List.of(Pass.BACKWARD_DATA, Pass.BACKWARD_WEIGHTS, Pass.BACKWARD_BIAS)) {
                if (!strategy.supports(shape, pass, Precision.F64).ok()) {
                    return null;
                }
            }
            Convolution plan = strategy.convolution(shape, Precision.F64);
            Scratch scratch = plan.newScratch();
            double[] dx = new double[x.length];
            double[] dw = new double[w.length];
            double[] db = new double[b.length];
            double[] all = new double[dx.length + dw.length + db.length];
            return new Task(
                    () -> {
                        plan.backwardData(dy, w, dx, scratch);
                        plan.backwardWeights(x, dy, dw, scratch);
                        plan.backwardBias(dy, db, scratch);
                        System.arraycopy(dx, 0, all, 0, dx.length);
                        System.arraycopy(dw, 0, all, dx.length, dw.length);
                        System.arraycopy(db, 0, all, dx.length + dw.length, db.length);
                    },
                    all);
        });
    }

    void pooling(CellBuilder cell, SplitMix random) {
        PoolShape shape = PoolShape.builder()
                .input(100, 3, 32, 32)
                .window(2, 2)
                .stride(2, 2)
                .build();
        double[] x = Numbers.normal(random, shape.xLength());
        double[] dy = Numbers.normal(random, shape.yLength());
        compare(cell, "pool forward", strategy -> {
            if (!strategy.supports(shape, Pass.FORWARD, Precision.F64).ok()) {
                return null;
            }
            Pooling plan = strategy.pooling(shape, Precision.F64);
            Scratch scratch = plan.newScratch();
            double[] y = new double[shape.yLength()];
            int[] argmax = new int[y.length];
            return new Task(() -> plan.forward(x, y, argmax, scratch), y);
        });
        compare(cell, "pool backward", strategy -> {
            if (!strategy.supports(shape, Pass.BACKWARD_DATA, Precision.F64).ok()) {
                return null;
            }
            Pooling plan = strategy.pooling(shape, Precision.F64);
            Scratch scratch = plan.newScratch();
            int[] argmax = new int[shape.yLength()];
            plan.forward(x, new double[argmax.length], argmax, scratch);
            double[] dx = new double[x.length];
            return new Task(() -> plan.backward(dy, argmax, dx, scratch), dx);
        });
    }

    /** Times the naive strategy and all others; a strategy without the operation gives no task. */
    private void compare(CellBuilder cell, String operation, Function<Strategy, Task> tasks) {
        Task naive = tasks.apply(Strategies.reference());
        double naiveMillis = millis(naive.call());
        List<Strategy> others = new ArrayList<>(settings.compared());
        others.removeIf(strategy -> strategy.name().equals(Strategies.REFERENCE));
        cell.timing(new Timing(operation, Strategies.REFERENCE, naiveMillis, 1, 0));
        double worst = 0;
        List<String> without = new ArrayList<>();
        for (Strategy strategy : others) {
            Task task = tasks.apply(strategy);
            if (task == null) {
                without.add(strategy.name());
            } else {
                double millis = millis(task.call());
                double error = Numbers.scaledDifference(task.output(), naive.output());
                worst = Math.max(worst, error);
                cell.timing(new Timing(operation, strategy.name(), millis, naiveMillis / millis, error));
            }
        }
        if (!without.isEmpty()) {
            cell.line("%s: not with %s", operation, String.join(", ", without));
        }
        cell.error(operation + ": largest difference of any strategy from naive", worst, LIMIT, "");
    }

    private double millis(Runnable call) {
        double best = median(repeat(call));
        int settled = 0;
        for (int round = 1; settings.timingSeconds() > 0 && round < MAX_ROUNDS && settled < SETTLED_ROUNDS; round++) {
            double next = median(repeat(call));
            settled = next < FASTER * best ? 0 : settled + 1;
            best = Math.min(best, next);
        }
        return 1000 * best;
    }

    private static double median(double[] seconds) {
        Arrays.sort(seconds);
        return seconds[seconds.length / 2];
    }

    private double[] repeat(Runnable call) {
        double[] seconds = new double[16];
        int runs = 0;
        long start = System.nanoTime();
        long end = start + (long) (settings.timingSeconds() * 1e9);
        long before = start;
        while (runs == 0 || before < end) {
            call.run();
            long after = System.nanoTime();
            if (runs == seconds.length) {
                seconds = Arrays.copyOf(seconds, 2 * runs);
            }
            seconds[runs++] = (after - before) * 1e-9;
            before = after;
        }
        return Arrays.copyOf(seconds, runs);
    }
}
