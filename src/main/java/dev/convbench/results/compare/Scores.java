package dev.convbench.results.compare;

import dev.convbench.results.Units;
import dev.convbench.results.jmh.JmhMetric;
import dev.convbench.results.stats.Arm;
import java.util.ArrayList;
import java.util.List;

/** The score of a cell: forks as logarithms of the time an operation, whatever the mode and the unit. */
final class Scores {
    private final String unit;
    private final Units units;
    private final boolean throughput;
    private final double[] logTimes;
    private final List<Double> forks;
    private final int unusable;

    private Scores(String unit, Units units, boolean throughput, double[] logTimes, List<Double> forks, int unusable) {
        this.unit = unit;
        this.units = units;
        this.throughput = throughput;
        this.logTimes = logTimes;
        this.forks = forks;
        this.unusable = unusable;
    }

    /** The forks of all measurements together; their units must be equal or convertible, else null. */
    static Scores of(List<Measurement> cell) {
        String unit = cell.get(0).primary().unit();
        Units units = unitsOf(unit);
        boolean throughput = units == null ? cell.get(0).mode().equals("thrpt") : units.throughput();
        List<Double> values = new ArrayList<>();
        int unusable = 0;
        for (Measurement measurement : cell) {
            JmhMetric metric = measurement.primary();
            double factor = factor(metric.unit(), unit);
            if (Double.isNaN(factor)) {
                return null;
            }
            metric.usable().forEach(value -> values.add(value * factor));
            unusable += metric.forks().size() - metric.usable().size();
        }
        double scale = units == null ? 1 : units.secondsPerUnit();
        List<Double> used = values.isEmpty() ? List.of(cell.get(0).primary().score()) : values;
        double[] logTimes = used.stream()
                .mapToDouble(
                        value -> throughput ? Math.log(scale) - Math.log(value) : Math.log(value) + Math.log(scale))
                .toArray();
        return new Scores(unit, units, throughput, logTimes, values, unusable);
    }

    private static Units unitsOf(String text) {
        try {
            return Units.parse(text);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** What a score of one unit is multiplied by to be of another; NaN if it cannot be. */
    private static double factor(String from, String to) {
        if (from.equals(to)) {
            return 1;
        }
        Units before = unitsOf(from);
        Units after = unitsOf(to);
        if (before == null || after == null || before.throughput() != after.throughput()) {
            return Double.NaN;
        }
        double ratio = before.secondsPerUnit() / after.secondsPerUnit();
        return before.throughput() ? 1 / ratio : ratio;
    }

    /** Logarithms of the time an operation, in seconds if the unit is one of JMH. */
    double[] logTimes() {
        return logTimes.clone();
    }

    /** Whether another cell's can be compared with these. */
    boolean isComparable(Scores other) {
        boolean bothOfJmh = units != null && other.units != null;
        return bothOfJmh || (unit.equals(other.unit) && throughput == other.throughput);
    }

    /** As a side of a line, in the unit of another cell where that is possible. */
    Side side(Scores shownLike) {
        double factor = factor(unit, shownLike.unit);
        boolean convertible = !Double.isNaN(factor);
        double shown = convertible ? factor : 1;
        double scale = units == null ? 1 : units.secondsPerUnit();
        double time = Math.exp(Arm.of(logTimes).mean());
        double value = throughput ? scale / time : time / scale;
        return new Side(
                value * shown,
                convertible ? shownLike.unit : unit,
                forks.stream().map(fork -> fork * shown).toList(),
                unusable);
    }
}
