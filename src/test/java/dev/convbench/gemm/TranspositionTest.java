package dev.convbench.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.convbench.simd.Species;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strips of every length up to a few vectors, with all and with too few lines, read from an array that ends with them, or goes on. */
@Tag("kernel")
class TranspositionTest {
    private static final int MOST_TERMS = 70;
    private static final int BEFORE = 3;

    /** Elements behind the last line, so that whole vectors can be read there. */
    private static final int MORE = 64;

    @Test
    void strips() {
        for (int columns : new int[] {Species.LANES_F64, 8, 3 * Species.LANES_F64}) {
            for (int terms = 0; terms <= MOST_TERMS; terms++) {
                for (int lines : new int[] {1, columns / 2 + 1, columns}) {
                    for (int pitch : new int[] {columns, columns + 5}) {
                        strip(lines, columns, terms, pitch, 0);
                        strip(lines, columns, terms, pitch, MORE);
                    }
                }
            }
        }
    }

    @Test
    void stripsOfFloats() {
        for (int columns : new int[] {Species.LANES_F32, 8, 3 * Species.LANES_F32}) {
            for (int terms = 0; terms <= MOST_TERMS; terms++) {
                for (int lines : new int[] {1, columns / 2 + 1, columns}) {
                    for (int pitch : new int[] {columns, columns + 5}) {
                        stripOfFloats(lines, columns, terms, pitch, 0);
                        stripOfFloats(lines, columns, terms, pitch, MORE);
                    }
                }
            }
        }
    }

    private static void strip(int lines, int columns, int terms, int pitch, int more) {
        int stride = terms + terms % 3;
        double[] b = new double[BEFORE + (lines - 1) * stride + terms + more];
        for (int i = 0; i < b.length; i++) {
            b[i] = i;
        }
        double[] packed = new double[BEFORE + terms * pitch];
        Arrays.fill(packed, Double.NaN);
        Transposition.strip(lines, columns, terms, b, BEFORE, stride, packed, BEFORE, pitch);
        for (int i = 0; i < packed.length; i++) {
            double expected = Double.NaN;
            if (i >= BEFORE && (i - BEFORE) % pitch < columns) {
                int line = Math.min((i - BEFORE) % pitch, lines - 1);
                expected = b[BEFORE + line * stride + (i - BEFORE) / pitch];
            }
            assertEquals(expected, packed[i], lines + " of " + columns + ", " + terms + " terms, place " + i);
        }
    }

    private static void stripOfFloats(int lines, int columns, int terms, int pitch, int more) {
        int stride = terms + terms % 3;
        float[] b = new float[BEFORE + (lines - 1) * stride + terms + more];
        for (int i = 0; i < b.length; i++) {
            b[i] = i;
        }
        float[] packed = new float[BEFORE + terms * pitch];
        Arrays.fill(packed, Float.NaN);
        TranspositionF32.strip(lines, columns, terms, b, BEFORE, stride, packed, BEFORE, pitch);
        for (int i = 0; i < packed.length; i++) {
            float expected = Float.NaN;
            if (i >= BEFORE && (i - BEFORE) % pitch < columns) {
                int line = Math.min((i - BEFORE) % pitch, lines - 1);
                expected = b[BEFORE + line * stride + (i - BEFORE) / pitch];
            }
            assertEquals(expected, packed[i], lines + " of " + columns + ", " + terms + " terms, place " + i);
        }
    }
}
