package dev.convbench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.cli.Main;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kernels check their arguments with {@code assert} only, so a test JVM without {@code -ea} proves nothing. */
@Tag("kernel")
class AssertionsEnabledTest {
    @Test
    void assertionsAreEnabled() {
        assertTrue(Main.class.desiredAssertionStatus(), "run the tests with -ea");
    }
}
