package dev.convbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.MultisetStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * Joins the entries of JMH's JSON for single forks into those that JMH would have written, had it run all forks of a
 * benchmark itself: the rows of raw data one below the other, and all figures recomputed from all of them with JMH's own
 * statistics.
 */
final class ForkMerger {
    private static final double CONFIDENCE = 0.999;
    private static final double[] PERCENTILES = {0, 50, 90, 95, 99, 99.9, 99.99, 99.999, 99.9999, 100};
    private static final List<String> MODES = List.of("thrpt", "avgt", "sample", "ss");

    /** Metrics of sample mode that are percentiles of the primary one. */
    static final String PERCENTILE_LABEL = ".*p[01]\\.\\d+";

    /** Field of an entry: why a fork failed. */
    static final String FAILURE = "failure";

    private static final String SCORE = "score";
    private static final String SCORE_ERROR = "scoreError";
    private static final String SCORE_CONFIDENCE = "scoreConfidence";
    private static final String RAW_DATA = "rawData";
    private static final String HISTOGRAM = "rawDataHistogram";
    private static final String PRIMARY = "primaryMetric";
    private static final String SECONDARY = "secondaryMetrics";

    /** How JMH makes one score of many. */
    private enum Policy {
        AVG,
        SUM,
        MAX,
        MIN
    }

    private ForkMerger() {}

    /**
     * JMH's JSON of a run: one entry a configuration that was tried. One of which a fork failed has a field
     * {@code failure} that says why, and a score that is NaN if no fork gave a result. Checkpoints are not in it.
     */
    static ArrayNode merge(Run run) {
        List<Configuration> configurations = new ArrayList<>(run.document().configurations());
        configurations.sort(Comparator.comparingInt((Configuration one) -> MODES.indexOf(one.mode()))
                .thenComparing(Configuration::benchmark)
                .thenComparingInt(Configuration::id));
        ArrayNode all = Json.mapper().createArrayNode();
        for (Configuration configuration : configurations) {
            List<Fork> forks = run.forksOf(configuration);
            List<JsonNode> entries =
                    forks.stream().filter(Fork::ok).map(Fork::result).toList();
            Optional<Fork> failed = forks.stream().filter(fork -> !fork.ok()).findFirst();
            if (!entries.isEmpty()) {
                ObjectNode entry = mergeEntries(entries);
                failed.ifPresent(fork -> entry.put(FAILURE, fork.message()));
                all.add(entry);
            } else if (failed.isPresent()) {
                all.add(failure(configuration, failed.get()));
            }
        }
        return all;
    }

    private static ObjectNode failure(Configuration configuration, Fork fork) {
        ObjectNode entry = fork.result() instanceof ObjectNode known
                ? known.deepCopy()
                : RecordedRun.json(RecordedRun.failed(configuration));
        entry.put("forks", 0);
        entry.put(FAILURE, fork.message());
        return entry;
    }

    /** One entry from those of single forks of the same configuration, at least one. */
    static ObjectNode mergeEntries(List<JsonNode> entries) {
        ObjectNode merged = entries.get(0).deepCopy();
        if (entries.size() == 1) {
            return merged;
        }
        merged.put("forks", entries.size());
        List<JsonNode> primaries =
                entries.stream().map(entry -> entry.get(PRIMARY)).toList();
        ObjectNode primary = primaries.get(0).deepCopy();
        boolean sample = primary.has(HISTOGRAM);
        Statistics primaryStatistics =
                sample ? histogram(primary, primaries) : list(primary, PRIMARY, primaries, iterations(primaries));
        if (sample) {
            setFigures(primary, primaryStatistics, Policy.AVG);
        }
        merged.set(PRIMARY, primary);

        Set<String> labels = new TreeSet<>();
        entries.forEach(entry -> entry.path(SECONDARY).fieldNames().forEachRemaining(labels::add));
        ObjectNode secondary = Json.mapper().createObjectNode();
        for (String label : labels) {
            List<JsonNode> metrics = entries.stream()
                    .map(entry -> entry.path(SECONDARY).path(label))
                    .filter(JsonNode::isObject)
                    .toList();
            ObjectNode metric = metrics.get(0).deepCopy();
            if (sample && label.matches(PERCENTILE_LABEL)) {
                percentile(metric, metrics, primaryStatistics, label);
            } else {
                list(metric, label, metrics, iterations(primaries));
            }
            secondary.set(label, metric);
        }
        merged.set(SECONDARY, secondary);
        return merged;
    }

    private static int iterations(List<JsonNode> primaries) {
        return primaries.stream().mapToInt(ForkMerger::iterations).sum();
    }

    /** How many iterations a primary metric has. */
    static int iterations(JsonNode primary) {
        int count = 0;
        for (JsonNode row : primary.path(primary.has(HISTOGRAM) ? HISTOGRAM : RAW_DATA)) {
            count += row.size();
        }
        return count;
    }

    /** Joins the rows and recomputes the figures; an iteration without the metric counts as 0, as in JMH. */
    private static Statistics list(ObjectNode target, String label, List<JsonNode> metrics, int iterations) {
        ListStatistics statistics = new ListStatistics();
        ArrayNode rows = Json.mapper().createArrayNode();
        for (JsonNode metric : metrics) {
            for (JsonNode row : metric.path(RAW_DATA)) {
                rows.add(row);
                row.forEach(value -> statistics.addValue(Json.number(value)));
            }
        }
        if (statistics.getN() == 0) {
            // External profilers report a score for the fork and none for its iterations.
            metrics.forEach(metric -> statistics.addValue(Json.number(metric.path(SCORE))));
        } else {
            while (statistics.getN() < iterations) {
                statistics.addValue(0);
            }
        }
        setFigures(target, statistics, policy(label, metrics));
        target.set(RAW_DATA, rows);
        return statistics;
    }

    private static Statistics histogram(ObjectNode target, List<JsonNode> metrics) {
        MultisetStatistics statistics = new MultisetStatistics();
        ArrayNode rows = Json.mapper().createArrayNode();
        for (JsonNode metric : metrics) {
            for (JsonNode row : metric.path(HISTOGRAM)) {
                rows.add(row);
                for (JsonNode iteration : row) {
                    for (JsonNode bucket : iteration) {
                        statistics.addValue(
                                Json.number(bucket.get(0)), bucket.get(1).asLong());
                    }
                }
            }
        }
        target.set(HISTOGRAM, rows);
        return statistics;
    }

    /** Sample mode's metrics such as p0.99 are percentiles of the primary one. */
    private static void percentile(ObjectNode target, List<JsonNode> metrics, Statistics primary, String label) {
        double rank = Double.parseDouble(label.substring(label.lastIndexOf('p') + 1)) * 100;
        ListStatistics single = new ListStatistics(new double[] {primary.getPercentile(rank)});
        setFigures(target, single, Policy.AVG);
        ArrayNode rows = Json.mapper().createArrayNode();
        metrics.forEach(metric -> metric.path(RAW_DATA).forEach(rows::add));
        target.set(RAW_DATA, rows);
    }

    private static void setFigures(ObjectNode target, Statistics statistics, Policy policy) {
        double score = switch (policy) {
            case AVG -> statistics.getMean();
            case SUM -> statistics.getSum();
            case MAX -> statistics.getMax();
            case MIN -> statistics.getMin();
        };
        put(target, SCORE, score);
        put(target, SCORE_ERROR, policy == Policy.AVG ? statistics.getMeanErrorAt(CONFIDENCE) : Double.NaN);
        ArrayNode interval = Json.mapper().createArrayNode();
        double[] ends =
                policy == Policy.AVG ? statistics.getConfidenceIntervalAt(CONFIDENCE) : new double[] {score, score};
        for (double end : ends) {
            interval.add(number(end));
        }
        target.set(SCORE_CONFIDENCE, interval);
        ObjectNode percentiles = Json.mapper().createObjectNode();
        for (double rank : PERCENTILES) {
            percentiles.set(String.valueOf(rank), number(statistics.getPercentile(rank)));
        }
        target.set("scorePercentiles", percentiles);
    }

    /**
     * Which policy gave these scores. The JSON does not say; what the scores are of their iterations does, and an interval
     * that is a point while there is no error. Where several fit, errors take the maximum and counts (of collections, of
     * milliseconds) the sum.
     */
    private static Policy policy(String label, List<JsonNode> metrics) {
        Set<Policy> possible = new LinkedHashSet<>(
                label.equals(RunReport.MAX_ERROR)
                        ? List.of(Policy.MAX, Policy.SUM, Policy.MIN)
                        : List.of(Policy.SUM, Policy.MAX, Policy.MIN));
        for (JsonNode metric : metrics) {
            double score = Json.number(metric.path(SCORE));
            JsonNode interval = metric.path(SCORE_CONFIDENCE);
            boolean point = Double.isNaN(Json.number(metric.path(SCORE_ERROR)))
                    && Json.number(interval.path(0)) == score
                    && Json.number(interval.path(1)) == score;
            if (!point) {
                return Policy.AVG;
            }
            ListStatistics statistics = new ListStatistics();
            metric.path(RAW_DATA).forEach(row -> row.forEach(value -> statistics.addValue(Json.number(value))));
            possible.removeIf(policy -> statistics.getN() > 0
                    && switch (policy) {
                        case MAX -> statistics.getMax() != score;
                        case MIN -> statistics.getMin() != score;
                        default -> statistics.getSum() != score;
                    });
        }
        return possible.isEmpty() ? Policy.SUM : possible.iterator().next();
    }

    private static void put(ObjectNode target, String field, double value) {
        target.set(field, number(value));
    }

    private static JsonNode number(double value) {
        if (Double.isNaN(value)) {
            return Json.mapper().getNodeFactory().textNode("NaN");
        }
        if (Double.isInfinite(value)) {
            return Json.mapper().getNodeFactory().textNode(value > 0 ? "+INF" : "-INF");
        }
        return Json.mapper().getNodeFactory().numberNode(value);
    }
}
