package dev.convbench.strategy.auto;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ChunkRunner;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The strategy {@code auto}: each pass of a shape is carried out by the kernel of another strategy, the fastest that {@link
 * AutoChoices} has measured on this machine, else the one that {@link AutoRule} names, else the first of the list that
 * supports it. The plan's text says which and why.
 */
public final class AutoStrategy implements Strategy {
    private static final int RANK = 500;

    private final List<Strategy> candidates;
    private final Supplier<AutoChoices> choices;

    /**
     * The strategy over candidates.
     *
     * @param candidates strategies of one precision whose plans are {@link ConvPlan}s, the best in general first; the last
     *     supports everything
     */
    public AutoStrategy(List<Strategy> candidates) {
        this(candidates, AutoChoices::current);
    }

    /** The strategy with measured choices of one's own. */
    AutoStrategy(List<Strategy> candidates, Supplier<AutoChoices> choices) {
        this.candidates = List.copyOf(candidates);
        this.choices = choices;
    }

    /** A strategy, and why it. */
    private record Choice(Strategy strategy, String why) {}

    @Override
    public String name() {
        return "auto";
    }

    @Override
    public String description() {
        return "the strategy that suits shape and pass: measured by tune, else by rule";
    }

    @Override
    public int rank() {
        return RANK;
    }

    /** The best of them is direct or not by shape. */
    @Override
    public boolean isDirect() {
        return false;
    }

    private Choice choose(ConvShape shape, Pass pass) {
        for (var time : choices.get().times(shape, pass, Precision.F64).entrySet()) {
            Strategy measured = usable(time.getKey(), shape, pass);
            if (measured != null) {
                return new Choice(
                        measured, String.format(Locale.ROOT, "measured here: %.4g ms a call", time.getValue()));
            }
        }
        AutoRule rule = AutoRule.of(shape, pass);
        Strategy ruled = usable(rule.strategy(), shape, pass);
        if (ruled != null) {
            return new Choice(ruled, "by rule: " + rule.why());
        }
        for (Strategy candidate : candidates) {
            if (supports(candidate, shape, pass)) {
                return new Choice(candidate, "the first that can run it here");
            }
        }
        return null;
    }

    /** The candidate of that name if it can carry out the pass, else null. */
    private Strategy usable(String name, ConvShape shape, Pass pass) {
        for (Strategy candidate : candidates) {
            if (candidate.name().equals(name) && supports(candidate, shape, pass)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean supports(Strategy candidate, ConvShape shape, Pass pass) {
        return candidate.available().ok()
                && candidate.supports(shape, pass, Precision.F64).ok();
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        return Precision.F64.accepts(precision).and(last().supports(shape, pass, precision));
    }

    private Strategy last() {
        return candidates.get(candidates.size() - 1);
    }

    @Override
    public String explain(ConvShape shape, Pass pass, Precision precision) {
        Choice choice = choose(shape, pass);
        return choice == null ? "" : choice.strategy.name() + " (" + choice.why + ")";
    }

    @Override
    public Convolution convolution(ConvShape shape, Precision precision) {
        Support support = supports(shape, Pass.FORWARD, precision);
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
        StringBuilder text = new StringBuilder();
        for (Pass pass : Pass.values()) {
            text.append(text.length() == 0 ? "" : ", ").append(pass.text()).append(" by ");
            text.append(explain(shape, pass, precision));
        }
        return new ConvPlan(name(), shape, pass -> kernel(shape, pass)).explained(text.toString());
    }

    private ConvKernel kernel(ConvShape shape, Pass pass) {
        Choice choice = choose(shape, pass);
        return choice == null ? null : ((ConvPlan) choice.strategy.convolution(shape, Precision.F64)).kernel(pass);
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return Precision.F64.accepts(precision).and(last().supports(shape, pass, precision));
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        for (Strategy candidate : candidates) {
            if (candidate
                    .available()
                    .and(candidate.supports(shape, Pass.FORWARD, precision))
                    .ok()) {
                return ((Pooling.Chunked) candidate.pooling(shape, precision)).on(name(), ChunkRunner.SERIAL);
            }
        }
        throw new UnsupportedOperationException(
                supports(shape, Pass.FORWARD, precision).reason());
    }

    @Override
    public Support supports(BatchNormShape shape, Precision precision) {
        return Precision.F64.accepts(precision).and(last().supports(shape, precision));
    }

    @Override
    public BatchNorm batchNorm(BatchNormShape shape, Precision precision) {
        for (Strategy candidate : candidates) {
            if (candidate.available().and(candidate.supports(shape, precision)).ok()) {
                return ((BatchNorm.Chunked) candidate.batchNorm(shape, precision)).on(name(), ChunkRunner.SERIAL);
            }
        }
        throw new UnsupportedOperationException(supports(shape, precision).reason());
    }
}
