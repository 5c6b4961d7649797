package dev.convbench.results.stats;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Error rates of the whole way from iterations to verdicts, by simulation with fixed seeds. {@code docs/comparing.md}
 * quotes the lines that this prints.
 */
abstract class ErrorRates {
    private static final int BENCHMARKS = 100;
    private static final double[] MIXED = {0.003, 0.005, 0.01, 0.02, 0.03, 0.05};

    private final int trials;

    ErrorRates(int trials) {
        this.trials = trials;
    }

    private double print(String what, int count, int of) {
        double share = count / (double) of;
        System.out.printf(Locale.ROOT, "[error rates] %s: %.2f %% of %d%n", what, 100 * share, of);
        return share;
    }

    /** Share of whole suites without any difference in which something is called. */
    private double falseSuites(String what, int forks, double[] forkCvs, boolean spikes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int called = 0;
        for (int trial = 0; trial < trials; trial++) {
            List<Effect> suite = new ArrayList<>();
            for (int i = 0; i < BENCHMARKS; i++) {
                ForkModel model = ForkModel.quiet(forkCvs[i % forkCvs.length]);
                suite.add((spikes ? model.withSpikes() : model).effect(forks, 0, random));
            }
            if (Judge.judge(suite, Rule.DEFAULT).stream()
                    .anyMatch(judgement -> judgement.outcome().isChange())) {
                called++;
            }
        }
        return print("equal suites of 100 in which anything is called, " + what, called, trials);
    }

    @Test
    void equalSuitesOfTheJmhDefaultOfFiveForks() {
        assertTrue(falseSuites("5 forks a side, CV 0.3 to 5 %", 5, MIXED, false, 1) <= 0.01);
    }

    @Test
    void equalSuitesOfSixteenForks() {
        assertTrue(falseSuites("16 forks a side, CV 2 %", 16, new double[] {0.02}, false, 2) <= 0.01);
    }

    @Test
    void equalSuitesOfTwentyForksWithSpikes() {
        assertTrue(falseSuites("20 forks a side, CV 0.3 to 5 %, spikes", 20, MIXED, true, 3) <= 0.01);
    }

    /** Why forks are the unit: the same test on all iterations, at a nominal 1 %. */
    @Test
    void countingIterationsAsMeasurementsWouldBeWrongFarTooOften() {
        SplittableRandom random = new SplittableRandom(16);
        ForkModel model = ForkModel.quiet(0.02);
        int called = 0;
        for (int trial = 0; trial < trials; trial++) {
            Effect effect = Effect.unpaired(model.iterations(5, 0, random), model.iterations(5, 0, random));
            if (effect.pValue() <= 0.01) {
                called++;
            }
        }
        assertTrue(
                print("equal sides called different by a test on all 25 iterations of 5 forks", called, trials) > 0.1);
    }

    private double share(
            String what, ForkModel model, int forks, double slowdown, long seed, Predicate<Judgement> wanted) {
        SplittableRandom random = new SplittableRandom(seed);
        int found = 0;
        for (int trial = 0; trial < trials; trial++) {
            Effect effect = model.effect(forks, slowdown, random);
            if (wanted.test(Judge.judge(List.of(effect), Rule.DEFAULT).get(0))) {
                found++;
            }
        }
        return print(what, found, trials);
    }

    private double found(String what, ForkModel model, int forks, double slowdown, long seed) {
        String title = String.format(Locale.ROOT, "+%.0f %% found, %d forks a side, %s", 100 * slowdown, forks, what);
        return share(title, model, forks, slowdown, seed, judgement -> judgement.outcome() == Outcome.REGRESSION);
    }

    @Test
    void fivePerCentIsFound() {
        assertTrue(found("CV 2 %", ForkModel.quiet(0.02), 16, 0.05, 4) >= 0.95);
    }

    @Test
    void tenPerCentIsFound() {
        assertTrue(found("CV 3 %", ForkModel.quiet(0.03), 16, 0.10, 5) >= 0.995);
    }

    @Test
    void spikesCostLittle() {
        for (double cv : new double[] {0.02, 0.025, 0.03}) {
            String name = String.format(Locale.ROOT, "CV %.1f %%", 100 * cv);
            double without = found(name, ForkModel.quiet(cv), 16, 0.05, 6);
            double with = found(name + ", spikes", ForkModel.quiet(cv).withSpikes(), 16, 0.05, 7);
            assertTrue(without - with <= 0.03, "spikes at " + name);
        }
    }

    /** Below ten forks nothing is trimmed: the documentation warns of it. */
    @Test
    void spikesCostMoreBelowTenForks() {
        double without = found("CV 2 %", ForkModel.quiet(0.02), 8, 0.05, 20);
        double with = found("CV 2 %, spikes", ForkModel.quiet(0.02).withSpikes(), 8, 0.05, 21);
        assertTrue(without - with <= 0.15 && with >= 0.75, without + " and " + with);
    }

    @Test
    void intervalsCoverTheTruth() {
        for (int forks : new int[] {5, 9, 10, 16, 30}) {
            double covered = share(
                    "99 % intervals that hold the truth, " + forks + " forks a side",
                    ForkModel.quiet(0.02),
                    forks,
                    0.05,
                    80 + forks,
                    judgement -> judgement.interval().contains(Math.log1p(0.05)));
            assertTrue(0.985 <= covered && covered <= 0.995, forks + " forks: " + covered);
        }
    }

    @Test
    void aHiddenRegressionIsHardlyEverCalledNoChange() {
        for (int forks : new int[] {5, 8, 16, 32}) {
            double missed = share(
                    "+3 % called no change, " + forks + " forks a side, CV 1 %",
                    ForkModel.quiet(0.01),
                    forks,
                    0.03,
                    90 + forks,
                    judgement -> judgement.outcome() == Outcome.NO_CHANGE);
            assertTrue(missed <= 0.005, forks + " forks: " + missed);
        }
    }

    @Test
    void noChangeIsSaidWhereTheDataAllowIt() {
        double said = share(
                "equal sides called no change, 16 forks a side, CV 0.5 %",
                ForkModel.quiet(0.005), 16, 0, 10, judgement -> judgement.outcome() == Outcome.NO_CHANGE);
        assertTrue(said >= 0.99);
    }

    @Test
    void theSmallestEffectIsFoundAsOftenAsPromised() {
        for (int forks : new int[] {6, 16}) {
            ForkModel model = ForkModel.quiet(0.02);
            SplittableRandom random = new SplittableRandom(forks);
            double smallest = 0;
            for (int trial = 0; trial < trials; trial++) {
                smallest += Judge.judge(List.of(model.effect(forks, 0, random)), Rule.DEFAULT)
                                .get(0)
                                .smallestEffect()
                        / trials;
            }
            double power = share(
                    String.format(
                            Locale.ROOT,
                            "the smallest effect (%.1f %%) found, %d forks a side",
                            100 * Math.expm1(smallest),
                            forks),
                    model,
                    forks,
                    Math.expm1(smallest),
                    11,
                    judgement -> judgement.outcome() == Outcome.REGRESSION);
            assertTrue(0.9 <= power && power <= 0.98, forks + " forks: " + power);
        }
    }

    @Test
    void theMissingForksAreEnough() {
        ForkModel model = ForkModel.quiet(0.03);
        SplittableRandom random = new SplittableRandom(12);
        double total = 0;
        for (int trial = 0; trial < trials; trial++) {
            Effect effect = model.effect(6, 0, random);
            total += 6 + Power.missingForks(effect, Rule.DEFAULT, 1, Math.log1p(0.05));
        }
        int forks = (int) Math.round(total / trials);
        double power = found("CV 3 %, as foretold from 6 forks", model, forks, 0.05, 13);
        assertTrue(0.9 <= power, forks + " forks: " + power);
    }

    @Test
    void twoModesLeadToDoubtAndNotToFalseCalls() {
        ForkModel model = ForkModel.quiet(0.005).withTwoModes();
        double called = share(
                "equal sides of two modes 10 % apart called different, 10 forks a side",
                model, 10, 0, 14, judgement -> judgement.outcome().isChange());
        assertTrue(called <= 0.01, "called " + called);
    }

    @Test
    void twoGroupsAreHardlyEverSeenInOne() {
        for (int forks : new int[] {6, 10, 16, 32}) {
            SplittableRandom random = new SplittableRandom(15 + forks);
            int seen = 0;
            for (int trial = 0; trial < trials; trial++) {
                if (Modes.of(ForkModel.quiet(0.02).forks(forks, 0, random), Rule.DEFAULT.margin()) != null) {
                    seen++;
                }
            }
            assertTrue(print("one group of " + forks + " forks taken for two", seen, trials) <= 0.01);
        }
    }
}
