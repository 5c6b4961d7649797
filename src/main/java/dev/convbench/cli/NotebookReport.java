package dev.convbench.cli;

import dev.convbench.nn.notebook.Cell;
import dev.convbench.nn.notebook.Check;
import dev.convbench.nn.notebook.Timing;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints the cells of the notebook as they come. */
final class NotebookReport {
    private final PrintWriter out;
    private int number;

    NotebookReport(PrintWriter out) {
        this.out = out;
    }

    /** A cell begins. */
    void begin(String title) {
        number++;
        out.println();
        out.println("[" + number + "] " + title);
        out.flush();
    }

    /** A cell is done. */
    void end(Cell cell) {
        cell.lines().forEach(line -> out.println("    " + line));
        for (Timing timing : cell.timings()) {
            out.printf(
                    Locale.ROOT,
                    "    %-14s %-24s %10.3f ms %8.1fx%n",
                    timing.operation(),
                    timing.strategy(),
                    timing.millis(),
                    timing.speedUp());
        }
        cell.checks().forEach(check -> out.println("    " + line(check)));
        out.flush();
    }

    private static String line(Check check) {
        return (check.passed() ? "ok    " : "FAILS ") + check.name() + ": " + figure(check.value()) + " "
                + check.kind().sign() + " " + limit(check.limit())
                + (check.about().isEmpty() ? "" : " (notebook: about " + check.about() + ")");
    }

    /** A figure as people read it: errors as powers of ten, shares as decimals. */
    static String figure(double value) {
        return value == 0 || Math.abs(value) >= 0.1
                ? String.format(Locale.ROOT, "%.3f", value)
                : String.format(Locale.ROOT, "%.1e", value);
    }

    /** A limit as it is written: 1e-8, 0.98. */
    static String limit(double limit) {
        return limit >= 0.1
                ? Double.toString(limit)
                : String.format(Locale.ROOT, "%.0e", limit).replace("e-0", "e-");
    }

    /** Says how many checks hold, and which do not; gives whether all do. */
    boolean summary(List<Cell> cells) {
        long all = cells.stream().mapToLong(cell -> cell.checks().size()).sum();
        List<String> failed = cells.stream()
                .flatMap(cell -> cell.checks().stream()
                        .filter(check -> !check.passed())
                        .map(check -> cell.title() + ": " + line(check)))
                .toList();
        out.println();
        if (failed.isEmpty()) {
            out.println(cells.size() + " cells, " + all + " checks: all limits hold");
        } else {
            out.println(cells.size() + " cells, " + failed.size() + " of " + all + " checks fail");
            failed.forEach(line -> out.println("    " + line));
        }
        out.flush();
        return failed.isEmpty();
    }
}
