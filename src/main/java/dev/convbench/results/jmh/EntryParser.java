package dev.convbench.results.jmh;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.convbench.results.stats.ForkValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of JMH's JSON from a stream of tokens. Knows its ways: numbers written as the texts NaN, +INF and -INF,
 * metrics whose rows are ragged, empty or missing, histograms in place of raw data, labels with a dot before JMH 1.37,
 * fields that old versions lack. Fields that it does not know are skipped.
 */
final class EntryParser {
    private static final int MOST_ITERATIONS = 1_000_000;

    private final JsonParser parser;
    private final Retained retained;

    private String jmhVersion = "";
    private String benchmark = "";
    private String mode = "";
    private int threads = 1;
    private final Map<String, String> params = new LinkedHashMap<>();
    private String jdkVersion = "";
    private String vmName = "";
    private String vmVersion = "";
    private List<String> jvmArgs;
    private int warmupIterations;
    private String warmupTime = "";
    private int warmupBatchSize;
    private int iterations;
    private String time = "";
    private int batchSize;
    private JmhMetric primary;
    private final Map<String, JmhMetric> secondary = new LinkedHashMap<>();

    private EntryParser(JsonParser parser, Retained retained) {
        this.parser = parser;
        this.retained = retained;
    }

    /** Reads the object whose start is the current token. */
    static JmhEntry parse(JsonParser parser, Retained retained) throws IOException {
        return new EntryParser(parser, retained).entry();
    }

    private JmhEntry entry() throws IOException {
        expect(JsonToken.START_OBJECT, "an entry");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            field(field);
        }
        require(!benchmark.isEmpty(), "an entry without a benchmark");
        require(!mode.isEmpty(), benchmark + " has no mode");
        require(primary != null, benchmark + " has no primaryMetric");
        return new JmhEntry(
                jmhVersion,
                benchmark,
                mode,
                threads,
                params,
                new JmhEntry.Jvm(jdkVersion, vmName, vmVersion, jvmArgs),
                new JmhEntry.Settings(warmupIterations, warmupTime, warmupBatchSize, iterations, time, batchSize),
                primary,
                normalised());
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "jmhVersion" -> jmhVersion = text();
            case "benchmark" -> benchmark = text();
            case "mode" -> mode = text();
            case "threads" -> threads = integer();
            case "jdkVersion" -> jdkVersion = text();
            case "vmName" -> vmName = text();
            case "vmVersion" -> vmVersion = text();
            case "jvmArgs" -> jvmArgs = texts();
            case "warmupIterations" -> warmupIterations = integer();
            case "warmupTime" -> warmupTime = text();
            case "warmupBatchSize" -> warmupBatchSize = integer();
            case "measurementIterations" -> iterations = integer();
            case "measurementTime" -> time = text();
            case "measurementBatchSize" -> batchSize = integer();
            case "params" -> params();
            case "primaryMetric" -> primary = metric(true);
            case "secondaryMetrics" -> secondaryMetrics();
            default -> parser.skipChildren();
        }
    }

    private void params() throws IOException {
        if (isNull()) {
            return;
        }
        expect(JsonToken.START_OBJECT, "params");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = retained.keep(parser, parser.currentName());
            parser.nextToken();
            params.put(name, text());
        }
    }

    private void secondaryMetrics() throws IOException {
        if (isNull()) {
            return;
        }
        expect(JsonToken.START_OBJECT, "secondaryMetrics");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String label = retained.keep(parser, parser.currentName());
            parser.nextToken();
            secondary.put(label, metric(false));
        }
    }

    /** The labels as JMH writes them since 1.37: without the dot in front, percentiles without the method's name. */
    private Map<String, JmhMetric> normalised() {
        String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        Map<String, JmhMetric> metrics = new LinkedHashMap<>();
        secondary.forEach((label, metric) -> metrics.putIfAbsent(normalised(label, method), metric));
        return metrics;
    }

    private static String normalised(String label, String method) {
        String dotted = label.replace("\u00c2\u00b7", "\u00b7");
        String plain = dotted.startsWith(method + "\u00b7") ? dotted.substring(method.length()) : dotted;
        return plain.startsWith("\u00b7") ? plain.substring(1) : plain;
    }

    private JmhMetric metric(boolean isPrimary) throws IOException {
        expect(JsonToken.START_OBJECT, "a metric");
        retained.keepObject(parser);
        String unit = "";
        double score = Double.NaN;
        List<Double> forks = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "scoreUnit" -> unit = text();
                case "score" -> score = number();
                case "rawData" -> forks.addAll(forks(isPrimary, false));
                case "rawDataHistogram" -> forks.addAll(forks(isPrimary, true));
                default -> parser.skipChildren();
            }
        }
        return new JmhMetric(unit, score, forks);
    }

    /** The value of each row; an empty row stands for nothing reported and is left out. */
    private List<Double> forks(boolean isPrimary, boolean histogram) throws IOException {
        List<Double> values = new ArrayList<>();
        if (isNull()) {
            return values;
        }
        expect(JsonToken.START_ARRAY, "raw data");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            double[] row = row(histogram);
            if (row.length > 0) {
                retained.keepObject(parser);
                values.add(isPrimary ? ForkValue.of(row) : medianOfFinite(row));
            }
        }
        return values;
    }

    private double[] row(boolean histogram) throws IOException {
        expect(JsonToken.START_ARRAY, "the data of a fork");
        double[] row = new double[8];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(count < MOST_ITERATIONS, "a fork has more than " + MOST_ITERATIONS + " iterations");
            if (count == row.length) {
                row = Arrays.copyOf(row, 2 * count);
            }
            row[count++] = histogram ? meanOfHistogram() : number();
        }
        return Arrays.copyOf(row, count);
    }

    /** Mean of the samples of one iteration, which is what JMH's score is the mean of; NaN of none. */
    private double meanOfHistogram() throws IOException {
        expect(JsonToken.START_ARRAY, "a histogram");
        double sum = 0;
        double count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_ARRAY, "a bucket of a histogram");
            parser.nextToken();
            double value = number();
            parser.nextToken();
            double times = number();
            sum += value * times;
            count += times;
            require(parser.nextToken() == JsonToken.END_ARRAY, "a bucket of a histogram is not a pair");
        }
        return sum / count;
    }

    private static double medianOfFinite(double[] row) {
        double[] sorted = Arrays.stream(row).filter(Double::isFinite).sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private List<String> texts() throws IOException {
        if (isNull()) {
            return null;
        }
        expect(JsonToken.START_ARRAY, "jvmArgs");
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text());
        }
        return texts;
    }

    private String text() throws IOException {
        require(parser.currentToken().isScalarValue(), "'" + parser.currentName() + "' is no text");
        return isNull() ? "" : retained.keep(parser, parser.getText());
    }

    private int integer() throws IOException {
        double value = number();
        require(value == Math.rint(value), "'" + parser.currentName() + "' is no whole number");
        return (int) value;
    }

    /** A number, also one that another tool wrote as text; NaN for null and any other text. */
    private double number() throws IOException {
        JsonToken token = parser.currentToken();
        require(token != null && token.isScalarValue(), "a number is missing");
        if (token.isNumeric()) {
            return parser.getDoubleValue();
        }
        if (token != JsonToken.VALUE_STRING) {
            return Double.NaN;
        }
        return switch (parser.getText()) {
            case "+INF", "INF" -> Double.POSITIVE_INFINITY;
            case "-INF" -> Double.NEGATIVE_INFINITY;
            default -> parser.getValueAsDouble(Double.NaN);
        };
    }

    private boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    private void expect(JsonToken token, String what) throws JsonParseException {
        require(
                parser.currentToken() == token,
                what + " is not " + (token == JsonToken.START_OBJECT ? "an object" : "a list"));
    }

    private void require(boolean condition, String complaint) throws JsonParseException {
        if (!condition) {
            throw new JsonParseException(parser, "it is not JSON of JMH: " + complaint);
        }
    }
}
