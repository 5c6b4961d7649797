package dev.convbench.gate;

import dev.convbench.gate.Bank.Variant;
import dev.convbench.results.gate.Course;
import dev.convbench.results.gate.Finding;
import dev.convbench.results.gate.GateRule;
import dev.convbench.results.stats.Effect;
import dev.convbench.run.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Draws gates over all kernels of a {@link Bank}, through the decisions of real gates. Each kernel of each gate gets the pairs
 * of a contiguous block of rounds, first those of the first stage, then those of the second. Where a block begins is random, so
 * the blocks of different gates overlap.
 */
public final class BankDraw {
    private static final long SEED = 20;

    private final Bank bank;
    private final GateRule rule;
    private final int gates;
    private final SplittableRandom random = new SplittableRandom(SEED);

    /**
     * Draws so many gates of each kind.
     *
     * @throws UsageException if the bank is too small for one
     */
    public BankDraw(Bank bank, GateRule rule, int gates) {
        if (bank.rounds() < rule.pairs() + rule.confirmPairs()) {
            throw new UsageException("the bank has " + bank.rounds() + " whole rounds; a gate takes "
                    + (rule.pairs() + rule.confirmPairs()));
        }
        this.bank = bank;
        this.rule = rule;
        this.gates = gates;
    }

    /**
     * What came out.
     *
     * @param gates drawn of each kind
     * @param falseEqual gates of equal sides that called anything
     * @param found gates with a planted slowdown that called it
     * @param falsePlanted gates with a planted slowdown that called anything else
     * @param report all that for people
     */
    public record Drawn(int gates, int falseEqual, int found, int falsePlanted, String report) {
        /** Whether no equal gate called anything, and of twenty planted ones nineteen were found. */
        public boolean holds() {
            return falseEqual == 0 && found * 20 >= gates * 19;
        }
    }

    /** Draws. */
    public Drawn draw() {
        int falseEqual = 0;
        int found = 0;
        int falsePlanted = 0;
        StringBuilder text = new StringBuilder();
        describe(text);
        for (int gate = 0; gate < gates; gate++) {
            falseEqual += called(false).isEmpty() ? 0 : 1;
        }
        for (int gate = 0; gate < gates; gate++) {
            List<String> called = called(true);
            boolean hit = called.remove(Bank.plantedKernel());
            found += hit ? 1 : 0;
            falsePlanted += called.isEmpty() ? 0 : 1;
        }
        text.append(String.format(
                Locale.ROOT,
                "%n%d gates of equal sides: %d called a regression%n%d gates with +%d %% of work in %s: found in %d, "
                        + "another kernel called in %d%n",
                gates,
                falseEqual,
                gates,
                Bank.PLANTED_PERCENT,
                Bank.plantedKernel(),
                found,
                falsePlanted));
        return new Drawn(gates, falseEqual, found, falsePlanted, text.toString());
    }

    private void describe(StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "gates drawn from %d rounds of real forks: blocks of %d + %d contiguous rounds that begin at random and"
                        + " overlap%n%n",
                bank.rounds(),
                rule.pairs(),
                rule.confirmPairs()));
        for (String kernel : CalibratedKernel.names()) {
            for (Variant variant : Bank.variants(kernel)) {
                double[] logs = bank.logTimes(kernel, variant);
                String against = "";
                if (variant != Variant.A) {
                    Effect effect = Effect.paired(values(bank.logRatios(kernel, variant)));
                    double error = 2.58 * effect.standardError();
                    against = String.format(
                            Locale.ROOT,
                            "   against A %+.2f %% (+- %.2f %%)",
                            100 * Math.expm1(effect.logRatio()),
                            100 * error);
                }
                text.append(String.format(
                        Locale.ROOT,
                        "%-13s %-8s %4d forks, median %8.1f, spread (sd) %.1f %%%s%n",
                        kernel,
                        variant.name(),
                        logs.length,
                        Math.exp(median(logs)),
                        100 * spread(logs),
                        against));
            }
        }
    }

    /** The kernels that one gate calls. */
    private List<String> called(boolean planted) {
        List<String> called = new ArrayList<>();
        for (String kernel : CalibratedKernel.names()) {
            boolean slower = planted && kernel.equals(Bank.plantedKernel());
            double[] ratios = values(bank.logRatios(kernel, slower ? Variant.PLANTED : Variant.B));
            int start = random.nextInt(ratios.length - rule.pairs() - rule.confirmPairs() + 1);
            if (finding(ratios, start) == Finding.REGRESSION) {
                called.add(kernel);
            }
        }
        return called;
    }

    /** Asks for one pair after the other, as a gate that measures does. */
    private Finding finding(double[] ratios, int start) {
        int screened = 0;
        int confirmed = 0;
        while (true) {
            int second = start + rule.pairs();
            Course course = new Course(
                    rule,
                    CalibratedKernel.names().size(),
                    Arrays.copyOfRange(ratios, start, start + screened),
                    Arrays.copyOfRange(ratios, second, second + confirmed));
            switch (course.next()) {
                case SCREEN -> screened++;
                case CONFIRM -> confirmed++;
                case DONE -> {
                    return course.finding();
                }
            }
        }
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
