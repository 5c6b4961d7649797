package dev.convbench.results.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** What data of a given spread can show, and how much more of it would be needed. */
public final class Power {
    /** More forks are missing than anybody would run. */
    public static final int TOO_MANY = Integer.MAX_VALUE;

    /** The spread is not known, so nothing can be said. */
    public static final int UNKNOWN = -1;

    /** Above so many forks more it is the noise that has to go. */
    private static final int LIMIT = 1000;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Power() {}

    /**
     * Probability that the forks separate perfectly (every one of a side above every one of the other) without any
     * difference, whatever their distribution: 2 / C(n1 + n2, n1), of pairs 2 / 2^n.
     */
    public static double chanceOfSeparation(Effect effect) {
        return chanceOfSeparation(effect, 0);
    }

    private static double chanceOfSeparation(Effect effect, int more) {
        int first = effect.arms().get(0).forks() + more;
        return effect.isPaired()
                ? Math.scalb(2.0, -first)
                : chanceOfSeparation(first, effect.arms().get(1).forks() + more);
    }

    private static double chanceOfSeparation(int first, int second) {
        double chance = 2;
        for (int i = 1; i <= second; i++) {
            chance *= i / (double) (first + i);
        }
        return chance;
    }

    /** The fewest forks a side that allow a verdict, of two equal sides: five at 1 %. */
    public static int fewestForks(double alpha) {
        int forks = 2;
        while (chanceOfSeparation(forks, forks) > alpha) {
            forks++;
        }
        return forks;
    }

    /**
     * Whether there are enough forks for any verdict: both sides have two, and a perfect separation is rarer than alpha.
     * So at 1 % it takes five forks a side, or eight pairs.
     */
    public static boolean isEnough(Effect effect, double alpha) {
        return isEnough(effect, alpha, 0);
    }

    private static boolean isEnough(Effect effect, double alpha, int more) {
        return effect.isAtLeast(2, more) && chanceOfSeparation(effect, more) <= alpha;
    }

    /**
     * The smallest log ratio that would be called with {@link Rule#POWER}: in the strictest step of {@link Holm} among so
     * many tests, and beyond the smallest effect that counts. NaN if there are too few forks.
     */
    public static double smallestEffect(Effect effect, Rule rule, int tests) {
        if (!isEnough(effect, rule.alpha())) {
            return Double.NaN;
        }
        double error = effect.standardError();
        double room = effect.quantile(1 - Rule.POWER) * error;
        double significant = effect.quantile(rule.alpha() / (2.0 * tests)) * error + room;
        return Math.max(significant, rule.margin() + room);
    }

    /**
     * About how many more forks a side (or pairs), varying as these do, would make a log ratio significant with
     * {@link Rule#POWER} in the strictest step of {@link Holm} among so many tests.
     */
    public static int missingForks(Effect effect, Rule rule, int tests, double logRatio) {
        if (!effect.hasInterval()) {
            return UNKNOWN;
        }
        double level = NORMAL.inverseSurvivalProbability(rule.alpha() / (2.0 * tests));
        double power = NORMAL.inverseSurvivalProbability(1 - Rule.POWER);
        int tooFew = -1;
        int enough = LIMIT + 1;
        while (enough - tooFew > 1) {
            int more = (tooFew + enough) >>> 1;
            double freedom = effect.degreesOfFreedom(more);
            double found = (student(level, freedom) + student(power, freedom)) * effect.standardError(more);
            if (found <= logRatio && isEnough(effect, rule.alpha(), more)) {
                enough = more;
            } else {
                tooFew = more;
            }
        }
        return enough > LIMIT ? TOO_MANY : enough;
    }

    /** Student's quantile from the normal one by the first terms of the expansion of Cornish and Fisher; needs no search. */
    private static double student(double normal, double freedom) {
        double cube = normal * normal * normal;
        double first = (cube + normal) / (4 * freedom);
        double second = (5 * cube * normal * normal + 16 * cube + 3 * normal) / (96 * freedom * freedom);
        return normal + first + second;
    }
}
