package dev.convbench.chart;

import dev.convbench.results.Estimate;
import dev.convbench.results.history.HistoryPoint;
import dev.convbench.results.history.Series;
import java.util.List;

/** Pictures of a history. */
public final class TrendPictures {
    private TrendPictures() {}

    /** A series over time with its changes of level of at least that share. */
    public static Picture of(Series series, double minEffect) {
        Series.Key key = series.key();
        HistoryPoint first = series.points().get(0);
        HistoryPoint latest = series.latest();
        String where = key.machineClass()
                + (key.vectorBits() == 0 ? "" : ", " + key.vectorBits() + "-bit vectors")
                + (latest.jdk() == null ? "" : ", JDK " + latest.jdk());
        String when = day(first) + " to " + day(latest) + "; bars are 95 % intervals of the forks";
        List<TrendChart.Point> points = series.points().stream()
                .map(point -> new TrendChart.Point(point.label(), estimate(point)))
                .toList();
        return new TrendChart(
                key.text(), List.of(where, when), "ops/s", points, series.changes(minEffect), key.benchmark());
    }

    private static String day(HistoryPoint point) {
        return point.date().substring(0, Math.min(10, point.date().length()));
    }

    private static Estimate estimate(HistoryPoint point) {
        return point.low() == null || point.high() == null
                ? new Estimate(point.rate(), Double.NaN, Double.NaN, 1)
                : new Estimate(point.rate(), point.low(), point.high(), Math.max(2, point.forks()));
    }
}
