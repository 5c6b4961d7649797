package dev.convbench.gate;

import java.util.List;

/**
 * What a gate measures; {@code ab.json} holds it.
 *
 * @param formatVersion 1
 * @param base what is there
 * @param head what shall come
 * @param benchmarks what both have, as measured
 * @param jmhArguments JMH's options of every fork
 * @param seed of the order
 * @param alpha as in the rule
 * @param minEffect as in the rule
 * @param pairs of the first stage
 * @param confirmPairs most of the second stage; 0 if there is none
 * @param budgetSeconds for all; 0 without a limit
 * @param inAll benchmarks of all shards together, which share the rate of false alarms; 0 if there is one shard
 */
public record GatePlan(
        int formatVersion,
        Target base,
        Target head,
        List<Unit> benchmarks,
        List<String> jmhArguments,
        long seed,
        double alpha,
        double minEffect,
        int pairs,
        int confirmPairs,
        double budgetSeconds,
        int inAll) {
    /** The version that this program writes. */
    public static final int FORMAT_VERSION = 1;

    /**
     * A benchmark with exact parameters.
     *
     * @param benchmark qualified class and method
     * @param params {@code name=value}, in the order of JMH
     */
    public record Unit(String benchmark, List<String> params) {
        /** For people. */
        public String name() {
            return params.isEmpty() ? benchmark : benchmark + " " + String.join(" ", params);
        }
    }

    /** How many benchmarks share the rate of false alarms. */
    public int tested() {
        return Math.max(inAll, benchmarks.size());
    }

    /** The side. */
    public Target target(PairOrder.Side side) {
        return side == PairOrder.Side.BASE ? base : head;
    }
}
