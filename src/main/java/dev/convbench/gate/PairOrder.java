package dev.convbench.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which fork comes when. A round measures one pair of neighbouring forks of each benchmark, the benchmarks in random order.
 * Within a pair the base comes first in one round and the head in the next (ABBA), so that a machine which gets slower all the
 * time harms both alike.
 */
public final class PairOrder {
    /** One of the two that are compared. */
    public enum Side {
        /** What is there. */
        BASE,
        /** What shall come. */
        HEAD
    }

    /**
     * A fork to run.
     *
     * @param benchmark its number
     * @param side whose code
     */
    public record Slot(int benchmark, Side side) {}

    private PairOrder() {}

    /**
     * The forks of a round.
     *
     * @param seed seed of the gate
     * @param stage 1 or 2
     * @param round from 0 within the stage
     * @param benchmarks numbers of those measured in it
     */
    public static List<Slot> round(long seed, int stage, int round, List<Integer> benchmarks) {
        List<Integer> order = new ArrayList<>(benchmarks);
        Random random = new Random(seed * 1_000_003 + stage * 100_003L + round);
        Collections.shuffle(order, random);
        List<Slot> slots = new ArrayList<>();
        for (int benchmark : order) {
            boolean headFirst = headFirst(seed, benchmark, round);
            slots.add(new Slot(benchmark, headFirst ? Side.HEAD : Side.BASE));
            slots.add(new Slot(benchmark, headFirst ? Side.BASE : Side.HEAD));
        }
        return slots;
    }

    /** Alternates with the round; which side begins differs between benchmarks, so that no side is always the first of a gate. */
    private static boolean headFirst(long seed, int benchmark, int round) {
        boolean beginsWithHead = new Random(seed ^ (benchmark * 0x9E3779B97F4A7C15L)).nextBoolean();
        return beginsWithHead ^ (round & 1) == 1;
    }
}
