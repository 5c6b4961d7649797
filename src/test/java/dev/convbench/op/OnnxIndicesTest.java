package dev.convbench.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class OnnxIndicesTest {
    /** Two images of two channels, 3 by 4 pixels, windows 2 by 2 at stride 2: 1 by 2 outputs. */
    private static final PoolShape SHAPE =
            PoolShape.builder().input(2, 2, 3, 4).window(2, 2).stride(2, 2).build();

    private static final int[] ARGMAX = {0, 7, 5, -1, 4, 2, 1, 6};

    @Test
    void planesAreNumberedThroughTheTensor() {
        assertArrayEquals(new long[] {0, 7, 17, -1, 28, 26, 37, 42}, OnnxIndices.of(ARGMAX, SHAPE, false));
    }

    @Test
    void columnsComeFirstInStorageOrderOne() {
        // row r, column c of a plane of 3 rows: c * 3 + r
        assertArrayEquals(
                new long[] {0, 10, 12 + 4, -1, 24 + 1, 24 + 6, 36 + 3, 36 + 7}, OnnxIndices.of(ARGMAX, SHAPE, true));
    }

    @Test
    void bothNumberingsComeBack() {
        for (boolean columnMajor : new boolean[] {false, true}) {
            long[] indices = OnnxIndices.of(ARGMAX, SHAPE, columnMajor);
            assertArrayEquals(ARGMAX, OnnxIndices.toArgmax(indices, SHAPE, columnMajor));
        }
    }

    @Test
    void indicesOfAnotherPlaneAreRefused() {
        long[] indices = OnnxIndices.of(ARGMAX, SHAPE, false);
        indices[2] = 11;
        assertEquals(
                "indices[2] is 11: outside the plane of its channel",
                assertThrows(IllegalArgumentException.class, () -> OnnxIndices.toArgmax(indices, SHAPE, false))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> OnnxIndices.of(new int[7], SHAPE, false));
        assertThrows(IllegalArgumentException.class, () -> OnnxIndices.toArgmax(new long[7], SHAPE, false));
    }
}
