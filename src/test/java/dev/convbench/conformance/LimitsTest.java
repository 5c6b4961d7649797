package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The largest shapes in a JVM of 64 MB: planned, and their scratch made or refused with the bytes it needs, before any work. */
@Timeout(120)
class LimitsTest {
    @Test
    void theLargestShapesAreRefusedInASentenceWhereTheyDoNotFit() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "--add-modules=jdk.incubator.vector",
                        "-Dconvbench.choices=none",
                        "-ea",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeap.class.getName())
                .redirectErrorStream(true)
                .start();
        String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(1, TimeUnit.MINUTES), text);
        assertEquals(
                List.of(), text.lines().filter(line -> line.startsWith("BAD")).toList());
        assertTrue(text.matches("(?s).*made [1-9]\\d*, refused [1-9]\\d*, unsupported \\d+\\s*"), text);
        assertEquals(0, child.exitValue(), text);
    }
}
