package dev.convbench.cli;

import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.run.UsageException;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What every {@code apply} subcommand takes. */
final class ApplyOptions {
    /** The name under which a strategy is picked by rule. */
    private static final String AUTO = "auto";

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            defaultValue = AUTO,
            description = "Who computes; auto if not given. The command strategies lists them.")
    private String strategy;

    @Option(
            names = "--precision",
            paramLabel = "P",
            description =
                    "Compute in f64 or f32 and convert the inputs; if not given, that of the inputs, which must be"
                            + " of one type then.")
    private String precision;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads of a parallel strategy; the processors if not given.")
    private Integer workers;

    @Option(
            names = "--check",
            description = "Also compute it with every other strategy and compare each with the reference on this data.")
    boolean check;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli prints the help
    private boolean help;

    /** The precision to compute in, of inputs that have been read. */
    Precision precision(TensorFiles files) {
        try {
            return precision == null ? files.commonPrecision() : Precision.parse(precision);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /**
     * The strategy, with its workers.
     *
     * @throws UsageException if there is none of the name or it cannot run here
     */
    Strategy strategy() {
        try {
            Strategy named = Strategies.named(strategy);
            if (!named.available().ok()) {
                throw new UsageException(strategy + " is not available here: "
                        + named.available().reason());
            }
            return withWorkers(named);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private Strategy withWorkers(Strategy named) {
        if (workers != null && workers < 1) {
            throw new UsageException("--workers is " + workers + ", must be at least 1");
        }
        if (!named.isParallel()) {
            return named;
        }
        return named.withWorkers(workers == null ? Runtime.getRuntime().availableProcessors() : workers);
    }

    /** All strategies, with their workers, for {@code --check}. */
    List<Strategy> all() {
        return Strategies.all().stream().map(this::withWorkers).toList();
    }

    /** Refuses what a strategy does not do. */
    static void require(Strategy strategy, Support support) {
        if (!support.ok()) {
            throw new UsageException(strategy.name() + " cannot do this: " + support.reason());
        }
    }

    /** A shape, or a refusal that says which size is wrong. */
    static <S> S shape(Supplier<S> build) {
        try {
            return build.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }
}
