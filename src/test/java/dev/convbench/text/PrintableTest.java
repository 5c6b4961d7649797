package dev.convbench.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatATerminalObeysOrHidesIsWrittenAsItsCode() {
        String escape = Character.toString(0x1b);
        String rightToLeft = Character.toString(0x202e);
        String half = Character.toString(0xd800);
        assertEquals(
                "a\\u001b[31m\\u0009\\u000a\\u202e\\ud800b",
                Printable.of("a" + escape + "[31m\t\n" + rightToLeft + half + "b"));
    }

    @Test
    void whatShowsAsItselfStays() {
        assertEquals("µs – 3×3 € \ud83d\ude00", Printable.of("µs – 3×3 € \ud83d\ude00"));
        assertEquals("plain ~", Printable.of("plain ~"));
        assertNull(Printable.of(null));
    }
}
