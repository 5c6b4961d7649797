package dev.convbench.run;

import java.io.IOException;
import java.util.Collection;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Hands every iteration on as it ends, and everything else to JMH's own format, which it never closes. */
final class RecordingFormat implements OutputFormat {
    /** Receives what happens in a fork. */
    interface Listener {
        /** JMH is about to start a benchmark. */
        void start(BenchmarkParams params);

        /**
         * An iteration ended.
         *
         * @param params which kind of iteration
         * @param number its number, from 1
         * @param result its result
         */
        void iteration(IterationParams params, int number, IterationResult result);
    }

    private final OutputFormat delegate;
    private final Listener listener;
    private final Consumer<String> text;

    /**
     * Wraps a format.
     *
     * @param delegate what writes JMH's log
     * @param listener what gets the iterations
     * @param text gets every line that JMH prints
     */
    RecordingFormat(OutputFormat delegate, Listener listener, Consumer<String> text) {
        this.delegate = delegate;
        this.listener = listener;
        this.text = text;
    }

    @Override
    public void iterationResult(
            BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
        delegate.iterationResult(benchmark, params, iteration, data);
        listener.iteration(params, iteration, data);
    }

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
        delegate.iteration(benchmark, params, iteration);
    }

    @Override
    public void startBenchmark(BenchmarkParams benchmark) {
        listener.start(benchmark);
        delegate.startBenchmark(benchmark);
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        delegate.endBenchmark(result);
    }

    @Override
    public void startRun() {
        delegate.startRun();
    }

    @Override
    public void endRun(Collection<RunResult> result) {
        delegate.flush();
    }

    @Override
    public void print(String s) {
        delegate.print(s);
    }

    @Override
    public void println(String s) {
        text.accept(s);
        delegate.println(s);
    }

    @Override
    public void flush() {
        delegate.flush();
    }

    @Override
    public void close() {
        delegate.flush();
    }

    @Override
    public void verbosePrintln(String s) {
        delegate.verbosePrintln(s);
    }

    @Override
    public void write(int b) {
        delegate.write(b);
    }

    @Override
    public void write(byte[] b) throws IOException {
        delegate.write(b);
    }
}
