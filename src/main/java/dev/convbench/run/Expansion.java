package dev.convbench.run;

import dev.convbench.bench.LayerSupport;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.results.Configuration;
import dev.convbench.results.Family;
import dev.convbench.results.Skipped;
import dev.convbench.results.Work;
import dev.convbench.shapes.Catalogue;
import dev.convbench.shapes.NamedConv;
import dev.convbench.shapes.NamedPool;
import dev.convbench.simd.PeakKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;

/**
 * Turns selected benchmarks and parameter values into exact configurations: catalogue names become layers, {@code auto}
 * becomes a number of workers, every value is checked, and a serial strategy with more than one worker is left out.
 */
final class Expansion {
    static final String CONV = "conv";
    static final String POOL = "pool";
    static final String STRATEGY = "strategy";
    static final String PRECISION = "precision";
    static final String WORKERS = "workers";
    static final String KERNEL = "kernel";
    static final String BYTES = "bytes";
    static final String AUTO = "auto";

    private static final int COPY_ALIGNMENT = 16;

    private final Map<String, List<String>> chosen;
    private final int processors;
    private final Map<String, ConvShape> convShapes = new LinkedHashMap<>();
    private final Map<String, PoolShape> poolShapes = new LinkedHashMap<>();
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();
    private final List<Skipped> skipped = new ArrayList<>();

    /**
     * For these choices.
     *
     * @param chosen values by parameter; a parameter that is missing has the benchmark's own values
     * @param processors workers of a parallel strategy whose workers are {@code auto}
     */
    Expansion(Map<String, List<String>> chosen, int processors) {
        this.chosen = chosen;
        this.processors = processors;
    }

    /**
     * Adds the configurations of benchmarks.
     *
     * @param modes JMH's modes instead of the benchmarks' own; empty for those
     * @throws UsageException if a value is unknown
     */
    Expansion add(Collection<BenchmarkListEntry> entries, Collection<Mode> modes) {
        for (BenchmarkListEntry entry : entries) {
            for (Mode mode : modes(entry, modes)) {
                for (Map<String, String> params : combinations(entry)) {
                    addOne(entry, mode, params);
                }
            }
        }
        return this;
    }

    /** The configurations, each once, not yet numbered. */
    List<Candidate> candidates() {
        return List.copyOf(candidates.values());
    }

    /** What was left out already, and why. */
    List<Skipped> skipped() {
        return List.copyOf(skipped);
    }

    /**
     * Checks that every parameter that was chosen exists in one of these benchmarks.
     *
     * @throws UsageException otherwise
     */
    void checkNames(Collection<BenchmarkListEntry> entries) {
        TreeSet<String> known = new TreeSet<>();
        for (BenchmarkListEntry entry : entries) {
            known.addAll(declared(entry).keySet());
        }
        for (String name : chosen.keySet()) {
            if (!known.contains(name)) {
                throw new UsageException("no selected benchmark has a parameter '" + name + "'; "
                        + (known.isEmpty() ? "they have none" : "there are " + String.join(", ", known)));
            }
        }
    }

    private static Map<String, String[]> declared(BenchmarkListEntry entry) {
        return entry.getParams().hasValue() ? entry.getParams().get() : Map.of();
    }

    private static List<Mode> modes(BenchmarkListEntry entry, Collection<Mode> modes) {
        LinkedHashSet<Mode> all = new LinkedHashSet<>();
        for (Mode mode : modes.isEmpty() ? List.of(entry.getMode()) : modes) {
            if (mode == Mode.All) {
                Arrays.stream(Mode.values()).filter(one -> one != Mode.All).forEach(all::add);
            } else {
                all.add(mode);
            }
        }
        return List.copyOf(all);
    }

    private List<Map<String, String>> combinations(BenchmarkListEntry entry) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, String[]> param : declared(entry).entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            List<String> values = values(entry, param.getKey(), param.getValue());
            for (Map<String, String> combination : combinations) {
                for (String value : values) {
                    Map<String, String> extended = new LinkedHashMap<>(combination);
                    extended.put(param.getKey(), value);
                    longer.add(extended);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private List<String> values(BenchmarkListEntry entry, String name, String[] defaults) {
        boolean ours = Operation.of(entry.getUsername()).isPresent();
        List<String> values = chosen.containsKey(name) ? chosen.get(name) : List.of(defaults);
        if (ours && name.equals(STRATEGY) && !chosen.containsKey(name)) {
            values = Strategies.names();
        }
        if (values.isEmpty() || values.stream().allMatch(String::isEmpty)) {
            throw new UsageException("parameter '" + name + "' of " + entry.getUsername()
                    + " has no value; give it one with -p " + name + "=...");
        }
        if (!ours) {
            return values;
        }
        LinkedHashSet<String> expanded = new LinkedHashSet<>();
        for (String value : values) {
            expanded.addAll(checked(name, value));
        }
        return List.copyOf(expanded);
    }

    private List<String> checked(String name, String value) {
        try {
            switch (name) {
                case CONV -> {
                    return convolutions(value);
                }
                case POOL -> {
                    return poolings(value);
                }
                case STRATEGY -> Strategies.named(value);
                case PRECISION -> Precision.parse(value);
                case KERNEL -> PeakKernels.named(value);
                case WORKERS -> checkWorkers(value);
                case BYTES -> checkBytes(value);
                default -> LayerSupport.check(name, value);
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("parameter '" + name + "': " + e.getMessage(), e);
        }
        return List.of(value);
    }

    private List<String> convolutions(String spec) {
        List<NamedConv> layers = Catalogue.convolutions(spec);
        layers.forEach(layer -> convShapes.put(layer.name(), layer.shape()));
        return layers.stream().map(NamedConv::name).toList();
    }

    private List<String> poolings(String spec) {
        List<NamedPool> layers = Catalogue.poolings(spec);
        layers.forEach(layer -> poolShapes.put(layer.name(), layer.shape()));
        return layers.stream().map(NamedPool::name).toList();
    }

    private static void checkWorkers(String value) {
        if (!value.equals(AUTO) && !(value.matches("[0-9]{1,5}") && Integer.parseInt(value) >= 1)) {
            throw new IllegalArgumentException("'" + value + "' is neither a number of at least 1 nor " + AUTO);
        }
    }

    private static void checkBytes(String value) {
        if (!value.matches("[0-9]{1,11}")
                || Long.parseLong(value) < COPY_ALIGNMENT
                || Long.parseLong(value) % COPY_ALIGNMENT != 0) {
            throw new IllegalArgumentException("'" + value + "' is not a positive multiple of " + COPY_ALIGNMENT);
        }
    }

    private void addOne(BenchmarkListEntry entry, Mode mode, Map<String, String> params) {
        Operation operation = Operation.of(entry.getUsername()).orElse(null);
        if (operation == null) {
            put(entry, mode, params, Work.other(simpleName(entry)), null);
            return;
        }
        Map<String, String> exact = new LinkedHashMap<>(params);
        exact.computeIfPresent(WORKERS, (name, value) -> Integer.toString(workers(operation, params, value)));
        int workers = Integer.parseInt(exact.getOrDefault(WORKERS, "1"));
        if (operation.hasStrategy() && workers != 1) {
            Strategy strategy = Strategies.named(exact.get(STRATEGY));
            if (!strategy.isParallel()) {
                Configuration dropped = new Configuration(-1, entry.getUsername(), "", exact, null);
                skipped.add(new Skipped(
                        dropped.shortName() + " " + dropped.paramsText(), "a serial strategy has one worker"));
                return;
            }
        }
        put(entry, mode, exact, work(operation, exact, workers), question(operation, exact));
    }

    private int workers(Operation operation, Map<String, String> params, String value) {
        if (!value.equals(AUTO)) {
            return Integer.parseInt(value);
        }
        return operation.hasStrategy() && Strategies.named(params.get(STRATEGY)).isParallel() ? processors : 1;
    }

    private void put(BenchmarkListEntry entry, Mode mode, Map<String, String> params, Work work, Question question) {
        Configuration configuration = new Configuration(-1, entry.getUsername(), mode.shortLabel(), params, work);
        candidates.putIfAbsent(configuration.key(), new Candidate(configuration, entry, mode, question));
    }

    private static String simpleName(BenchmarkListEntry entry) {
        return new Configuration(-1, entry.getUsername(), "", Map.of(), null).shortName();
    }

    private Work work(Operation operation, Map<String, String> params, int workers) {
        String precision = params.getOrDefault(PRECISION, Precision.F64.text());
        Family family = operation.family();
        Pass pass = operation.pass();
        String strategy = params.get(STRATEGY);
        String title = operation.title();
        return switch (family) {
            case CONV -> {
                ConvShape shape = convShapes.get(params.get(CONV));
                yield new Work(
                        family,
                        title,
                        params.get(CONV),
                        shape.toString(),
                        strategy,
                        precision,
                        workers,
                        shape.nominalFlops(pass),
                        shape.realFlops(pass),
                        shape.compulsoryBytes(pass, Precision.parse(precision)),
                        Strategies.named(strategy).isDirect());
            }
            case POOL -> {
                PoolShape shape = poolShapes.get(params.get(POOL));
                double bytes = shape.compulsoryBytes(pass, Precision.parse(precision));
                yield new Work(
                        family,
                        shape.kind().text() + " " + title,
                        params.get(POOL),
                        shape.toString(),
                        strategy,
                        precision,
                        workers,
                        0,
                        0,
                        bytes,
                        false);
            }
            case COPY ->
                new Work(
                        family,
                        title,
                        null,
                        null,
                        null,
                        null,
                        workers,
                        0,
                        0,
                        Double.parseDouble(params.get(BYTES)),
                        false);
            default -> new Work(family, title, null, null, null, precision, workers, 0, 0, 0, false);
        };
    }

    private Question question(Operation operation, Map<String, String> params) {
        String precision = params.get(PRECISION);
        return switch (operation.family()) {
            case CONV ->
                new Question(
                        operation.takesPreparedWeights() ? Question.PREPARED_CONV : Question.CONV,
                        params.get(STRATEGY),
                        operation.pass().text(),
                        convShapes.get(params.get(CONV)).toString(),
                        precision);
            case POOL ->
                new Question(
                        Question.POOL,
                        params.get(STRATEGY),
                        operation.pass().text(),
                        poolShapes.get(params.get(POOL)).toString(),
                        precision);
            case PEAK -> new Question(Question.PEAK, params.get(KERNEL), null, null, precision);
            case OTHER ->
                new Question(
                        Question.LAYER,
                        params.get(STRATEGY),
                        operation.className(),
                        LayerSupport.sizes(params, convShapes.get(params.get(CONV))),
                        precision);
            default -> null;
        };
    }
}
