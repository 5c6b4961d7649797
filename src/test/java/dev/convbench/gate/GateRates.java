package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.gate.PairOrder.Side;
import dev.convbench.gate.PairOrder.Slot;
import dev.convbench.results.gate.Course;
import dev.convbench.results.gate.Finding;
import dev.convbench.results.gate.GateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Error rates of whole gates over 100 benchmarks, by simulation with fixed seeds, through the order and the decisions that real
 * gates use. {@code docs/regressions.md} quotes the lines that this prints.
 */
abstract class GateRates {
    private static final int BENCHMARKS = 100;
    private static final int STAGE_ONE_FORKS = 2 * BENCHMARKS * GateRule.DEFAULT.pairs();
    private static final double[] MIXED = {0.003, 0.005, 0.01, 0.02, 0.03, 0.05};

    private final int gates;

    GateRates(int gates) {
        this.gates = gates;
    }

    /** How the machine changes while the gate runs: the logarithm by which everything takes longer at a fork. */
    private interface Machine {
        double at(int fork);
    }

    private static Machine steady() {
        return fork -> 0;
    }

    private static Machine linear(double share) {
        return fork -> Math.log1p(share) * fork / STAGE_ONE_FORKS;
    }

    private static Machine step(double share, SplittableRandom random) {
        int when = random.nextInt(STAGE_ONE_FORKS);
        return fork -> fork < when ? 0 : Math.log1p(share);
    }

    /** Moves by a random amount from fork to fork. */
    private static final class Walk implements Machine {
        private final SplittableRandom random;
        private final double size;
        private double where;

        Walk(double size, SplittableRandom random) {
            this.size = size;
            this.random = random;
        }

        @Override
        public double at(int fork) {
            where += size * random.nextGaussian();
            return where;
        }
    }

    /** One gate; how many benchmarks are called, of which those from {@code planted} on carry no slowdown. */
    private static int[] gate(
            SplittableRandom random, Machine machine, double[] forkCvs, int planted, double slowdown, long seed) {
        List<List<Double>> screen = lists();
        List<List<Double>> confirm = lists();
        int fork = 0;
        for (int stage = 1; stage <= 2; stage++) {
            List<List<Double>> ratios = stage == 1 ? screen : confirm;
            Course.Next wanted = stage == 1 ? Course.Next.SCREEN : Course.Next.CONFIRM;
            for (int round = 0; ; round++) {
                List<Integer> live = IntStream.range(0, BENCHMARKS)
                        .filter(i -> course(screen.get(i), confirm.get(i)).next() == wanted)
                        .boxed()
                        .toList();
                if (live.isEmpty()) {
                    break;
                }
                double[][] times = new double[BENCHMARKS][2];
                for (Slot slot : PairOrder.round(seed, stage, round, live)) {
                    double time =
                            machine.at(fork++) + forkCvs[slot.benchmark() % forkCvs.length] * random.nextGaussian();
                    boolean slower = slot.side() == Side.HEAD && slot.benchmark() < planted;
                    times[slot.benchmark()][slot.side().ordinal()] = time + (slower ? Math.log1p(slowdown) : 0);
                }
                live.forEach(i -> ratios.get(i).add(times[i][1] - times[i][0]));
            }
        }
        int[] called = new int[2];
        for (int i = 0; i < BENCHMARKS; i++) {
            if (course(screen.get(i), confirm.get(i)).finding() == Finding.REGRESSION) {
                called[i < planted ? 0 : 1]++;
            }
        }
        return called;
    }

    private static List<List<Double>> lists() {
        List<List<Double>> lists = new ArrayList<>();
        for (int i = 0; i < BENCHMARKS; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private static Course course(List<Double> screen, List<Double> confirm) {
        return new Course(GateRule.DEFAULT, BENCHMARKS, values(screen), values(confirm));
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double print(String what, int count, int of) {
        System.out.printf(Locale.ROOT, "[gate rates] %s: %.2f %% of %d%n", what, 100.0 * count / of, of);
        return count / (double) of;
    }

    /** Makes the machine of a gate. */
    private interface Machines {
        Machine of(SplittableRandom random);
    }

    private double falseGates(String what, Machines machines, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int called = 0;
        for (int i = 0; i < gates; i++) {
            called += gate(random, machines.of(random), MIXED, 0, 0, random.nextLong())[1] > 0 ? 1 : 0;
        }
        return print("equal sides, fork CV 0.3 to 5 %, " + what + ": gates that call anything", called, gates);
    }

    @Test
    void equalSidesOnASteadyMachine() {
        assertTrue(falseGates("steady machine", random -> steady(), 1) <= 0.01);
    }

    @Test
    void equalSidesUnderALinearDrift() {
        assertTrue(falseGates("linear drift of 5 %", random -> linear(0.05), 2) <= 0.01);
    }

    @Test
    void equalSidesUnderAStep() {
        assertTrue(falseGates("one step of 5 %", random -> step(0.05, random), 3) <= 0.01);
    }

    @Test
    void equalSidesUnderARandomWalk() {
        assertTrue(falseGates("random walk of 1 % a fork", random -> new Walk(0.01, random), 4) <= 0.01);
    }

    private double found(double slowdown, double forkCv, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int planted = 10;
        int found = 0;
        int some = Math.max(50, gates / 8);
        for (int i = 0; i < some; i++) {
            found += gate(random, steady(), new double[] {forkCv}, planted, slowdown, random.nextLong())[0];
        }
        return print(
                String.format(Locale.ROOT, "+%.0f %% at fork CV %.1f %%: found", 100 * slowdown, 100 * forkCv),
                found,
                some * planted);
    }

    @Test
    void findsFivePercent() {
        assertTrue(found(0.05, 0.02, 5) >= 0.95);
        assertTrue(found(0.05, 0.01, 6) >= 0.99);
    }

    @Test
    void findsTenPercent() {
        assertTrue(found(0.10, 0.02, 7) >= 0.99);
        assertTrue(found(0.10, 0.03, 8) >= 0.95);
    }
}
