package dev.convbench.results.history;

import dev.convbench.results.Estimate;
import java.util.List;
import java.util.Set;

/**
 * A benchmark over time.
 *
 * @param key what was measured and where
 * @param points in the order of time
 */
public record Series(Key key, List<HistoryPoint> points) {
    /** Copies the list. */
    public Series {
        points = List.copyOf(points);
    }

    /**
     * What makes measurements those of one series.
     *
     * @param machineClass kind of the machine
     * @param benchmark benchmark, mode and parameters
     * @param shortName class and method
     * @param jdk major version of the JDK; empty if unknown
     * @param vectorBits width of vectors; 0 if unknown
     */
    public record Key(String machineClass, String benchmark, String shortName, String jdk, int vectorBits) {
        /** For people, in one line. */
        public String text() {
            String params = benchmark.replaceFirst("^\\S+ \\S+ ?", "");
            return shortName + (params.isEmpty() ? "" : " " + params) + (jdk.isEmpty() ? "" : " JDK " + jdk);
        }
    }

    /** Operations a second, point by point. */
    public double[] rates() {
        return points.stream().mapToDouble(HistoryPoint::rate).toArray();
    }

    /** Indices of the first points after a change, found by {@link ChangePoints}. */
    public Set<Integer> changes(double minEffect) {
        double[] errors = points.stream().mapToDouble(Series::standardError).toArray();
        return ChangePoints.of(rates(), errors, minEffect);
    }

    /** Standard error of the logarithm of a rate from the width of its interval; NaN with one fork. */
    private static double standardError(HistoryPoint point) {
        return point.low() == null || point.high() == null || !(point.low() > 0) || point.forks() < 2
                ? Double.NaN
                : Math.log(point.high() / point.low()) / (2 * Estimate.standardErrorsOfHalfInterval(point.forks()));
    }

    /** The last point. */
    public HistoryPoint latest() {
        return points.get(points.size() - 1);
    }
}
