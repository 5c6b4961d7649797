package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** JMH's format and the listener hear everything, and the format is never closed. */
class RecordingFormatTest {
    private final List<String> heard = new ArrayList<>();

    private final OutputFormat delegate = (OutputFormat) Proxy.newProxyInstance(
            OutputFormat.class.getClassLoader(), new Class<?>[] {OutputFormat.class}, (proxy, method, arguments) -> {
                heard.add(method.getName() + (arguments == null ? "" : Arrays.deepToString(arguments)));
                return null;
            });

    private final RecordingFormat format = new RecordingFormat(
            delegate,
            new RecordingFormat.Listener() {
                @Override
                public void start(BenchmarkParams params) {
                    heard.add("listener start");
                }

                @Override
                public void iteration(IterationParams params, int number, IterationResult result) {
                    heard.add("listener iteration " + number);
                }
            },
            line -> heard.add("text " + line));

    @Test
    void everythingIsHandedOn() throws IOException {
        format.startRun();
        format.startBenchmark(null);
        format.iteration(null, null, 1);
        format.iterationResult(null, null, 1, null);
        format.print("a");
        format.println("b");
        format.verbosePrintln("c");
        format.write(7);
        format.write(new byte[] {1, 2});
        format.endBenchmark(null);
        format.flush();
        assertEquals(
                List.of(
                        "startRun",
                        "listener start",
                        "startBenchmark[null]",
                        "iteration[null, null, 1]",
                        "iterationResult[null, null, 1, null]",
                        "listener iteration 1",
                        "print[a]",
                        "text b",
                        "println[b]",
                        "verbosePrintln[c]",
                        "write[7]",
                        "write[[1, 2]]",
                        "endBenchmark[null]",
                        "flush"),
                heard);
    }

    @Test
    void theEndOfAForkIsNotTheEndOfTheLog() {
        format.endRun(List.of());
        format.close();
        assertEquals(List.of("flush", "flush"), heard);
    }
}
