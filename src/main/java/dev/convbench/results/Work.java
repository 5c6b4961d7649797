package dev.convbench.results;

/**
 * What one operation of a configuration is, in figures: enough to turn operations a second into GFLOP/s, GB/s and a
 * share of what the machine can do, without the classes that computed them.
 *
 * @param family which columns the table has
 * @param operation title of its table, for example {@code conv forward}
 * @param shape catalogue name or descriptor as asked for; null if it has no shape
 * @param descriptor the canonical descriptor; null if it has no shape
 * @param strategy name of the strategy; null if it has none
 * @param precision {@code f64}, {@code f32}; null if it has none
 * @param workers threads inside one operation
 * @param nominalFlops floating point operations, padding taps counted; 0 if they are not the measure
 * @param realFlops floating point operations without the padding taps; 0 if they are not the measure
 * @param bytes compulsory traffic of one operation; 0 if unknown
 * @param direct whether every multiply-add of the definition is carried out, so that it cannot pass the peak
 */
public record Work(
        Family family,
        String operation,
        String shape,
        String descriptor,
        String strategy,
        String precision,
        int workers,
        double nominalFlops,
        double realFlops,
        double bytes,
        boolean direct) {

    /** Work of which nothing is known but its name. */
    public static Work other(String operation) {
        return new Work(Family.OTHER, operation, null, null, null, null, 1, 0, 0, 0, false);
    }
}
