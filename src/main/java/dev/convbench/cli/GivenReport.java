package dev.convbench.cli;

import dev.convbench.check.GivenCheck;
import dev.convbench.results.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints how strategies did on the user's arrays, one table an operation. */
final class GivenReport {
    private final PrintWriter out;
    private TextTable table;
    private List<String> skipped;
    private boolean ok = true;

    GivenReport(PrintWriter out) {
        this.out = out;
    }

    /** Begins a table. */
    void begin(String title) {
        out.println(title);
        table = TextTable.ofWords(List.of("strategy", "largest difference", "of what it may have", "verdict"));
        skipped = new ArrayList<>();
    }

    /** Adds a row. */
    void add(GivenCheck check) {
        if (!check.skipped().isEmpty()) {
            skipped.add(check.strategy() + ": " + check.skipped());
            return;
        }
        ok &= check.ok();
        double fraction = check.comparison().worstFraction();
        table.add(List.of(
                check.strategy(),
                String.format(Locale.ROOT, "%.2e", check.comparison().worstAbsolute()),
                Double.isFinite(fraction) ? String.format(Locale.ROOT, "%.1f %%", 100 * fraction) : "-",
                check.ok() ? "ok" : "WRONG: " + check.problem()));
    }

    /** Prints the table. */
    void end() {
        out.print(table.text());
        skipped.forEach(line -> out.println("not asked: " + line));
        out.println();
        out.flush();
    }

    /** Whether nothing was wrong. */
    boolean ok() {
        return ok;
    }
}
