package dev.convbench.run;

import dev.convbench.results.Json;
import dev.convbench.results.Run;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.Options;

/** The file that the user asks for with JMH's {@code -rf} and {@code -rff}. */
final class ResultFile {
    private final Path path;
    private final ResultFormatType type;
    private final Map<Integer, List<RunResult>> results = new TreeMap<>();

    private ResultFile(Path path, ResultFormatType type) {
        this.path = path;
        this.type = type;
    }

    /**
     * As the options say. A file of an earlier run is removed, so that it cannot be taken for the result of this one.
     *
     * @throws UsageException if it cannot be written
     */
    static ResultFile of(Options options) {
        if (!options.getResult().hasValue() && !options.getResultFormat().hasValue()) {
            return new ResultFile(null, ResultFormatType.JSON);
        }
        ResultFormatType type = options.getResultFormat().orElse(Defaults.RESULT_FORMAT);
        String name = options.getResult()
                .orElse(Defaults.RESULT_FILE_PREFIX + "." + type.name().toLowerCase(Locale.ROOT));
        Path path = Path.of(name);
        try {
            Files.deleteIfExists(path);
            Files.createFile(path);
            Files.delete(path);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write the result file " + path + " (" + e.getClass().getSimpleName() + ")", e);
        }
        return new ResultFile(path, type);
    }

    /** Where it will be; null if none was asked for. */
    Path path() {
        return path;
    }

    /** Takes the result of one fork. */
    synchronized void add(int configuration, RunResult result) {
        results.computeIfAbsent(configuration, id -> new ArrayList<>()).add(result);
    }

    /** Writes it, if one was asked for. */
    synchronized void write(Run run) throws IOException {
        if (path == null) {
            return;
        }
        if (type == ResultFormatType.JSON) {
            Files.writeString(path, Json.pretty(ForkMerger.merge(run)));
            return;
        }
        try (PrintStream out = new PrintStream(path.toFile(), StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(type, out).writeOut(merged());
        }
    }

    /** One result a configuration, in JMH's order. */
    private Collection<RunResult> merged() {
        List<RunResult> merged = new ArrayList<>();
        for (List<RunResult> forks : results.values()) {
            List<BenchmarkResult> all = new ArrayList<>();
            forks.forEach(fork -> all.addAll(fork.getBenchmarkResults()));
            merged.add(new RunResult(forks.get(0).getParams(), all));
        }
        merged.sort(RunResult.DEFAULT_SORT_COMPARATOR);
        return merged;
    }
}
