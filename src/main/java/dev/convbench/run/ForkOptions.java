package dev.convbench.run;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.Profiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.ProfilerConfig;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Optional;

/**
 * JMH's options for a single fork: those of the user, narrowed to one configuration. What concerns the run as a whole
 * (result file, output file, fork count) is left out.
 */
final class ForkOptions {
    private final Options user;
    private final ForkJvm jvm;
    private final Class<? extends Profiler> profiler;

    /**
     * For a run.
     *
     * @param user the user's options
     * @param jvm where forks run
     * @param profiler ours, which is added to the user's
     */
    ForkOptions(Options user, ForkJvm jvm, Class<? extends Profiler> profiler) {
        this.user = user;
        this.jvm = jvm;
        this.profiler = profiler;
    }

    /** How long a fork warms up and measures. */
    record Timing(int warmupIterations, long warmupMillis, int measurementIterations, long measurementMillis) {
        /** All iterations together. */
        double seconds() {
            return (warmupIterations * warmupMillis + measurementIterations * measurementMillis) / 1e3;
        }
    }

    /**
     * The options of one fork.
     *
     * @param timing null for what the user or else the benchmark says
     * @param warmupForks forks before it that are not measured
     */
    Options of(Candidate candidate, Timing timing, int warmupForks) {
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .include("^" + Pattern.quote(candidate.configuration().benchmark()) + "$")
                .mode(candidate.mode())
                .forks(user.getForkCount().orElse(1) == 0 ? 0 : 1)
                .warmupForks(warmupForks)
                .shouldFailOnError(true)
                .jvm(jvm.path())
                .jvmArgsPrepend(jvm.prepend(candidate.entry()).toArray(String[]::new))
                .jvmArgs(jvm.args(candidate.entry()).toArray(String[]::new))
                .jvmArgsAppend(jvm.append().toArray(String[]::new));
        for (Map.Entry<String, String> param :
                candidate.configuration().params().entrySet()) {
            builder.param(param.getKey(), param.getValue());
        }
        builder.addProfiler(profiler);
        for (ProfilerConfig config : user.getProfilers()) {
            builder.addProfiler(config.getKlass(), config.getOpts());
        }
        user.getWarmupIncludes().forEach(builder::includeWarmup);
        copyIterations(builder);
        copyHarness(builder);
        if (timing != null) {
            builder.warmupIterations(timing.warmupIterations())
                    .warmupTime(milliseconds(timing.warmupMillis()))
                    .measurementIterations(timing.measurementIterations())
                    .measurementTime(milliseconds(timing.measurementMillis()));
        }
        return builder.build();
    }

    private static TimeValue milliseconds(long millis) {
        return new TimeValue(millis, TimeUnit.MILLISECONDS);
    }

    private void copyIterations(ChainedOptionsBuilder builder) {
        ifGiven(user.getWarmupIterations(), builder::warmupIterations);
        ifGiven(user.getWarmupTime(), builder::warmupTime);
        ifGiven(user.getWarmupBatchSize(), builder::warmupBatchSize);
        ifGiven(user.getWarmupMode(), builder::warmupMode);
        ifGiven(user.getMeasurementIterations(), builder::measurementIterations);
        ifGiven(user.getMeasurementTime(), builder::measurementTime);
        ifGiven(user.getMeasurementBatchSize(), builder::measurementBatchSize);
        ifGiven(user.getTimeout(), builder::timeout);
    }

    private void copyHarness(ChainedOptionsBuilder builder) {
        ifGiven(user.verbosity(), builder::verbosity);
        ifGiven(user.getThreads(), builder::threads);
        ifGiven(user.getThreadGroups(), builder::threadGroups);
        ifGiven(user.shouldSyncIterations(), builder::syncIterations);
        ifGiven(user.shouldDoGC(), builder::shouldDoGC);
        ifGiven(user.getTimeUnit(), builder::timeUnit);
        ifGiven(user.getOperationsPerInvocation(), builder::operationsPerInvocation);
    }

    private static <T> void ifGiven(Optional<T> value, Consumer<T> setter) {
        if (value.hasValue()) {
            setter.accept(value.get());
        }
    }
}
