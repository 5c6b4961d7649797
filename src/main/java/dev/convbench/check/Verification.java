package dev.convbench.check;

import dev.convbench.op.Pass;
import java.util.List;

/**
 * What a {@link Verifier} found.
 *
 * @param rows worst errors, one row for each strategy, operation and pass that was checked
 * @param skipped what strategies do not support
 * @param misses the first miss of each row, as found
 * @param minimised the same misses on the smallest shapes that show them
 */
public record Verification(
        List<Row> rows, List<Skipped> skipped, List<CheckResult> misses, List<CheckResult> minimised) {
    /** The two operations. */
    public enum Operation {
        /** Convolution. */
        CONVOLUTION("conv"),
        /** Pooling. */
        POOLING("pool");

        private final String text;

        Operation(String text) {
            this.text = text;
        }

        /** The name used in tables: {@code conv} or {@code pool}. */
        public String text() {
            return text;
        }
    }

    /**
     * Worst errors of one strategy in one pass.
     *
     * @param strategy name
     * @param operation convolution or pooling
     * @param pass the pass
     * @param cases how many shapes were checked
     * @param misses on how many of them something was wrong
     * @param worstAbsolute largest |a − e|
     * @param worstRelative largest |a − e| / max(1, |e|)
     * @param worstFraction largest share of the allowed error that was used up
     * @param worstShape where that was
     */
    public record Row(
            String strategy,
            Operation operation,
            Pass pass,
            int cases,
            int misses,
            double worstAbsolute,
            double worstRelative,
            double worstFraction,
            String worstShape) {
        Row add(CheckResult result) {
            Comparison comparison = result.comparison();
            boolean worse = cases == 0 || comparison.worstFraction() > worstFraction;
            return new Row(
                    strategy,
                    operation,
                    pass,
                    cases + 1,
                    misses + (result.ok() ? 0 : 1),
                    Math.max(worstAbsolute, comparison.worstAbsolute()),
                    Math.max(worstRelative, comparison.worstRelative()),
                    Math.max(worstFraction, comparison.worstFraction()),
                    worse ? result.shape() : worstShape);
        }
    }

    /**
     * What a strategy does not support, and why.
     *
     * @param strategy name
     * @param operation convolution or pooling
     * @param pass the pass
     * @param reason as the strategy gave it
     * @param cases how many shapes were skipped for this reason
     */
    public record Skipped(String strategy, Operation operation, Pass pass, String reason, int cases) {
        /** The same with more shapes. */
        public Skipped and(int more) {
            return new Skipped(strategy, operation, pass, reason, cases + more);
        }
    }

    /** Whether nothing was wrong. */
    public boolean ok() {
        return misses.isEmpty();
    }

    /** How many checks were made. */
    public int checks() {
        return rows.stream().mapToInt(Row::cases).sum();
    }
}
