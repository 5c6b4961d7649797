package dev.convbench.check;

import dev.convbench.op.Precision;
import dev.convbench.shapes.ShapeGenerator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Runs verifiers, one a precision, over given shapes and then over random ones, a convolution and a pooling by turns, each in every
 * precision before the next: whatever ends it, all precisions have seen the same shapes. Ends after the last shape, after a shape with
 * a miss unless it keeps going, or when it is told to.
 */
public final class Sweep {
    /** One case of so many is large: it takes as long as thirty small ones. */
    private static final int LARGE_EACH = 64;

    private final Map<Precision, Verifier> verifiers;
    private final boolean keepGoing;
    private final BooleanSupplier enough;
    private final Verifier.Progress progress;
    private int total;
    private int done;
    private boolean missed;

    /**
     * A sweep, used once.
     *
     * @param verifiers one a precision
     * @param keepGoing go on after a miss
     * @param enough asked before each shape, ends the sweep early
     * @param progress told of each shape
     */
    public Sweep(
            Map<Precision, Verifier> verifiers, boolean keepGoing, BooleanSupplier enough, Verifier.Progress progress) {
        this.verifiers = new EnumMap<>(verifiers);
        this.keepGoing = keepGoing;
        this.enough = enough;
        this.progress = progress;
    }

    /**
     * Runs to its end.
     *
     * @param convolutions checked first
     * @param poolings checked next
     * @param seed of random shapes and their data
     * @param cases random convolutions, and as many random poolings
     * @return what each verifier found
     */
    public Map<Precision, Verification> run(
            List<Verifier.ConvJob> convolutions, List<Verifier.PoolJob> poolings, long seed, int cases) {
        total = Math.addExact(convolutions.size() + poolings.size(), Math.multiplyExact(2, cases));
        for (int k = 0; k < convolutions.size() && goesOn(); k++) {
            check(convolutions.get(k));
        }
        for (int k = 0; k < poolings.size() && goesOn(); k++) {
            check(poolings.get(k));
        }
        ShapeGenerator small = new ShapeGenerator(seed);
        ShapeGenerator large = ShapeGenerator.large(seed);
        for (int k = 0; k < cases && goesOn(); k++) {
            ShapeGenerator generator = k % LARGE_EACH == LARGE_EACH - 1 ? large : small;
            check(new Verifier.ConvJob(generator.convolution(k), Data.seed(seed, k)));
            if (goesOn()) {
                check(new Verifier.PoolJob(generator.pooling(k), Data.seed(seed, k)));
            }
        }
        Map<Precision, Verification> found = new EnumMap<>(Precision.class);
        verifiers.forEach((precision, verifier) -> found.put(precision, verifier.result()));
        return found;
    }

    /** Shapes that were checked. */
    public int done() {
        return done;
    }

    /** Shapes that were to be checked. */
    public int total() {
        return total;
    }

    private boolean goesOn() {
        return (keepGoing || !missed) && !enough.getAsBoolean();
    }

    private void check(Verifier.ConvJob job) {
        for (Verifier verifier : verifiers.values()) {
            verifier.check(job);
        }
        count();
    }

    private void check(Verifier.PoolJob job) {
        for (Verifier verifier : verifiers.values()) {
            verifier.check(job);
        }
        count();
    }

    private void count() {
        for (Verifier verifier : verifiers.values()) {
            missed |= verifier.missed();
        }
        progress.report(++done, total);
    }
}
