package dev.convbench.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.convbench.gate.PairOrder.Side;
import dev.convbench.results.Json;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The finished forks of a gate: pairs of a side each, by benchmark and stage. */
final class GateForks {
    private final List<TreeMap<Integer, Double>> screen = new ArrayList<>();
    private final List<TreeMap<Integer, Double>> confirm = new ArrayList<>();
    private final List<Map<Side, List<Double>>> bytes = new ArrayList<>();
    private final String[] failures;
    private final Map<List<Integer>, Map<Side, Double>> open = new HashMap<>();
    private int confirmPairs = -1;
    private int count;
    private int attempts;
    private double seconds;

    /**
     * A line of the file.
     *
     * @param type {@code fork}, or {@code stage2} for the line that fixes the pairs of the second stage
     * @param fork number, from 0, in the order of time
     * @param stage 1 or 2
     * @param round from 0 within the stage
     * @param benchmark number in the plan
     * @param side whose code
     * @param attempt which start of the program; forks of different ones are no pair
     * @param started ISO 8601, UTC
     * @param seconds how long it took
     * @param logTime logarithm of the seconds an operation; absent if it failed
     * @param bytes allocated an operation; absent if unknown
     * @param failure why it failed; absent if it did not
     * @param confirmPairs pairs of the second stage, in its line only
     */
    record Line(
            String type,
            int fork,
            int stage,
            int round,
            int benchmark,
            Side side,
            int attempt,
            String started,
            double seconds,
            Double logTime,
            Double bytes,
            String failure,
            Integer confirmPairs) {}

    GateForks(int benchmarks) {
        failures = new String[benchmarks];
        for (int i = 0; i < benchmarks; i++) {
            screen.add(new TreeMap<>());
            confirm.add(new TreeMap<>());
            bytes.add(new EnumMap<>(Map.of(Side.BASE, new ArrayList<>(), Side.HEAD, new ArrayList<>())));
        }
    }

    /** Reads a file, which need not exist. */
    static GateForks read(Path file, int benchmarks) throws UnreadableRunException {
        GateForks forks = new GateForks(benchmarks);
        int number = 0;
        try {
            for (String text : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                number++;
                forks.add(Json.mapper().readValue(text, Line.class));
            }
        } catch (JsonProcessingException | RuntimeException e) {
            throw new UnreadableRunException(file + ": line " + number + " is no fork of a gate", e);
        } catch (IOException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + e.getMessage(), e);
        }
        return forks;
    }

    /** Takes a line in. */
    void add(Line line) {
        attempts = Math.max(attempts, line.attempt() + 1);
        if (line.confirmPairs() != null) {
            confirmPairs = line.confirmPairs();
            return;
        }
        count = Math.max(count, line.fork() + 1);
        seconds += line.seconds();
        int benchmark = line.benchmark();
        if (line.failure() != null) {
            failures[benchmark] = (line.side() == Side.BASE ? "base: " : "head: ") + line.failure();
            return;
        }
        if (line.bytes() != null) {
            bytes.get(benchmark).get(line.side()).add(line.bytes());
        }
        Map<Side, Double> pair = open.computeIfAbsent(
                List.of(line.stage(), line.round(), benchmark, line.attempt()), key -> new EnumMap<>(Side.class));
        pair.put(line.side(), line.logTime());
        if (pair.size() == 2) {
            (line.stage() == 1 ? screen : confirm)
                    .get(benchmark)
                    .put(line.round(), pair.get(Side.HEAD) - pair.get(Side.BASE));
        }
    }

    double[] screen(int benchmark) {
        return values(screen.get(benchmark));
    }

    double[] confirm(int benchmark) {
        return values(confirm.get(benchmark));
    }

    private static double[] values(TreeMap<Integer, Double> pairs) {
        return pairs.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Whether the pair of that round is whole. */
    boolean has(int benchmark, int stage, int round) {
        return (stage == 1 ? screen : confirm).get(benchmark).containsKey(round);
    }

    List<Double> bytes(int benchmark, Side side) {
        return bytes.get(benchmark).get(side);
    }

    /** Why a fork of it failed; null if none did. */
    String failure(int benchmark) {
        return failures[benchmark];
    }

    /** Pairs of the second stage; negative before it begins. */
    int confirmPairs() {
        return confirmPairs;
    }

    /** A number that no fork has had. */
    int count() {
        return count;
    }

    /** How often the program was started. */
    int attempts() {
        return attempts;
    }

    /** Time of all forks. */
    double seconds() {
        return seconds;
    }
}
