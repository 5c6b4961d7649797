package dev.convbench.gate;

import dev.convbench.gate.Bank.Variant;
import dev.convbench.results.gate.Course;
import dev.convbench.results.gate.Finding;
import dev.convbench.results.gate.GateRule;
import dev.convbench.results.stats.Effect;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What the gate can see on this machine: how often it calls equal code slower, and how often it finds slowdowns, from real forks
 * of a {@link Bank}. Each gate takes pairs of the bank at random, with repetition, through the decisions of real gates. The
 * slowdown of {@value Bank#PLANTED_PERCENT} % is real work; the others are added to the log ratios of equal sides.
 */
public final class SelfTest {
    private static final long SEED = 77;
    private static final int GATES = 400;
    private static final double[] SLOWDOWNS = {0.02, 0.03, 0.05, 0.10, 0.20};
    private static final double WANTED = 0.95;

    private final Bank bank;
    private final GateRule rule;
    private final double secondsPerFork;
    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Looks at a bank whose forks took so long each. */
    public SelfTest(Bank bank, GateRule rule, double secondsPerFork) {
        this.bank = bank;
        this.rule = rule;
        this.secondsPerFork = secondsPerFork;
    }

    /** The report. */
    public String report() {
        int benchmarks = CalibratedKernel.names().size();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d pairs of forks of each of %d kernels; %d gates a line, of pairs drawn at random from them%n%n",
                bank.rounds(),
                benchmarks,
                GATES));
        text.append(String.format(
                Locale.ROOT, "equal sides: %.2f %% of gates call anything%n", 100 * falseGates() / GATES));
        double[] planted = values(bank.logRatios(Bank.plantedKernel(), Variant.PLANTED));
        text.append(String.format(
                Locale.ROOT,
                "%d %% more work in %s: seen as %+.1f %%, found in %.1f %% of gates%n%n",
                Bank.PLANTED_PERCENT,
                Bank.plantedKernel(),
                100 * Math.expm1(Effect.paired(planted).logRatio()),
                100 * found(planted, 0)));
        text.append(String.format(Locale.ROOT, "%-14s %9s", "found", "pairs"));
        for (double slowdown : SLOWDOWNS) {
            text.append(String.format(Locale.ROOT, " %8s", String.format(Locale.ROOT, "+%.0f %%", 100 * slowdown)));
        }
        text.append('\n');
        double[] worst = new double[SLOWDOWNS.length];
        Arrays.fill(worst, 1);
        for (String kernel : CalibratedKernel.names()) {
            double[] equal = values(bank.logRatios(kernel, Variant.B));
            text.append(String.format(Locale.ROOT, "%-14s %8.1f%%", kernel, 100 * spread(equal)));
            for (int i = 0; i < SLOWDOWNS.length; i++) {
                double share = found(equal, Math.log1p(SLOWDOWNS[i]));
                worst[i] = Math.min(worst[i], share);
                text.append(String.format(Locale.ROOT, " %7.1f%%", 100 * share));
            }
            text.append('\n');
        }
        return text + "('pairs': how much pairs of equal code differ, one standard deviation)\n\n" + conclusion(worst);
    }

    private String conclusion(double[] worst) {
        double minutes = 10 * 2 * rule.pairs() * secondsPerFork / 60;
        String cost = String.format(
                Locale.ROOT,
                "a gate over 10 benchmarks with forks of %.1f s takes %.1f minutes, and %.1f more for each suspect%n",
                secondsPerFork,
                minutes,
                2 * rule.confirmPairs() * secondsPerFork / 60);
        for (int i = 0; i < worst.length; i++) {
            if (worst[i] >= WANTED) {
                return String.format(
                                Locale.ROOT,
                                "this machine sees slowdowns of %.0f %% and more in at least 95 %% of gates%n",
                                100 * SLOWDOWNS[i])
                        + cost;
            }
        }
        return "this machine is too noisy: it sees not even slowdowns of 20 % in 95 % of gates\n" + cost;
    }

    private double falseGates() {
        int called = 0;
        for (int gate = 0; gate < GATES; gate++) {
            boolean any = false;
            for (String kernel : CalibratedKernel.names()) {
                any |= isCalled(values(bank.logRatios(kernel, Variant.B)), 0);
            }
            called += any ? 1 : 0;
        }
        return called;
    }

    private double found(double[] ratios, double slowdown) {
        int found = 0;
        for (int gate = 0; gate < GATES; gate++) {
            found += isCalled(ratios, slowdown) ? 1 : 0;
        }
        return found / (double) GATES;
    }

    private boolean isCalled(double[] ratios, double slowdown) {
        double[] screen = drawn(rule.pairs(), ratios, slowdown);
        double[] confirm = drawn(rule.confirmPairs(), ratios, slowdown);
        int benchmarks = CalibratedKernel.names().size();
        return new Course(rule, benchmarks, screen, confirm).finding() == Finding.REGRESSION;
    }

    private double[] drawn(int count, double[] ratios, double slowdown) {
        double[] drawn = new double[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = ratios[random.nextInt(ratios.length)] + slowdown;
        }
        return drawn;
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
