package dev.convbench.nn.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects a {@link Cell} while it runs. */
final class CellBuilder {
    private final List<String> lines = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<Timing> timings = new ArrayList<>();
    private Curves curves;

    void line(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }

    void check(Check check) {
        checks.add(check);
    }

    /** Held to be at most the limit. */
    void error(String name, double value, double limit, String about) {
        checks.add(Check.atMost(name, value, limit, about));
    }

    void timing(Timing timing) {
        timings.add(timing);
    }

    void curves(Curves training) {
        curves = training;
    }

    Cell build(String title, double seconds) {
        return new Cell(title, List.copyOf(lines), List.copyOf(checks), List.copyOf(timings), curves, seconds);
    }
}
