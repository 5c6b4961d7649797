package dev.convbench.check;

import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass of a pooling on one shape with seeded data, and what the reference says about it. Computed once, it serves to
 * check any number of strategies. Not safe for use by several threads.
 */
public final class PoolCase {
    /** Data for one call and what must come out. */
    static final class Round {
        private final String name;
        private final PoolInputs inputs;
        private final Expected expected;
        private final int[] argmax;

        Round(String name, PoolInputs inputs) {
            boolean places = inputs.shape().isMax() && inputs.pass() == Pass.FORWARD;
            this.name = name;
            this.inputs = inputs;
            expected = References.expected(inputs);
            argmax = places ? References.argmax(inputs) : null;
        }

        String name() {
            return name;
        }

        PoolInputs inputs() {
            return inputs;
        }

        Expected expected() {
            return expected;
        }

        /** Where the maxima must stand; null if the pass does not write that. */
        int[] argmax() {
            return argmax;
        }
    }

    private final PoolShape shape;
    private final Pass pass;
    private final long seed;
    private List<Round> rounds;

    /** A case; the reference runs when its answer is first needed. */
    public PoolCase(PoolShape shape, Pass pass, long seed) {
        this.shape = shape;
        this.pass = pass;
        this.seed = seed;
    }

    /** Sizes. */
    public PoolShape shape() {
        return shape;
    }

    /** The pass. */
    public Pass pass() {
        return pass;
    }

    /** Seed of the data. */
    public long seed() {
        return seed;
    }

    /** Random values, small whole numbers with many ties and, forward, non-finite values. */
    List<Round> rounds() {
        if (rounds == null) {
            rounds = new ArrayList<>();
            rounds.add(new Round("random values", PoolInputs.random(shape, pass, seed, Data::uniform)));
            rounds.add(new Round("small integers", PoolInputs.random(shape, pass, Data.seed(seed, 4), Data::integers)));
            if (pass == Pass.FORWARD) {
                PoolInputs inputs = PoolInputs.random(shape, pass, Data.seed(seed, 5), NonFinite::integers);
                rounds.add(new Round("non-finite values", inputs));
            }
        }
        return rounds;
    }
}
