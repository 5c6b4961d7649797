package dev.convbench.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @Test
    void autoIsOneOrAllProcessors() {
        assertEquals(1, Workers.parse("auto", false));
        assertEquals(Runtime.getRuntime().availableProcessors(), Workers.parse("auto", true));
        assertEquals(7, Workers.parse("7", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "two", "1.5", "99999999999"})
    void anythingElseIsRefused(String text) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Workers.parse(text, true));
        assertEquals("workers is '" + text + "', must be a number of at least 1, or auto", refusal.getMessage());
    }
}
