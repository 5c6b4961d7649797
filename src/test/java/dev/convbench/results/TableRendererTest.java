package dev.convbench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Golden files; -Dconvbench.golden.write=true writes them anew. */
class TableRendererTest {
    private static final Path RESOURCES = Path.of("src/test/resources/dev/convbench/results");

    private static Run fullRun() {
        RunFixture fixture = new RunFixture();
        int naive = fixture.conv("naive", 1);
        int simd = fixture.conv("simd", 1);
        int parallel = fixture.conv("simd-parallel", 2);
        int broken = fixture.conv("broken", 1);
        int pool = fixture.pool("naive", 1);
        int other = fixture.other("Tiny");
        int kernel = fixture.peak("tile");
        int copy1 = fixture.copy(98304, 1);
        int copy2 = fixture.copy(98304, 2);
        Map<String, Double> exact = Map.of("maxError", 0.0);
        Map<String, Double> inexact = Map.of("maxError", 1.25e-14, "gc.alloc.rate.norm", 48.0);
        fixture.peakFork(kernel, null, 56);
        fixture.copyFork(copy1, 40).copyFork(copy2, 60);
        for (double drift : new double[] {1, 1.01, 0.99}) {
            fixture.fork(naive, null, exact, 900 * drift, 1000 * drift, 1010 * drift);
            fixture.fork(simd, null, inexact, 20000 * drift, 20100 * drift, 20050 * drift);
            fixture.fork(parallel, null, inexact, 38000 * drift, 39000 * drift, 38500 * drift);
        }
        fixture.failure(broken, "the result at 3 differs: expected 1.0, was 2.0");
        fixture.fork(pool, null, exact, 123456);
        fixture.fork(other, 3.5e6);
        fixture.peakFork(kernel, "middle", 55.5).peakFork(kernel, "last", 56.2);
        return fixture.skip("ConvForward.forward strategy=depthwise", "only depthwise layers")
                .skip("PoolForward.forward strategy=winograd", "has no pooling")
                .skip("PoolBackward.backward strategy=winograd", "has no pooling")
                .warning("other processes keep 0.5 of 2 cores busy")
                .run();
    }

    private static Run emptyRun() {
        RunFixture fixture = new RunFixture();
        fixture.fork(fixture.conv("naive", 1), 1000);
        fixture.fork(fixture.conv("simd", 1), 5000);
        return fixture.state(RunDocument.INTERRUPTED).run();
    }

    @ParameterizedTest
    @EnumSource
    void everything(TableRenderer.Format format) throws IOException {
        check("everything", fullRun(), format);
    }

    @ParameterizedTest
    @EnumSource
    void interruptedWithoutLimits(TableRenderer.Format format) throws IOException {
        check("interrupted", emptyRun(), format);
    }

    @Test
    void fastestComesFirstAndFailuresLast() {
        var rows = RunReport.of(fullRun()).tables().get(0).rows();
        assertEquals(
                "[simd-parallel, simd, naive, broken]",
                rows.stream()
                        .map(row -> row.configuration().work().strategy())
                        .toList()
                        .toString());
    }

    private static void check(String name, Run run, TableRenderer.Format format) throws IOException {
        String file = name + (format == TableRenderer.Format.TEXT ? ".txt" : ".md");
        String actual = TableRenderer.render(RunReport.of(run), format);
        if (Boolean.getBoolean("convbench.golden.write")) {
            Files.writeString(RESOURCES.resolve(file), actual);
        }
        try (InputStream golden = TableRendererTest.class.getResourceAsStream(file)) {
            assertNotNull(golden, file);
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), actual);
        }
    }
}
