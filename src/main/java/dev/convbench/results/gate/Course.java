package dev.convbench.results.gate;

import dev.convbench.results.stats.Effect;
import java.util.Arrays;

/**
 * The course of one benchmark through a gate: what was seen in both stages, what it needs next, and the verdict. Values are
 * logarithms of time of the head over time of the base, one a pair of neighbouring forks; positive is slower.
 */
public final class Course {
    private final GateRule rule;
    private final int benchmarks;
    private final double[] screen;
    private final double[] confirm;

    /** What a benchmark needs. */
    public enum Next {
        /** A pair of the first stage. */
        SCREEN,
        /** A pair of the second stage. */
        CONFIRM,
        /** Nothing: its verdict is out. */
        DONE
    }

    /**
     * A course so far.
     *
     * @param benchmarks how many the gate began with
     * @param screen log ratios of the first stage
     * @param confirm log ratios of the second stage, in the order of time
     */
    public Course(GateRule rule, int benchmarks, double[] screen, double[] confirm) {
        if (benchmarks < 1) {
            throw new IllegalArgumentException("a gate has at least one benchmark");
        }
        this.rule = rule;
        this.benchmarks = benchmarks;
        this.screen = Arrays.copyOf(screen, Math.min(screen.length, rule.pairs()));
        this.confirm = Arrays.copyOf(confirm, Math.min(confirm.length, rule.confirmPairs()));
    }

    /** What it needs next. */
    public Next next() {
        if (screen.length < rule.pairs()) {
            return Next.SCREEN;
        }
        return isSuspect() && !isSettled() ? Next.CONFIRM : Next.DONE;
    }

    /** Whether the first stage, which must be over, saw it become slower. */
    public boolean isSuspect() {
        if (screen.length < rule.pairs()) {
            return false;
        }
        Effect effect = Effect.paired(screen);
        return effect.logRatio() >= rule.margin() / 2 && slowerByChance(effect) <= rule.screenLevel();
    }

    /** Whether the second stage ended early, or came to its end. */
    private boolean isSettled() {
        return confirm.length >= rule.confirmPairs() || isConfirmedAtHalf() || isGivenUpAtHalf();
    }

    private boolean isConfirmedAtHalf() {
        return isConfirmed(rule.half(), false);
    }

    /** Not slower at half: it is let go, which can only make false calls rarer. */
    private boolean isGivenUpAtHalf() {
        return confirm.length >= rule.half()
                && Effect.paired(Arrays.copyOf(confirm, rule.half())).logRatio() <= 0;
    }

    private boolean isConfirmed(int pairs, boolean last) {
        if (confirm.length < pairs) {
            return false;
        }
        double[] seen = Arrays.copyOf(confirm, pairs);
        return slowerByChance(Effect.paired(seen)) <= rule.lookLevel(benchmarks, last)
                && pooled(seen).logRatio() >= rule.margin();
    }

    /** The verdict on the time; {@link Finding#UNFINISHED} while it needs something. */
    public Finding finding() {
        if (next() != Next.DONE) {
            return Finding.UNFINISHED;
        }
        if (isSuspect()) {
            boolean confirmed = isConfirmedAtHalf() || (!isGivenUpAtHalf() && isConfirmed(rule.confirmPairs(), true));
            return confirmed ? Finding.REGRESSION : Finding.NOT_CONFIRMED;
        }
        Effect effect = Effect.paired(screen);
        if (-effect.logRatio() >= rule.margin() && slowerByChance(effect) >= 1 - rule.screenLevel() / benchmarks) {
            return Finding.FASTER;
        }
        return effect.interval(1 - 2 * rule.screenLevel()).high() <= rule.margin() ? Finding.FINE : Finding.NOT_SEEN;
    }

    /** The effect of all pairs of both stages. */
    public Effect effect() {
        return pooled(confirm);
    }

    /** Pairs of both stages. */
    public int pairs() {
        return screen.length + confirm.length;
    }

    private Effect pooled(double[] second) {
        double[] all = Arrays.copyOf(screen, screen.length + second.length);
        System.arraycopy(second, 0, all, screen.length, second.length);
        return Effect.paired(all);
    }

    /** One-sided probability of an estimate at least so high if nothing became slower. */
    private static double slowerByChance(Effect effect) {
        double twoSided = effect.pValue();
        return effect.logRatio() > 0 ? twoSided / 2 : 1 - twoSided / 2;
    }
}
