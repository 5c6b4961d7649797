package dev.convbench.check;

import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import java.util.List;

/**
 * Holds one pass of a pooling strategy to the reference: maxima and their places must be equal, averages and gradients within
 * their bound.
 *
 * <p>One plan with one scratch is called several times on the same arrays with other values in them: values uniform in [−1,
 * 1], small integers (many ties), and forward a third time with NaN, infinities and both zeros among them. Before each call
 * the outputs and the buffers of the scratch hold what must not be read; after it the inputs must be what they were.
 */
public final class PoolCheck {
    private final Subject subject;
    private final PoolShape shape;
    private final Pass pass;
    private final Pooling plan;
    private final Scratch scratch;
    private final PoolArrays arrays;
    private Comparison total = Comparison.NONE;

    private PoolCheck(Subject subject, PoolInputs first) {
        this.subject = subject;
        shape = first.shape();
        pass = subject.pass();
        plan = subject.strategy().pooling(shape, first.precision());
        scratch = plan.newScratch();
        arrays = new PoolArrays(first);
    }

    /** As {@link #run(Strategy, int, PoolShape, Pass, long)} with one worker. */
    public static CheckResult run(Strategy strategy, PoolShape shape, Pass pass, long seed) {
        return run(strategy, 1, shape, pass, seed);
    }

    /**
     * Checks a pass that the strategy supports.
     *
     * @param workers threads of a parallel strategy; others ignore it
     * @param seed of the data
     */
    public static CheckResult run(Strategy strategy, int workers, PoolShape shape, Pass pass, long seed) {
        return run(strategy, workers, new PoolCase(shape, pass, seed));
    }

    /** As {@link #run(Strategy, int, PoolShape, Pass, long)} for a case that may have served other strategies before. */
    public static CheckResult run(Strategy strategy, int workers, PoolCase given) {
        Strategy bound = Subject.with(strategy, workers);
        String shape = given.shape().toString();
        Subject subject =
                new Subject(bound, workers, "--pool", shape, given.pass(), given.precision(), given.seed(), "");
        List<PoolCase.Round> rounds = given.rounds();
        try {
            PoolCheck check = new PoolCheck(subject, rounds.get(0).inputs());
            CheckResult result = check.call(rounds.get(0));
            for (int k = 1; k < rounds.size() && result.ok(); k++) {
                if (check.plan.promisesNonFinite() || !rounds.get(k).isNonFinite()) {
                    result = check.call(rounds.get(k));
                }
            }
            return result;
        } catch (RuntimeException | AssertionError e) {
            return subject.wrong(e);
        }
    }

    private CheckResult call(PoolCase.Round round) {
        arrays.set(round.inputs());
        Poison.fill(scratch);
        arrays.spoil();
        arrays.run(plan, scratch);
        String changed = arrays.difference(round.inputs());
        return changed.isEmpty()
                ? judge(round)
                : subject.wrong("the input " + changed + " was written (" + round.name() + ")");
    }

    private CheckResult judge(PoolCase.Round round) {
        Expected expected = round.expected();
        int[] argmaxOut = arrays.argmaxOut();
        double[] out = arrays.out().doubles();
        boolean exact = argmaxOut != null;
        total = total.and(exact ? expected.compareExactly(out) : expected.compare(out, plan.errorFactor(pass)));
        CheckResult result = subject.result(total, Coordinates.of(shape, pass, total.index()), round.name(), exact);
        if (!exact || !result.ok() || !plan.writesArgmax()) {
            return result;
        }
        Comparison places = Comparison.compareExactly(argmaxOut, round.argmax());
        return places.ok()
                ? result
                : subject.result(places, "arg" + Coordinates.of(shape, pass, places.index()), round.name(), true);
    }
}
