package dev.convbench.results.gate;

import dev.convbench.results.stats.Effect;
import dev.convbench.results.stats.Interval;
import dev.convbench.results.stats.Outcome;
import java.util.Locale;

/**
 * What a gate says about a benchmark.
 *
 * @param name benchmark and parameters
 * @param finding about its time
 * @param allocation about the bytes it allocates
 * @param effect on its time; null without a pair
 * @param pairs pairs of forks of both stages
 * @param bytes bytes an operation of base and head, the median fork; NaN if unknown
 * @param failure why a fork failed; null if none did
 * @param accepted why its regression is accepted; null if it is not
 */
public record GateRow(
        String name,
        Finding finding,
        Outcome allocation,
        Effect effect,
        int pairs,
        double[] bytes,
        String failure,
        String accepted) {
    private static final double CONFIDENCE = 0.99;

    /** Whether it makes the gate say no. */
    public boolean isRegression() {
        return accepted == null && isSlowerOrLarger();
    }

    /** Whether it became slower or allocates more, accepted or not. */
    public boolean isSlowerOrLarger() {
        return finding == Finding.REGRESSION || allocation == Outcome.REGRESSION;
    }

    /** Whether a fork of it failed. */
    public boolean isFailed() {
        return finding == Finding.FAILED;
    }

    /** The change of the time and its interval, such as {@code +5.1 % [+4.0 %, +6.2 %]}; a dash without any. */
    public String change() {
        if (effect == null) {
            return "-";
        }
        Interval interval = effect.interval(CONFIDENCE);
        String ends = interval.isKnown() ? " [" + percent(interval.low()) + ", " + percent(interval.high()) + "]" : "";
        return percent(effect.logRatio()) + ends;
    }

    private static String percent(double logRatio) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * Math.expm1(logRatio));
    }

    /** The verdict in words. */
    public String verdict() {
        String text = isFailed() ? finding.text() + ": " + failure : finding.text();
        if (allocation == Outcome.REGRESSION) {
            text = (finding == Finding.REGRESSION ? text + ", " : "REGRESSION: ")
                    + String.format(Locale.ROOT, "allocates %.0f instead of %.0f B/op", bytes[1], bytes[0]);
        }
        return accepted != null && isSlowerOrLarger() ? text + " (accepted: " + accepted + ")" : text;
    }
}
