package dev.convbench.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Json;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.stats.ForkValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Real forks of calibrated kernels, kept to draw gates from. A group is what was measured side by side of one kernel in one
 * round: two variants of the same code, and of the first kernel also one with {@value #PLANTED_PERCENT} % more work.
 */
public final class Bank {
    /** Work planted in the third variant of the first kernel, in per cent. */
    public static final int PLANTED_PERCENT = 5;

    /** The file of forks in the folder of a bank. */
    static final String FORKS = "forks.jsonl";
    /** The file that says what was measured where. */
    static final String HEADER = "bank.json";

    private final Map<String, TreeMap<Integer, Map<Variant, Double>>> groups;
    private final int nextFork;
    private final int nextAttempt;
    private final double seconds;

    /** What runs in a fork. */
    public enum Variant {
        /** The code as it is. */
        A(0),
        /** The very same code. */
        B(0),
        /** With more work. */
        PLANTED(PLANTED_PERCENT);

        private final int extraPercent;

        Variant(int extraPercent) {
            this.extraPercent = extraPercent;
        }

        /** More work in per cent. */
        int extraPercent() {
            return extraPercent;
        }
    }

    /**
     * A line of the file.
     *
     * @param type always {@code fork}
     * @param fork number, from 0, in the order of time
     * @param round round that it belongs to, from 0
     * @param attempt which go at that group; forks of different goes were not measured side by side
     * @param kernel which kernel
     * @param variant which variant
     * @param started ISO 8601, UTC
     * @param seconds how long the fork took with all that belongs to it
     * @param nanos nanoseconds a call, one an iteration
     * @param ruler nanoseconds of the {@link Ruler}, one an iteration
     */
    record Line(
            String type,
            int fork,
            int round,
            int attempt,
            String kernel,
            Variant variant,
            String started,
            double seconds,
            double[] nanos,
            double[] ruler) {}

    /** What is taken for the value of a fork. */
    public enum Value {
        /** Its time, as a gate over any benchmarks.jar does. */
        TIME,
        /** Its time in units of the ruler of the same fork. */
        RULER
    }

    private Bank(
            Map<String, TreeMap<Integer, Map<Variant, Double>>> groups, int nextFork, int nextAttempt, double seconds) {
        this.groups = groups;
        this.nextFork = nextFork;
        this.nextAttempt = nextAttempt;
        this.seconds = seconds;
    }

    /** The variants of a kernel. */
    static List<Variant> variants(String kernel) {
        return kernel.equals(plantedKernel()) ? List.of(Variant.values()) : List.of(Variant.A, Variant.B);
    }

    /** The kernel that also exists with more work. */
    public static String plantedKernel() {
        return CalibratedKernel.names().get(0);
    }

    /**
     * Reads the forks of a folder with that value of each; without the file there are none. Groups that miss a variant are left out.
     *
     * @throws UnreadableRunException if a line is damaged
     */
    public static Bank read(Path folder, Value value) throws UnreadableRunException {
        Path file = folder.resolve(FORKS);
        Map<String, TreeMap<Integer, Map<Variant, Double>>> groups = new LinkedHashMap<>();
        CalibratedKernel.names().forEach(kernel -> groups.put(kernel, new TreeMap<>()));
        Map<List<Object>, Map<Variant, Double>> open = new LinkedHashMap<>();
        int forks = 0;
        int attempts = 0;
        int number = 0;
        double seconds = 0;
        try {
            for (String text : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                number++;
                Line line = line(text);
                forks = Math.max(forks, line.fork() + 1);
                seconds += line.seconds();
                attempts = Math.max(attempts, line.attempt() + 1);
                Map<Variant, Double> group = open.computeIfAbsent(
                        List.of(line.kernel(), line.round(), line.attempt()), key -> new EnumMap<>(Variant.class));
                group.put(line.variant(), Math.log(value(line, value)));
                if (group.keySet().containsAll(variants(line.kernel()))) {
                    groups.get(line.kernel()).put(line.round(), group);
                }
            }
        } catch (JsonProcessingException | RuntimeException e) {
            throw new UnreadableRunException(file + ": line " + number + " is no fork of a bank", e);
        } catch (IOException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + e.getMessage(), e);
        }
        return new Bank(groups, forks, attempts, seconds);
    }

    private static double value(Line line, Value value) {
        double[] iterations = line.nanos().clone();
        for (int i = 0; value == Value.RULER && i < iterations.length; i++) {
            iterations[i] /= line.ruler()[i];
        }
        return ForkValue.of(iterations);
    }

    private static Line line(String text) throws JsonProcessingException {
        JsonNode tree = Json.mapper().readTree(text);
        return new Line(
                "fork",
                tree.required("fork").intValue(),
                tree.required("round").intValue(),
                tree.required("attempt").intValue(),
                tree.required("kernel").textValue(),
                Variant.valueOf(tree.required("variant").textValue()),
                tree.required("started").textValue(),
                tree.required("seconds").doubleValue(),
                numbers(tree.required("nanos")),
                numbers(tree.required("ruler")));
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).doubleValue();
        }
        return numbers;
    }

    /** Whether a group is whole. */
    boolean has(String kernel, int round) {
        return groups.get(kernel).containsKey(round);
    }

    int nextFork() {
        return nextFork;
    }

    int nextAttempt() {
        return nextAttempt;
    }

    /** How long a fork took on average, with all that belongs to it. */
    public double secondsPerFork() {
        return seconds / nextFork;
    }

    /** Whole groups of the kernel that has fewest. */
    public int rounds() {
        return groups.values().stream().mapToInt(Map::size).min().orElse(0);
    }

    /** Logarithm of time of a variant over the time of A, one a whole group, in the order of time. */
    public List<Double> logRatios(String kernel, Variant variant) {
        List<Double> ratios = new ArrayList<>();
        groups.get(kernel).values().forEach(group -> ratios.add(group.get(variant) - group.get(Variant.A)));
        return ratios;
    }

    /** Logarithms of nanoseconds a call, one a whole group, in the order of time. */
    public double[] logTimes(String kernel, Variant variant) {
        return groups.get(kernel).values().stream()
                .mapToDouble(group -> group.get(variant))
                .toArray();
    }
}
