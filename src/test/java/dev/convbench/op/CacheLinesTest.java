package dev.convbench.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CacheLinesTest {
    @Test
    void aLineBeginsSixteenBytesBeforeAMultipleOfItsLength() {
        for (int at = 0; at < 100; at++) {
            int next = CacheLines.align(at);
            assertTrue(next >= at && next < at + 8);
            assertEquals(0, (16 + next * Double.BYTES) % 64);
            next = CacheLinesF32.align(at);
            assertTrue(next >= at && next < at + 16);
            assertEquals(0, (16 + next * Float.BYTES) % 64);
        }
    }

    @Test
    void largeBuffersGetHalfARegion() {
        assertEquals(32 * 1024 - 1, CacheLines.room(32 * 1024 - 1));
        assertEquals(256 * 1024, CacheLines.room(32 * 1024));
        assertEquals(256 * 1024 + 1, CacheLines.room(256 * 1024 + 1));
        assertEquals(512 * 1024, CacheLinesF32.room(64 * 1024));
        assertEquals(Integer.MAX_VALUE, CacheLines.room(Integer.MAX_VALUE));
    }

    @Test
    void buffersOfManyWorkersStayAsTheyAre() {
        assertEquals(256 * 1024, CacheLines.room(40_000, 8));
        assertEquals(40_000, CacheLines.room(40_000, 9));
    }
}
