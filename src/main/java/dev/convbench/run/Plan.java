package dev.convbench.run;

import dev.convbench.op.Strategies;
import dev.convbench.results.Configuration;
import dev.convbench.results.Family;
import dev.convbench.results.Skipped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;

/** What a run measures: exact configurations that can run, what is left out and why, and what may be added later. */
final class Plan {
    static final String NOTEBOOK_CONV = "notebook:conv";
    static final String NOTEBOOK_POOL = "notebook:pool";
    static final int BEST = 2;

    private static final String PARALLEL_SUFFIX = "-parallel";
    private static final long MAX_FOOTPRINT = 1L << 30;
    private static final long MIN_FOOTPRINT = 1L << 12;

    private final List<Candidate> candidates;
    private final List<Candidate> parallel;
    private final List<Skipped> skipped;

    private Plan(List<Candidate> candidates, List<Candidate> parallel, List<Skipped> skipped) {
        this.candidates = candidates;
        this.parallel = parallel;
        this.skipped = skipped;
    }

    /** Asks whether things can run; gives for each the reason why not, empty for yes. */
    interface Oracle {
        /** The answers, in the order of the questions. */
        List<String> problems(List<Question> questions);
    }

    /**
     * Plans a run.
     *
     * @param selection what the user chose
     * @param bestParallel whether only the best serial strategies are also measured in parallel, once they are known
     * @param processors workers of parallel strategies
     * @param oracle what can run
     * @throws UsageException if nothing matches, a value is unknown or nothing that was chosen can run
     */
    static Plan of(Selection selection, boolean bestParallel, int processors, Oracle oracle) {
        List<BenchmarkListEntry> entries = new ArrayList<>(selection.benchmarks());
        entries.sort(Comparator.comparingInt(Plan::order));
        Map<String, List<String>> params = new LinkedHashMap<>(selection.params());
        Expansion expansion = new Expansion(withPreset(selection, params), processors);
        List<BenchmarkListEntry> copies = new ArrayList<>();
        List<BenchmarkListEntry> others = new ArrayList<>();
        for (BenchmarkListEntry entry : entries) {
            boolean copy = Operation.of(entry.getUsername())
                    .filter(one -> one == Operation.COPY_BANDWIDTH)
                    .isPresent();
            (copy ? copies : others).add(entry);
        }
        expansion.checkNames(entries);
        Set<Mode> modes = new TreeSet<>(selection.options().getBenchModes());
        expansion.add(others, modes);
        List<Candidate> all = new ArrayList<>(expansion.candidates());
        List<Skipped> skipped = new ArrayList<>(expansion.skipped());
        all.addAll(copies(copies, modes, params, all, processors));

        List<Candidate> runnable = runnable(all, oracle, skipped, bestParallel);
        List<Candidate> parallel = new ArrayList<>();
        if (bestParallel) {
            runnable.stream().filter(Plan::isParallel).forEach(parallel::add);
            runnable.removeAll(parallel);
            if (processors < 2) {
                parallel.clear();
                skipped.add(new Skipped("parallel strategies", "there is only one processor"));
            }
        }
        if (runnable.isEmpty()) {
            throw new UsageException("nothing can run: "
                    + (skipped.isEmpty()
                            ? "nothing was selected"
                            : skipped.get(0).what() + ": " + skipped.get(0).reason()
                                    + (skipped.size() > 1 ? ", and " + (skipped.size() - 1) + " more" : "")));
        }
        List<Candidate> numbered = new ArrayList<>();
        for (Candidate candidate : runnable) {
            numbered.add(candidate.withId(numbered.size()));
        }
        return new Plan(numbered, parallel, skipped);
    }

    /**
     * This plan without the configurations in whose text, benchmark and parameters, one of these is found.
     *
     * @throws UsageException if nothing is left
     */
    Plan without(List<Pattern> patterns) {
        if (patterns.isEmpty()) {
            return this;
        }
        List<Candidate> kept = new ArrayList<>();
        List<Skipped> left = new ArrayList<>(skipped);
        for (Candidate candidate : candidates) {
            String text = candidate.describe();
            if (patterns.stream().anyMatch(pattern -> pattern.matcher(text).find())) {
                left.add(new Skipped(text, "left out by --without"));
            } else {
                kept.add(candidate.withId(kept.size()));
            }
        }
        if (kept.isEmpty()) {
            throw new UsageException("--without leaves nothing to measure");
        }
        List<Candidate> later = parallel.stream()
                .filter(one -> patterns.stream()
                        .noneMatch(pattern -> pattern.matcher(one.describe()).find()))
                .toList();
        return new Plan(kept, later, left);
    }

    /**
     * The part of this plan that one of several machines measures: whole operations with all of their strategies, so that what is
     * compared comes from one machine; single benchmarks where there are fewer operations than parts. Every part measures the
     * limits of its machine.
     *
     * @throws UsageException if nothing is left for this part
     */
    Plan shard(ShardChoice choice, Durations durations) {
        Map<String, List<Candidate>> units = new LinkedHashMap<>();
        List<Candidate> measured =
                candidates.stream().filter(one -> !isLimit(one)).toList();
        measured.forEach(one ->
                units.computeIfAbsent(unit(one), key -> new ArrayList<>()).add(one));
        if (units.size() < choice.count() && parallel.isEmpty()) {
            units.clear();
            measured.forEach(one -> units.put(one.configuration().key(), List.of(one)));
        }
        List<List<Candidate>> mine = choice.of(
                List.copyOf(units.values()),
                unit -> unit.stream()
                        .mapToDouble(one -> durations.of(one.configuration()))
                        .sum());
        Set<Candidate> kept = new HashSet<>();
        mine.forEach(kept::addAll);
        if (kept.isEmpty()) {
            throw new UsageException("--shard " + choice + " has nothing to measure: there are only " + units.size()
                    + " operations to share out");
        }
        Set<String> groups = new HashSet<>();
        kept.forEach(one -> groups.add(group(one)));
        List<Candidate> numbered = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (isLimit(candidate) || kept.contains(candidate)) {
                numbered.add(candidate.withId(numbered.size()));
            }
        }
        List<Candidate> later =
                parallel.stream().filter(one -> groups.contains(group(one))).toList();
        return new Plan(numbered, later, skipped);
    }

    private static boolean isLimit(Candidate candidate) {
        Family family = candidate.configuration().work().family();
        return family == Family.PEAK || family == Family.COPY;
    }

    private static String unit(Candidate candidate) {
        String group = group(candidate);
        return group.isEmpty() ? candidate.configuration().key() : group;
    }

    /** Operations in the order of the tables, other benchmarks last. */
    private static int order(BenchmarkListEntry entry) {
        return Operation.of(entry.getUsername()).map(Enum::ordinal).orElse(Integer.MAX_VALUE);
    }

    private static Map<String, List<String>> withPreset(Selection selection, Map<String, List<String>> params) {
        Map<String, List<String>> all = new LinkedHashMap<>(params);
        if (selection.isPreset()) {
            all.putIfAbsent(Expansion.CONV, List.of(NOTEBOOK_CONV));
            all.putIfAbsent(Expansion.POOL, List.of(NOTEBOOK_POOL));
        }
        return all;
    }

    /** Copies at the footprints of what is measured, with its numbers of workers, unless the user said which. */
    private static List<Candidate> copies(
            List<BenchmarkListEntry> entries,
            Set<Mode> modes,
            Map<String, List<String>> params,
            List<Candidate> measured,
            int processors) {
        if (entries.isEmpty()) {
            return List.of();
        }
        TreeSet<Long> footprints = new TreeSet<>();
        TreeSet<Integer> workers = new TreeSet<>(Set.of(1));
        for (Candidate candidate : measured) {
            double bytes = candidate.configuration().work().bytes();
            if (bytes > 0) {
                footprints.add(footprint(bytes));
                workers.add(candidate.configuration().work().workers());
            }
        }
        Map<String, List<String>> chosen = new LinkedHashMap<>();
        if (params.containsKey(Expansion.BYTES)) {
            chosen.put(Expansion.BYTES, params.get(Expansion.BYTES));
        } else if (!footprints.isEmpty()) {
            chosen.put(Expansion.BYTES, footprints.stream().map(String::valueOf).toList());
        }
        if (params.containsKey(Expansion.WORKERS)) {
            chosen.put(Expansion.WORKERS, params.get(Expansion.WORKERS));
        } else {
            chosen.put(Expansion.WORKERS, workers.stream().map(String::valueOf).toList());
        }
        return new Expansion(chosen, processors).add(entries, modes).candidates();
    }

    /** The nearest of 1 or 1.5 times a power of two, so that shapes of nearly the same size share a measurement. */
    static long footprint(double bytes) {
        double best = MIN_FOOTPRINT;
        for (long power = MIN_FOOTPRINT; power <= MAX_FOOTPRINT; power *= 2) {
            for (double candidate : new double[] {power, power * 1.5}) {
                if (Math.abs(Math.log(candidate / bytes)) < Math.abs(Math.log(best / bytes))) {
                    best = candidate;
                }
            }
        }
        return (long) best;
    }

    private static List<Candidate> runnable(
            List<Candidate> all, Oracle oracle, List<Skipped> skipped, boolean silentParallel) {
        List<Question> questions = new ArrayList<>();
        all.stream()
                .map(Candidate::question)
                .filter(question -> question != null && !questions.contains(question))
                .forEach(questions::add);
        List<String> problems = oracle.problems(questions);
        Map<Question, String> answers = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            answers.put(questions.get(i), problems.get(i));
        }
        List<Candidate> runnable = new ArrayList<>();
        for (Candidate candidate : all) {
            String problem = answers.getOrDefault(candidate.question(), "");
            if (problem.isEmpty()) {
                runnable.add(candidate);
            } else if (!silentParallel || !isParallel(candidate)) {
                skipped.add(new Skipped(candidate.describe(), problem));
            }
        }
        return runnable;
    }

    private static boolean isParallel(Candidate candidate) {
        String strategy = candidate.configuration().work().strategy();
        return strategy != null && Strategies.named(strategy).isParallel();
    }

    /** What is measured from the start; the position is the id. */
    List<Candidate> candidates() {
        return candidates;
    }

    /** What is left out, and why. */
    List<Skipped> skipped() {
        return skipped;
    }

    /** At most how many configurations {@link #bestParallel} will give. */
    int expectedParallel() {
        Set<String> groups = new HashSet<>();
        parallel.forEach(candidate -> groups.add(group(candidate)));
        return groups.stream()
                .mapToInt(group -> (int) Math.min(
                        BEST,
                        parallel.stream()
                                .filter(one -> group(one).equals(group))
                                .count()))
                .sum();
    }

    /**
     * The best serial strategies of each operation and shape, in their parallel form, numbered on from those there are.
     * Of a family (the name up to the first hyphen) only the best counts: its rule and the kernel that the rule chooses
     * are the same thing.
     *
     * @param speed operations a second of a configuration; NaN if unknown
     */
    List<Candidate> bestParallel(ToDoubleFunction<Configuration> speed) {
        List<Candidate> best = new ArrayList<>();
        Set<String> groups = new LinkedHashSet<>();
        candidates.forEach(candidate -> groups.add(group(candidate)));
        for (String group : groups) {
            Set<String> families = new HashSet<>();
            candidates.stream()
                    .filter(one -> group(one).equals(group) && speed.applyAsDouble(one.configuration()) > 0)
                    .sorted(Comparator.comparingDouble((Candidate one) -> -speed.applyAsDouble(one.configuration())))
                    .flatMap(one -> parallelOf(one).stream())
                    .filter(one ->
                            families.add(one.configuration().work().strategy().replaceAll("-.*", "")))
                    .limit(BEST)
                    .forEach(best::add);
        }
        List<Candidate> numbered = new ArrayList<>();
        for (Candidate candidate : best) {
            numbered.add(candidate.withId(candidates.size() + numbered.size()));
        }
        return numbered;
    }

    /**
     * What an earlier call of {@link #bestParallel} gave.
     *
     * @param recorded the configurations of the run, those that were added last
     * @throws UsageException if this plan would not have given it
     */
    List<Candidate> added(List<Configuration> recorded) {
        List<Candidate> added = new ArrayList<>();
        for (Configuration configuration : recorded.subList(candidates.size(), recorded.size())) {
            added.add(parallel.stream()
                    .filter(one -> one.configuration().key().equals(configuration.key()))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(
                            "the run measures " + configuration.key() + ", which these options do not select"))
                    .withId(configuration.id()));
        }
        return added;
    }

    private List<Candidate> parallelOf(Candidate serial) {
        String name = serial.configuration().work().strategy() + PARALLEL_SUFFIX;
        return parallel.stream()
                .filter(one -> one.configuration().work().strategy().equals(name)
                        && group(one).equals(group(serial)))
                .limit(1)
                .toList();
    }

    /** Benchmark, mode, shape and precision: what strategies compete in. */
    private static String group(Candidate candidate) {
        Configuration configuration = candidate.configuration();
        if (configuration.work().family() != Family.CONV && configuration.work().family() != Family.POOL) {
            return "";
        }
        return configuration.benchmark() + " " + configuration.mode() + " "
                + configuration.work().descriptor() + " "
                + configuration.work().precision();
    }
}
