package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ForkTextTest {
    private final ForkText text = new ForkText();

    @Test
    void theDeepestReasonCounts() {
        Exception inner = new IllegalStateException("the result differs");
        Exception middle = new RuntimeException("error during the run");
        middle.addSuppressed(inner);
        assertEquals("the result differs", text.explain(new Exception("caught", middle)));
    }

    @Test
    void telltaleTypesAreNamed() {
        assertEquals("OutOfMemoryError: Java heap space", text.explain(new OutOfMemoryError("Java heap space")));
        assertEquals("NullPointerException", text.explain(new NullPointerException()));
    }

    @Test
    void aJvmThatDiedIsQuoted() {
        text.line("WARNING: nothing");
        text.line("<stderr last='20 lines'>");
        text.line("WARNING: Using incubator modules: jdk.incubator.vector");
        text.line("Error: Could not reserve enough space");
        text.line("</stderr>");
        text.line("afterwards");
        assertEquals(
                "Forked VM failed with exit code 1: Error: Could not reserve enough space",
                text.explain(new IllegalStateException("Forked VM failed with exit code 1")));
    }

    @Test
    void warmupForksAreKnown() {
        assertFalse(text.inWarmupFork());
        text.line("# Warmup Fork: 1 of 1");
        assertTrue(text.inWarmupFork());
        text.line("# Fork: 1 of 1");
        assertFalse(text.inWarmupFork());
    }
}
