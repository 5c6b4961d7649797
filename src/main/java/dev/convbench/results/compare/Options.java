package dev.convbench.results.compare;

import dev.convbench.results.stats.Rule;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is compared with what, and how it is judged.
 *
 * @param rule when something is called
 * @param columns dimensions across which is compared; normally {@code run}
 * @param rows dimensions that name a row; null for all that are left
 * @param baseline value of the columns that the others are compared with; null for the first
 * @param filters what is kept, one after the other
 * @param allowed kinds of {@link Mismatch} that are tolerated
 * @param metrics further metrics to show, found in their labels; they are not judged
 */
public record Options(
        Rule rule,
        List<String> columns,
        List<String> rows,
        String baseline,
        List<Filter> filters,
        Set<Mismatch.Kind> allowed,
        List<Pattern> metrics) {
    /** Two runs against each other, with the usual rule. */
    public static final Options DEFAULT =
            new Options(Rule.DEFAULT, List.of(Dimension.RUN), null, null, List.of(), Set.of(), List.of());

    /** Copies the collections. */
    public Options {
        columns = List.copyOf(columns);
        rows = rows == null ? null : List.copyOf(rows);
        filters = List.copyOf(filters);
        allowed = Set.copyOf(allowed);
        metrics = List.copyOf(metrics);
    }

    /** Whether it is about versions (runs, JDKs, machines, flags), so that slower is a regression; else it is about choices. */
    public boolean isAboutVersions() {
        return Dimension.SURROUNDINGS.containsAll(columns);
    }
}
