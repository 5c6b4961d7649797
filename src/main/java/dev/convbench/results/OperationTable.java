package dev.convbench.results;

import java.util.List;

/**
 * The results of one operation on one shape, fastest first.
 *
 * @param operation what is measured, for example {@code conv forward}
 * @param shape name of the shape or its descriptor; null if it has none
 * @param descriptor the canonical descriptor; null if it has no shape
 * @param precision f64 or f32; null if it has none
 * @param mode JMH's mode
 * @param threads JMH's threads
 * @param family decides about the columns
 * @param rows fastest first, failed ones last
 */
public record OperationTable(
        String operation,
        String shape,
        String descriptor,
        String precision,
        String mode,
        int threads,
        Family family,
        List<Row> rows) {

    /**
     * One configuration.
     *
     * @param configuration what was measured
     * @param rate operations a second
     * @param work 1e9 nominal floating point operations (conv) or bytes (pool) a second; NaN for others
     * @param attainable share of what the roofline allows, 1 being all; NaN if unknown
     * @param speedup times as fast as the naive strategy; NaN if that was not measured
     * @param error the worst error that the forks saw; NaN if none was reported
     * @param failure why it failed; null if it did not
     */
    public record Row(
            Configuration configuration,
            Estimate rate,
            double work,
            double attainable,
            double speedup,
            double error,
            String failure) {}

    /** Fewest forks behind a row that has any. */
    public int fewestForks() {
        return rows.stream()
                .filter(row -> row.rate().exists())
                .mapToInt(row -> row.rate().forks())
                .min()
                .orElse(0);
    }

    /** Most forks behind a row. */
    public int mostForks() {
        return rows.stream().mapToInt(row -> row.rate().forks()).max().orElse(0);
    }
}
