package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels that can be made slower by a known amount, the ruler beside them, and a fork that measures both. */
class CalibratedKernelTest {
    private static final long MILLI = 1_000_000;

    static List<String> names() {
        return CalibratedKernel.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void ofThatNameTakesAsLongAsItIsTold(String name) {
        CalibratedKernel kernel = CalibratedKernel.named(name);
        long start = System.nanoTime();
        double nanos = kernel.time(0, 20 * MILLI);
        long elapsed = System.nanoTime() - start;
        assertTrue(elapsed >= 20 * MILLI, "as long as asked for: " + elapsed);
        assertTrue(nanos > 100 && nanos < elapsed, name + ": " + nanos + " ns a call");
    }

    @Test
    void aBatchMakesAHundredCallsAndSoManyPerCentMore() {
        int[] calls = new int[1];
        CalibratedKernel kernel = new CalibratedKernel(() -> calls[0]++);
        kernel.time(0, 0);
        assertEquals(100, calls[0]);
        kernel.time(5, 0);
        assertEquals(100 + 105, calls[0]);
        calls[0] = 0;
        kernel.time(50, MILLI);
        assertTrue(calls[0] >= 150 && calls[0] % 150 == 0, "whole batches: " + calls[0]);
    }

    @Test
    void whoIsNotThereIsNamedBesideThoseWhoAre() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> CalibratedKernel.named("conv-none"));
        assertEquals(
                "no kernel is called 'conv-none'; there are "
                        + "[conv-weights, conv-loops, conv-im2col, conv-strided, pool-max]",
                e.getMessage());
    }

    @Test
    void theRulerAddsTheSameNumbersInEachPass() {
        Ruler ruler = new Ruler();
        double nanos = ruler.time(0);
        double once = ruler.sum();
        double expected = 0;
        for (int i = 2048; i >= 1; i--) {
            expected += 1.0 / i / i;
        }
        assertEquals(expected, once, 1e-12);
        assertTrue(nanos > 0);
        ruler.time(2 * MILLI);
        double passes = (ruler.sum() - once) / expected;
        assertEquals(Math.rint(passes), passes, 1e-6);
        assertTrue(passes >= 1);
        long start = System.nanoTime();
        double each = ruler.time(5 * MILLI);
        assertTrue(System.nanoTime() - start >= 5 * MILLI);
        assertTrue(each < 5 * MILLI, each + " ns");
    }

    @Test
    void aForkPrintsAsManyIterationsOfBoth() {
        PrintStream real = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long start = System.nanoTime();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            KernelFork.main(new String[] {"pool-max", "5", "40", "3", "20"});
        } finally {
            System.setOut(real);
        }
        double millis = (System.nanoTime() - start) / 1e6;
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(2, lines.size());
        for (String line : lines) {
            double[] nanos = Arrays.stream(line.split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertEquals(3, nanos.length, line);
            assertTrue(Arrays.stream(nanos).allMatch(each -> each > 10 && each < 20 * MILLI), line);
        }
        assertTrue(millis >= 100 && millis < 2000, "40 ms and 3 x 20 ms took " + millis);
    }

    @Test
    void theForkOfAKernelIsThisProgramInTheSameJava() {
        List<String> command = BankFork.command("pool-max", 5);
        assertEquals(List.of("pool-max", "5", "220", "5", "40"), command.subList(command.size() - 5, command.size()));
        assertTrue(command.get(0).startsWith(System.getProperty("java.home")), command.get(0));
        assertTrue(command.contains(KernelFork.class.getName()));
    }
}
