package dev.convbench.results.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Measurements laid out in rows and columns, as asked for. */
final class Projection {
    private final List<String> rowDimensions;
    private final List<String> columns;
    private final List<Row> rows;
    private final List<Measurement> left;

    private Projection(List<String> rowDimensions, List<String> columns, List<Row> rows, List<Measurement> left) {
        this.rowDimensions = rowDimensions;
        this.columns = columns;
        this.rows = rows;
        this.left = left;
    }

    /**
     * A row.
     *
     * @param name values of the row dimensions that it has
     * @param cells measurements by column
     */
    record Row(Map<String, String> name, Map<String, List<Measurement>> cells) {}

    /**
     * Lays out.
     *
     * @throws UnsuitableOptionException if a dimension does not exist, the baseline does not, or a cell would mix what
     *     differs in another dimension
     */
    static Projection of(List<Measurement> measurements, Options options) {
        List<String> all = Dimension.all(measurements);
        requireKnown(options.columns(), all, "--col");
        List<String> rowDimensions = rowDimensions(measurements, options, all);
        Set<String> columns = new LinkedHashSet<>();
        Map<Map<String, String>, Row> rows = new LinkedHashMap<>();
        List<Measurement> left = new ArrayList<>();
        for (Measurement measurement : measurements) {
            String column = column(measurement, options.columns());
            if (column == null) {
                left.add(measurement);
                continue;
            }
            columns.add(column);
            rows.computeIfAbsent(name(measurement, rowDimensions), name -> new Row(name, new LinkedHashMap<>()))
                    .cells()
                    .computeIfAbsent(column, key -> new ArrayList<>())
                    .add(measurement);
        }
        List<Row> ordered = new ArrayList<>(rows.values());
        ordered.forEach(row -> row.cells().values().forEach(cell -> requireUniform(cell, row, measurements)));
        return new Projection(rowDimensions, baselineFirst(columns, options), ordered, left);
    }

    private static List<String> rowDimensions(List<Measurement> measurements, Options options, List<String> all) {
        if (options.rows() != null) {
            requireKnown(options.rows(), all, "--row");
            return options.rows();
        }
        List<String> dimensions = Dimension.keys(measurements);
        boolean severalRuns = measurements.stream()
                        .map(measurement -> measurement.origin().label())
                        .distinct()
                        .count()
                > 1;
        if (severalRuns && !options.isAboutVersions()) {
            dimensions.add(Dimension.RUN);
        }
        dimensions.removeAll(options.columns());
        return dimensions;
    }

    private static void requireKnown(List<String> wanted, List<String> all, String option) {
        for (String dimension : wanted) {
            if (!all.contains(dimension)) {
                throw new UnsuitableOptionException(
                        option + " names '" + dimension + "'; there are " + String.join(", ", all));
            }
        }
    }

    /** A cell may pool what differs in its surroundings only: those are compared later. */
    private static void requireUniform(List<Measurement> cell, Row row, List<Measurement> measurements) {
        if (cell.size() == 1) {
            return;
        }
        for (String dimension : Dimension.keys(measurements)) {
            String first = Dimension.value(cell.get(0), dimension);
            for (Measurement other : cell) {
                if (!Objects.equals(first, Dimension.value(other, dimension))) {
                    throw new UnsuitableOptionException("the row "
                            + String.join(" ", row.name().values())
                            + " would mix values of '" + dimension + "': add it to --row, or choose one with --filter "
                            + dimension + "=VALUE");
                }
            }
        }
    }

    private static List<String> baselineFirst(Set<String> columns, Options options) {
        List<String> ordered = new ArrayList<>(columns);
        String baseline = options.baseline();
        if (baseline != null) {
            if (!ordered.remove(baseline)) {
                throw new UnsuitableOptionException("--baseline is '" + baseline + "'; the columns are "
                        + ordered.stream().map(column -> "'" + column + "'").collect(Collectors.joining(", ")));
            }
            ordered.add(0, baseline);
        }
        return ordered;
    }

    private static String column(Measurement measurement, List<String> dimensions) {
        List<String> values = new ArrayList<>();
        for (String dimension : dimensions) {
            String value = Dimension.value(measurement, dimension);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return String.join(" ", values);
    }

    private static Map<String, String> name(Measurement measurement, List<String> dimensions) {
        Map<String, String> name = new LinkedHashMap<>();
        for (String dimension : dimensions) {
            String value = Dimension.value(measurement, dimension);
            if (value != null) {
                name.put(dimension, value);
            }
        }
        return name;
    }

    /** Dimensions that name the rows. */
    List<String> rowDimensions() {
        return rowDimensions;
    }

    /** The columns, the baseline first. */
    List<String> columns() {
        return columns;
    }

    /** The rows in the order of their first appearance. */
    List<Row> rows() {
        return rows;
    }

    /** What has no value in a column dimension. */
    List<Measurement> left() {
        return left;
    }
}
