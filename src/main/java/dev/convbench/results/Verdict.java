package dev.convbench.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether the figures of a run can be believed: the machine was equally fast at its start, middle and end, and nothing
 * was faster than possible.
 *
 * @param level the answer
 * @param reasons what speaks against it, one sentence each; or what was compared
 */
public record Verdict(Level level, List<String> reasons) {
    /** Largest relative difference between the peak at the start, in the middle and at the end. */
    static final double MAX_DRIFT = 0.05;

    /** The answer. */
    public enum Level {
        /** All checks passed. */
        TRUSTED,
        /** A check failed. */
        NOT_TRUSTED,
        /** The run did not measure what the checks need. */
        NOT_JUDGED
    }

    /** Judges a run. */
    public static Verdict of(Run run, MachineLimits limits) {
        List<String> against = new ArrayList<>();
        List<String> compared = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (MachineLimits.Peak peak : limits.peaks()) {
            judgeDrift(run, peak.precision(), against, compared, missing);
        }
        judgePeak(run, limits, against);
        if (!against.isEmpty()) {
            return new Verdict(Level.NOT_TRUSTED, against);
        }
        if (limits.peaks().isEmpty()) {
            return new Verdict(Level.NOT_JUDGED, List.of("the peak was not measured in this run"));
        }
        return missing.isEmpty() ? new Verdict(Level.TRUSTED, compared) : new Verdict(Level.NOT_JUDGED, missing);
    }

    private static void judgeDrift(
            Run run, String precision, List<String> against, List<String> compared, List<String> missing) {
        double[] values = peakOverTime(run, precision);
        if (Double.isNaN(values[0] + values[1] + values[2])) {
            missing.add("the " + precision + " peak was not measured at the start, in the middle and at the end");
            return;
        }
        double high = Math.max(values[0], Math.max(values[1], values[2]));
        double low = Math.min(values[0], Math.min(values[1], values[2]));
        double drift = (high - low) / high;
        String text = String.format(
                Locale.ROOT,
                "the %s peak was %.1f GFLOP/s at the start, %.1f in the middle and %.1f at the end (%.1f %% apart)",
                precision,
                values[0] / 1e9,
                values[1] / 1e9,
                values[2] / 1e9,
                drift * 100);
        if (drift > MAX_DRIFT) {
            against.add(text + ", more than " + Math.round(MAX_DRIFT * 100) + " %");
        } else {
            compared.add(text);
        }
    }

    private static void judgePeak(Run run, MachineLimits limits, List<String> against) {
        for (Configuration configuration : run.document().configurations()) {
            Estimate rate = run.rate(configuration);
            Work work = configuration.work();
            if (!work.direct() || !rate.exists()) {
                continue;
            }
            double share = limits.shareOfPeak(work, threads(run, configuration), rate.value());
            if (share > 1) {
                against.add(String.format(
                        Locale.ROOT,
                        "%s %s on %s reached %.0f %% of the peak, which no direct kernel can",
                        work.operation(),
                        work.strategy(),
                        work.shape(),
                        share * 100));
            }
        }
    }

    /**
     * Flops a second and core of one peak kernel at the start, in the middle and at the end; NaN where not measured. The
     * start is the first fork of the kernel that was measured again later.
     */
    static double[] peakOverTime(Run run, String precision) {
        double[] values = {Double.NaN, Double.NaN, Double.NaN};
        int kernel = -1;
        for (Fork fork : run.forks()) {
            Configuration configuration = run.document().configurations().get(fork.config());
            Work work = configuration.work();
            if (work.family() == Family.PEAK
                    && work.precision().equals(precision)
                    && fork.ok()
                    && fork.isCheckpoint()) {
                kernel = fork.config();
                values["middle".equals(fork.checkpoint()) ? 1 : 2] = MachineLimits.flopsPerCore(configuration, fork);
            }
        }
        for (Fork fork : run.forks()) {
            if (fork.config() == kernel && fork.ok() && !fork.isCheckpoint()) {
                values[0] = MachineLimits.flopsPerCore(
                        run.document().configurations().get(kernel), fork);
                break;
            }
        }
        return values;
    }

    /** JMH's threads in the forks of a configuration. */
    static int threads(Run run, Configuration configuration) {
        return run.forksOf(configuration).stream()
                .filter(Fork::ok)
                .mapToInt(Fork::threads)
                .findFirst()
                .orElse(1);
    }
}
