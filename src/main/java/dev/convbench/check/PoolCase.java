package dev.convbench.check;

import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import java.util.ArrayList;
import java.util.Arrays;
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

        /** Whether the values hold NaN or infinities. */
        boolean isNonFinite() {
            return !Arrays.stream(inputs.values()).allMatch(Double::isFinite);
        }

        /** Where the maxima must stand; null if the pass does not write that. */
        int[] argmax() {
            return argmax;
        }
    }

    private final PoolShape shape;
    private final Pass pass;
    private final long seed;
    private final Precision precision;
    private List<Round> rounds;

    /** A case for double plans. */
    public PoolCase(PoolShape shape, Pass pass, long seed) {
        this(shape, pass, seed, Precision.F64);
    }

    /** A case for plans of a precision; the reference runs when its answer is first needed. */
    public PoolCase(PoolShape shape, Pass pass, long seed, Precision precision) {
        this.shape = shape;
        this.pass = pass;
        this.seed = seed;
        this.precision = precision;
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

    /** The precision of the plans that this is for. */
    public Precision precision() {
        return precision;
    }

    /** Random values, small whole numbers with many ties and, forward, non-finite values. */
    List<Round> rounds() {
        if (rounds == null) {
            rounds = new ArrayList<>();
            rounds.add(round("random values", seed, Data::uniform));
            rounds.add(round("small integers", Data.seed(seed, 4), Data::integers));
            if (pass == Pass.FORWARD) {
                rounds.add(round("non-finite values", Data.seed(seed, 5), NonFinite::integers));
            }
        }
        return rounds;
    }

    private Round round(String name, long dataSeed, ConvInputs.Source source) {
        return new Round(name, PoolInputs.random(shape, pass, dataSeed, source).in(precision));
    }
}
