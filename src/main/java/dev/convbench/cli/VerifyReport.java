package dev.convbench.cli;

import dev.convbench.check.CheckResult;
import dev.convbench.check.Verification;
import dev.convbench.check.Verification.Row;
import dev.convbench.check.Verification.Skipped;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints what {@code verify} found: worst errors, what was skipped and why, and misses with how to repeat them. */
final class VerifyReport {
    private static final String ROW = "%-24s %-5s %-16s %6s %10s %10s %9s  %s%n";

    /** Reasons that differ only by shape are told this many times for each strategy. */
    private static final int REASONS = 4;

    private VerifyReport() {}

    static void print(Verification found, PrintWriter out) {
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
        printSkipped(found, out);
        printVerdict(found, out);
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

    /** Prints each reason once for each strategy, with how many checks it ruled out. */
    static void printSkipped(Verification found, PrintWriter out) {
        Map<String, Map<String, Integer>> byStrategy = new LinkedHashMap<>();
        for (Skipped skipped : found.skipped()) {
            byStrategy
                    .computeIfAbsent(skipped.strategy(), name -> new LinkedHashMap<>())
                    .merge(skipped.operation().text() + ": " + skipped.reason(), skipped.cases(), Integer::sum);
        }
        byStrategy.forEach((strategy, reasons) -> {
            int told = 0;
            int untold = 0;
            for (Map.Entry<String, Integer> reason : reasons.entrySet()) {
                if (told++ < REASONS) {
                    out.println("skipped: " + strategy + " " + reason.getKey() + " (" + reason.getValue() + " checks)");
                } else {
                    untold += reason.getValue();
                }
            }
            if (untold > 0) {
                out.println("skipped: " + strategy + " for " + (reasons.size() - REASONS) + " other reasons (" + untold
                        + " checks)");
            }
        });
    }

    private static void printVerdict(Verification found, PrintWriter out) {
        for (int k = 0; k < found.misses().size(); k++) {
            CheckResult miss = found.misses().get(k);
            CheckResult small = found.minimised().get(k);
            out.println(
                    "MISS: " + miss.strategy() + " " + miss.pass().text() + " " + miss.shape() + ": " + miss.problem());
            out.println("  smallest: " + small.shape() + ": " + small.problem());
            out.println("  repeat with: " + small.reproducer());
        }
        out.println(
                found.ok()
                        ? "verified: " + found.checks() + " checks, all within their bounds"
                        : "FAILED: " + found.misses().size() + " of "
                                + found.rows().size() + " combinations of strategy, operation and pass");
    }
}
