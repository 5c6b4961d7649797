package dev.convbench.results.compare;

import dev.convbench.results.Configuration;
import dev.convbench.results.Fork;
import dev.convbench.results.MachineLimits;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.Verdict;
import dev.convbench.results.jmh.JmhEntry;
import dev.convbench.results.jmh.JmhMetric;
import dev.convbench.results.jmh.JmhReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run folder or a JMH file, read.
 *
 * @param origin what it is
 * @param measurements what it holds
 */
public record Input(Origin origin, List<Measurement> measurements) {
    /** Copies the list. */
    public Input {
        measurements = List.copyOf(measurements);
    }

    /**
     * Reads a run folder or a JMH file.
     *
     * @throws UnreadableRunException if it is neither or damaged; one sentence
     */
    public static Input read(Path path) throws UnreadableRunException {
        if (Files.isDirectory(path)) {
            return ofRun(path, RunReader.read(path));
        }
        if (!Files.exists(path)) {
            throw new UnreadableRunException(path + " does not exist");
        }
        if (isPartOfRunFolder(path)) {
            throw new UnreadableRunException(path + " is part of a run folder: name the folder");
        }
        Origin origin = new Origin(label(path), path.toString(), Origin.Kind.JMH_FILE, null, null, List.of());
        List<Measurement> measurements = new ArrayList<>();
        for (JmhEntry entry : JmhReader.read(path)) {
            measurements.add(Measurement.of(origin, entry));
        }
        if (measurements.isEmpty()) {
            throw new UnreadableRunException(path + " holds no results");
        }
        return new Input(origin, measurements);
    }

    /** A run that was read already. */
    public static Input ofRun(Path path, Run run) throws UnreadableRunException {
        RunDocument document = run.document();
        Origin origin = new Origin(
                label(path),
                path.toString(),
                Origin.Kind.RUN_FOLDER,
                cpu(document),
                document.machineSummary(),
                remarks(run));
        Map<Integer, List<Fork>> forks = new LinkedHashMap<>();
        for (Fork fork : run.forks()) {
            if (!fork.isCheckpoint()) {
                forks.computeIfAbsent(fork.config(), id -> new ArrayList<>()).add(fork);
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        for (Configuration configuration : document.configurations()) {
            measurements.add(measurement(origin, configuration, forks.getOrDefault(configuration.id(), List.of())));
        }
        return new Input(origin, measurements);
    }

    private static boolean isPartOfRunFolder(Path path) {
        String name = String.valueOf(path.getFileName());
        return (name.equals(RunReader.RUN_FILE) || name.equals(RunReader.FORKS_FILE))
                && Files.exists(path.resolveSibling(RunReader.RUN_FILE))
                && Files.exists(path.resolveSibling(RunReader.FORKS_FILE));
    }

    private static String label(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    private static String cpu(RunDocument document) {
        if (document.machine() == null
                || document.machine().path("machineClass").asText("").isEmpty()) {
            return null;
        }
        String model = document.machine().path("cpu").path("model").asText("");
        return String.format(
                Locale.ROOT,
                "%s (%s), %d processors, %d-bit vectors",
                document.machine().path("machineClass").asText(),
                model,
                document.processors(),
                document.vectorBits());
    }

    private static List<String> remarks(Run run) {
        List<String> remarks = new ArrayList<>();
        Verdict verdict = Verdict.of(run, MachineLimits.of(run));
        if (verdict.level() == Verdict.Level.NOT_TRUSTED) {
            verdict.reasons().forEach(reason -> remarks.add("NOT TO BE TRUSTED: " + reason));
        }
        if (!RunDocument.FINISHED.equals(run.document().state())) {
            remarks.add("the run is " + run.document().state() + ": it holds what was measured until then");
        }
        run.document().warnings().forEach(warning -> remarks.add("seen before the run: " + warning));
        return remarks;
    }

    private static Measurement measurement(Origin origin, Configuration configuration, List<Fork> forks)
            throws UnreadableRunException {
        JmhEntry last = null;
        List<Double> values = new ArrayList<>();
        Map<String, Metric> metrics = new LinkedHashMap<>();
        String failure = forks.isEmpty() ? "it was planned and not measured" : null;
        int failed = 0;
        for (Fork fork : forks) {
            if (!fork.ok()) {
                failed++;
                failure = failure == null ? String.valueOf(fork.message()) : failure;
                continue;
            }
            last = JmhReader.entry(fork.result());
            values.addAll(last.primary().forks());
            last.secondary()
                    .forEach((label, metric) ->
                            metrics.computeIfAbsent(label, key -> new Metric()).add(metric));
        }
        Map<String, JmhMetric> secondary = new LinkedHashMap<>();
        metrics.forEach((label, metric) -> secondary.put(label, metric.joined()));
        return new Measurement(
                origin,
                configuration.benchmark(),
                configuration.mode(),
                last == null ? 1 : last.threads(),
                configuration.params(),
                last == null ? null : last.jvm(),
                last == null ? null : last.settings(),
                last == null ? JmhMetric.NONE : new JmhMetric(last.primary().unit(), Double.NaN, values),
                secondary,
                failed,
                failure);
    }

    /** A secondary metric as it is gathered from forks. */
    private static final class Metric {
        private String unit = "";
        private final List<Double> forks = new ArrayList<>();

        private void add(JmhMetric metric) {
            unit = metric.unit();
            // a profiler outside of the JVM reports a score and no rows
            forks.addAll(metric.forks().isEmpty() ? List.of(metric.score()) : metric.forks());
        }

        private JmhMetric joined() {
            return new JmhMetric(unit, Double.NaN, forks);
        }
    }
}
