package dev.convbench.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Failed;
import dev.convbench.results.Family;
import dev.convbench.results.Fork;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.Skipped;
import dev.convbench.results.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes one run of several: shards of a suite, or runs of several machines. Pure: reads nothing and writes nothing.
 *
 * <p>Each benchmark may come from one run only, except the limits of the machine (peak, copy), which each shard measures: their
 * forks are joined. Rows of runs that differ in an {@link Aspect} are kept apart by a parameter of that name, if that is
 * asked for.
 */
public final class RunMerge {
    private final List<Shard> shards;
    private final Set<Aspect> apart;
    private final Map<String, Configuration> configurations = new LinkedHashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final List<String> duplicates = new ArrayList<>();
    private final List<Fork> forks = new ArrayList<>();
    private final Map<Integer, List<ObjectNode>> iterations = new HashMap<>();
    private final List<Source> sources = new ArrayList<>();

    /**
     * Merges.
     *
     * @param shards at least one
     * @param apart what may differ
     * @throws UsageException if a benchmark has a parameter of the name of an aspect already
     */
    public RunMerge(Collection<Shard> shards, Set<Aspect> apart) {
        this.shards = new ArrayList<>(shards);
        this.shards.sort(Comparator.comparing(shard -> shard.run().document().started()));
        this.apart = apart.stream().filter(this::differs).collect(Collectors.toCollection(LinkedHashSet::new));
        for (Shard shard : this.shards) {
            add(shard);
        }
    }

    private boolean differs(Aspect aspect) {
        return values(aspect).size() > 1;
    }

    private Set<String> values(Aspect aspect) {
        return shards.stream().map(shard -> aspect.of(shard.run().document())).collect(Collectors.toSet());
    }

    /** In what the runs differ although they should not, as sentences. */
    public List<String> differences() {
        List<String> all = new ArrayList<>();
        for (Aspect aspect : Aspect.values()) {
            if (!apart.contains(aspect) && differs(aspect)) {
                String values = shards.stream()
                        .map(shard ->
                                shard.name() + ": " + aspect.of(shard.run().document()))
                        .collect(Collectors.joining(", "));
                all.add(aspect.title() + " differs (" + values + ")");
            }
        }
        return all;
    }

    /** Benchmarks that several runs have, each with the names of two of them. */
    public List<String> duplicates() {
        return List.copyOf(duplicates);
    }

    /** Benchmarks that a run was to measure and did not, although it does not say why. */
    public List<String> unmeasured() {
        List<String> all = new ArrayList<>();
        Set<Integer> measured = measured();
        for (Shard shard : shards) {
            Set<String> skipped = new HashSet<>();
            shard.run().document().skipped().forEach(one -> skipped.add(one.what()));
            for (Configuration configuration : shard.run().document().configurations()) {
                Configuration merged =
                        configurations.get(keyed(shard, configuration).key());
                if (!measured.contains(merged.id()) && !skipped.contains(what(configuration))) {
                    all.add(what(merged) + " (" + shard.name() + " is "
                            + shard.run().document().state() + ")");
                }
            }
        }
        return all;
    }

    /** What is expected and was not measured. */
    public List<String> missing(Collection<Expectation> expected) {
        Set<Integer> measured = measured();
        return expected.stream()
                .filter(expectation -> configurations.values().stream()
                        .noneMatch(one -> measured.contains(one.id()) && expectation.fits(one)))
                .map(Expectation::describe)
                .toList();
    }

    private Set<Integer> measured() {
        return forks.stream()
                .filter(fork -> !fork.isCheckpoint())
                .map(Fork::config)
                .collect(Collectors.toSet());
    }

    private void add(Shard shard) {
        Map<Integer, Configuration> merged = new HashMap<>();
        for (Configuration configuration : shard.run().document().configurations()) {
            merged.put(configuration.id(), add(shard, keyed(shard, configuration)));
        }
        int first = forks.size();
        Map<Integer, Integer> numbers = new HashMap<>();
        for (Fork fork : shard.run().forks()) {
            numbers.put(fork.fork(), forks.size());
            forks.add(renumbered(fork, forks.size(), merged.get(fork.config())));
        }
        for (ObjectNode iteration : shard.iterations()) {
            ObjectNode copy = iteration.deepCopy();
            int number = numbers.get(iteration.path("fork").asInt());
            copy.put("fork", number);
            copy.put("config", merged.get(iteration.path("config").asInt()).id());
            iterations.computeIfAbsent(number, fork -> new ArrayList<>()).add(copy);
        }
        sources.add(source(shard, first));
    }

    private Configuration add(Shard shard, Configuration configuration) {
        String key = configuration.key();
        Configuration there = configurations.get(key);
        if (there == null) {
            there = configuration.withId(configurations.size());
            configurations.put(key, there);
            owners.put(key, shard.name());
        } else if (!isLimit(configuration)) {
            duplicates.add(what(configuration) + " is in " + owners.get(key) + " and in " + shard.name());
        }
        return there;
    }

    /** What every shard measures to know its machine. */
    private static boolean isLimit(Configuration configuration) {
        Family family = configuration.work().family();
        return family == Family.PEAK || family == Family.COPY;
    }

    private static String what(Configuration configuration) {
        return configuration.shortName() + " " + configuration.paramsText();
    }

    /** With the parameters that keep it apart. */
    private Configuration keyed(Shard shard, Configuration configuration) {
        Map<String, String> params = new LinkedHashMap<>(configuration.params());
        for (Aspect aspect : apart) {
            if (params.put(aspect.text(), aspect.of(shard.run().document())) != null) {
                throw new UsageException(configuration.benchmark() + " has a parameter '" + aspect.text()
                        + "' of its own; it cannot be kept apart by that");
            }
        }
        return new Configuration(
                configuration.id(), configuration.benchmark(), configuration.mode(), params, configuration.work());
    }

    private static Fork renumbered(Fork fork, int number, Configuration configuration) {
        ObjectNode result = fork.result() instanceof ObjectNode node ? node.deepCopy() : null;
        if (result != null && !configuration.params().isEmpty()) {
            ObjectNode params = result.putObject("params");
            configuration.params().forEach(params::put);
        }
        return new Fork(
                fork.type(),
                number,
                configuration.id(),
                fork.round(),
                fork.checkpoint(),
                fork.status(),
                fork.message(),
                fork.started(),
                fork.ended(),
                fork.load(),
                result);
    }

    private static Source source(Shard shard, int firstFork) {
        RunDocument document = shard.run().document();
        return new Source(
                shard.name(),
                document.state(),
                document.started(),
                document.ended(),
                document.command(),
                document.seed(),
                document.jarSha256(),
                document.commit(),
                document.dirty(),
                document.vectorBits(),
                document.processors(),
                document.jvm(),
                document.machine(),
                document.machineSummary(),
                firstFork,
                shard.run().forks().size());
    }

    /** The lines of the iterations of a fork of the merged run. */
    List<ObjectNode> iterations(int fork) {
        return iterations.getOrDefault(fork, List.of());
    }

    /**
     * The merged run.
     *
     * @param command the arguments of {@code merge}
     * @param unmeasured benchmarks that are missing although they should not be; they are listed as not measured
     */
    public Run run(List<String> command, Collection<String> unmeasured) {
        boolean machines = apart.contains(Aspect.MACHINE);
        boolean jvms = apart.contains(Aspect.JDK) || apart.contains(Aspect.FLAGS);
        RunDocument first = shards.get(0).run().document();
        RunDocument document = new RunDocument(
                RunDocument.FORMAT_VERSION,
                state(),
                first.started(),
                documents()
                        .map(RunDocument::ended)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                command,
                common(RunDocument::preset),
                null,
                first.seed(),
                common(RunDocument::jarSha256),
                common(RunDocument::commit),
                common(RunDocument::dirty),
                first.vectorBits(),
                first.processors(),
                jvms ? null : first.jvm(),
                machines ? null : first.machine(),
                documents()
                        .map(RunDocument::machineSummary)
                        .filter(Objects::nonNull)
                        .distinct()
                        .collect(Collectors.joining("; and ")),
                null,
                warnings(),
                List.copyOf(configurations.values()),
                skipped(unmeasured),
                List.of(),
                List.of(),
                sources,
                libraries());
        Run run = new Run(document, forks);
        return new Run(document.withFailed(Failed.of(run)), forks);
    }

    private Map<String, String> libraries() {
        Map<String, String> all = new TreeMap<>();
        documents().forEach(document -> all.putAll(document.libraries()));
        return all;
    }

    private Stream<RunDocument> documents() {
        return shards.stream().map(shard -> shard.run().document());
    }

    private String state() {
        Set<String> states = documents().map(RunDocument::state).collect(Collectors.toSet());
        if (states.equals(Set.of(RunDocument.FINISHED))) {
            return RunDocument.FINISHED;
        }
        return states.contains(RunDocument.ABORTED) ? RunDocument.ABORTED : RunDocument.INTERRUPTED;
    }

    /** What all of them have; null if they differ. */
    private <T> T common(Function<RunDocument, T> field) {
        T first = field.apply(shards.get(0).run().document());
        return documents().allMatch(document -> Objects.equals(field.apply(document), first)) ? first : null;
    }

    private List<String> warnings() {
        List<String> all = new ArrayList<>();
        for (Shard shard : shards) {
            shard.run().document().warnings().forEach(warning -> all.add(shard.name() + ": " + warning));
        }
        return all;
    }

    /** What no run measured. */
    private List<Skipped> skipped(Collection<String> unmeasured) {
        Set<Integer> measured = measured();
        Set<String> there = configurations.values().stream()
                .filter(one -> measured.contains(one.id()))
                .map(RunMerge::what)
                .collect(Collectors.toSet());
        Set<Skipped> all = new LinkedHashSet<>();
        documents()
                .flatMap(document -> document.skipped().stream())
                .filter(one -> !there.contains(one.what()))
                .forEach(all::add);
        unmeasured.forEach(what -> all.add(new Skipped(what, "none of the merged runs measured it")));
        return List.copyOf(all);
    }
}
