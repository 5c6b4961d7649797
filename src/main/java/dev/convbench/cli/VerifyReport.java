package dev.convbench.cli;

import dev.convbench.check.CheckResult;
import dev.convbench.check.Verification;
import dev.convbench.check.Verification.Row;
import dev.convbench.check.Verification.Skipped;
import dev.convbench.op.Precision;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints what {@code verify} found: worst errors, what was skipped and why, and misses with how to repeat them. */
final class VerifyReport {
    private static final String ROW = "%-24s %-5s %-16s %6s %10s %10s %9s  %s%n";

    private VerifyReport() {}

    /**
     * Prints a table a precision, then the verdict.
     *
     * @param found what was found, by precision
     * @param done shapes that were checked
     * @param total shapes that were to be checked
     * @param out where to
     */
    static void print(Map<Precision, Verification> found, int done, int total, PrintWriter out) {
        found.forEach((precision, verification) -> {
            if (found.size() > 1) {
                out.println("precision " + precision.text() + ":");
            }
            printTable(verification, out);
            printSkipped(verification, out);
        });
        found.values().forEach(verification -> printMisses(verification, out));
        if (done < total) {
            out.println("stopped after " + done + " shapes");
        }
        printVerdict(found.values(), out);
    }

    private static void printTable(Verification found, PrintWriter out) {
        out.printf(ROW, "strategy", "op", "pass", "shapes", "abs error", "rel error", "of bound", "largest share at");
        for (Row row : found.rows()) {
            out.printf(
                    ROW,
                    row.strategy(),
                    row.operation().text(),
                    row.pass().text(),
                    row.cases(),
                    error(row.worstAbsolute()),
                    error(row.worstRelative()),
                    share(row.worstFraction()),
                    row.misses() > 0 ? "MISSED on " + row.misses() : row.worstFraction() == 0 ? "" : row.worstShape());
        }
    }

    private static String error(double error) {
        return error == 0 ? "0" : String.format(Locale.ROOT, "%.2e", error);
    }

    private static String share(double fraction) {
        if (fraction == 0) {
            return "0";
        }
        return fraction > 1 ? "> 100 %" : String.format(Locale.ROOT, "%.2g %%", 100 * fraction);
    }

    /** Prints each reason once for each strategy, with how many checks it ruled out; numbers in reasons do not count. */
    static void printSkipped(Verification found, PrintWriter out) {
        Map<String, Skipped> byReason = new LinkedHashMap<>();
        for (Skipped skipped : found.skipped()) {
            String kind = skipped.strategy() + " " + skipped.operation()
                    + skipped.reason().replaceAll("\\d+", "#");
            byReason.merge(kind, skipped, (first, alike) -> first.and(alike.cases()));
        }
        for (Skipped skipped : byReason.values()) {
            out.println(
                    "skipped: " + skipped.strategy() + " " + skipped.operation().text() + ": " + skipped.reason() + " ("
                            + skipped.cases() + " checks, for this or a like reason)");
        }
    }

    private static void printMisses(Verification found, PrintWriter out) {
        for (int k = 0; k < found.misses().size(); k++) {
            CheckResult miss = found.misses().get(k);
            CheckResult small = found.minimised().get(k);
            out.println(
                    "MISS: " + miss.strategy() + " " + miss.pass().text() + " " + miss.shape() + ": " + miss.problem());
            out.println("  smallest: " + small.shape() + ": " + small.problem());
            out.println("  repeat with: " + small.reproducer());
        }
    }

    private static void printVerdict(Collection<Verification> found, PrintWriter out) {
        int checks = found.stream().mapToInt(Verification::checks).sum();
        int misses = found.stream()
                .mapToInt(verification -> verification.misses().size())
                .sum();
        int rows = found.stream()
                .mapToInt(verification -> verification.rows().size())
                .sum();
        out.println(
                misses == 0
                        ? "verified: " + checks + " checks, all within their bounds"
                        : "FAILED: " + misses + " of " + rows + " combinations of strategy, operation and pass");
    }
}
