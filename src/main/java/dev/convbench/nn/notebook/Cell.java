package dev.convbench.nn.notebook;

import java.util.List;

/**
 * What one cell of the notebook gave.
 *
 * @param title what the cell does
 * @param lines what it prints beside its checks
 * @param checks its figures, each with its limit
 * @param timings its comparisons of speed
 * @param curves its training, or null
 * @param seconds how long it took
 */
public record Cell(
        String title, List<String> lines, List<Check> checks, List<Timing> timings, Curves curves, double seconds) {
    /** Whether all limits hold. */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }
}
