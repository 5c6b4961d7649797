package dev.convbench.results.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Keeps some measurements: {@code dimension=value,value}, {@code dimension!=value}, {@code dimension~regex},
 * {@code dimension!~regex}, or a regular expression for the name of the benchmark.
 *
 * @param dimension what is looked at
 * @param accepts whether a value is kept
 */
public record Filter(String dimension, Predicate<String> accepts) {
    private static final Pattern FORM = Pattern.compile("((?:param:)?[\\w.-]+)(!?[=~])(.*)", Pattern.DOTALL);

    /**
     * Reads a filter.
     *
     * @throws UnsuitableOptionException if a regular expression is wrong; the message says so
     */
    public static Filter parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return new Filter(Dimension.BENCHMARK, regex(text));
        }
        String operator = matcher.group(2);
        Predicate<String> accepts = operator.endsWith("~") ? regex(matcher.group(3)) : oneOf(matcher.group(3));
        return new Filter(matcher.group(1), operator.startsWith("!") ? accepts.negate() : accepts);
    }

    private static Predicate<String> oneOf(String list) {
        return Set.copyOf(Arrays.stream(list.split(",", -1)).distinct().toList())::contains;
    }

    private static Predicate<String> regex(String text) {
        try {
            return Pattern.compile(text).asPredicate();
        } catch (PatternSyntaxException e) {
            throw new UnsuitableOptionException("'" + text + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    /** Whether a measurement is kept; one without the dimension has the empty value. */
    boolean keeps(Measurement measurement) {
        String value = Dimension.value(measurement, dimension);
        return accepts.test(value == null ? "" : value);
    }

    /**
     * Applies filters one after the other.
     *
     * @throws UnsuitableOptionException if a dimension does not exist, or nothing is left
     */
    static List<Measurement> apply(List<Filter> filters, List<Measurement> measurements) {
        List<String> known = Dimension.all(measurements);
        List<Measurement> kept = measurements;
        for (Filter filter : filters) {
            if (!known.contains(filter.dimension())) {
                throw new UnsuitableOptionException(
                        "there is no '" + filter.dimension() + "' to filter by; there are " + String.join(", ", known));
            }
            kept = kept.stream().filter(filter::keeps).toList();
        }
        if (kept.isEmpty()) {
            throw new UnsuitableOptionException("no result matches the filter");
        }
        return kept;
    }
}
