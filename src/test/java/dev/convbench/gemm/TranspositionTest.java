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

    private interface Transposer {
        void strip(int lines, int columns, int terms, double[] b, int stride, double[] packed, int pitch);
    }

    @Test
    void strips() {
        strips(
                Species.LANES_F64,
                (lines, columns, terms, b, stride, packed, pitch) ->
                        Transposition.strip(lines, columns, terms, b, BEFORE, stride, packed, BEFORE, pitch));
    }

    @Test
    void stripsOfFloats() {
        strips(Species.LANES_F32, (lines, columns, terms, b, stride, packed, pitch) -> {
            float[] narrow = floats(b);
            float[] target = floats(packed);
            TranspositionF32.strip(lines, columns, terms, narrow, BEFORE, stride, target, BEFORE, pitch);
            Arrays.setAll(packed, i -> target[i]);
        });
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static void strips(int lanes, Transposer transposer) {
        for (int columns : new int[] {lanes, 8, 3 * lanes}) {
            for (int terms = 0; terms <= MOST_TERMS; terms++) {
                for (int lines : new int[] {1, columns / 2 + 1, columns}) {
                    for (int pitch : new int[] {columns, columns + 5}) {
                        strip(transposer, lines, columns, terms, pitch, 0);
                        strip(transposer, lines, columns, terms, pitch, MORE);
                    }
                }
            }
        }
    }

    private static void strip(Transposer transposer, int lines, int columns, int terms, int pitch, int more) {
        int stride = terms + terms % 3;
        double[] b = new double[BEFORE + (lines - 1) * stride + terms + more];
        Arrays.setAll(b, i -> i);
        double[] packed = new double[BEFORE + terms * pitch];
        Arrays.fill(packed, Double.NaN);
        transposer.strip(lines, columns, terms, b, stride, packed, pitch);
        for (int i = 0; i < packed.length; i++) {
            double expected = Double.NaN;
            if (i >= BEFORE && (i - BEFORE) % pitch < columns) {
                int line = Math.min((i - BEFORE) % pitch, lines - 1);
                expected = b[BEFORE + line * stride + (i - BEFORE) / pitch];
            }
            assertEquals(expected, packed[i], lines + " of " + columns + ", " + terms + " terms, place " + i);
        }
    }
}
