package dev.convbench.results.peers;

import dev.convbench.results.Configuration;
import dev.convbench.results.Estimate;
import dev.convbench.results.Fork;
import dev.convbench.results.Run;
import dev.convbench.results.stats.Effect;
import dev.convbench.results.stats.Interval;

/**
 * How many times as fast ours is as a peer, from the forks of one run; independent forks, Welch's t on logarithms.
 *
 * @param value time of the peer over our time
 * @param low lower end of its 95 % interval; NaN with one fork
 * @param high upper end; NaN with one fork
 */
public record Ratio(double value, double low, double high) {
    private static final double CONFIDENCE = 0.95;

    /** The ratio of two configurations that have finished forks. */
    static Ratio of(Run run, Configuration ours, Configuration peer) {
        Effect effect = Effect.unpaired(logTimes(run, ours), logTimes(run, peer));
        if (!effect.hasInterval()) {
            return new Ratio(effect.ratio(), Double.NaN, Double.NaN);
        }
        Interval interval = effect.interval(CONFIDENCE);
        return new Ratio(effect.ratio(), Math.exp(interval.low()), Math.exp(interval.high()));
    }

    private static double[] logTimes(Run run, Configuration configuration) {
        return run.forksOf(configuration).stream()
                .filter(Fork::ok)
                .mapToDouble(fork -> Estimate.median(fork.operationsPerSecond()))
                .filter(value -> value > 0)
                .map(value -> -Math.log(value))
                .toArray();
    }
}
