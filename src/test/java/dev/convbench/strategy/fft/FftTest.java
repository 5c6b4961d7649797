package dev.convbench.strategy.fft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.convbench.check.Data;
import dev.convbench.simd.Species;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of complex numbers against the definition of their transform, and back. */
@Tag("kernel")
class FftTest {
    private static final int LANES = Species.LANES_F64;
    private static final int LINES = 3;

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16, 32})
    void forwardIsTheDefinition(int n) {
        int next = (n + 1) * 2 * LANES;
        double[] in = Data.uniform(1 + LINES * next, 3);
        double[] out = in.clone();
        Fft fft = new Fft(n);
        fft.forward(LINES, out, 1, next);
        assertEquals(in[0], out[0]);
        for (int line = 0; line < LINES; line++) {
            for (int k = 0; k < n; k++) {
                for (int lane = 0; lane < LANES; lane++) {
                    double re = 0;
                    double im = 0;
                    for (int j = 0; j < n; j++) {
                        int at = 1 + line * next + j * 2 * LANES + lane;
                        double angle = -2 * Math.PI * j * k / n;
                        re += in[at] * Math.cos(angle) - in[at + LANES] * Math.sin(angle);
                        im += in[at] * Math.sin(angle) + in[at + LANES] * Math.cos(angle);
                    }
                    int to = 1 + line * next + fft.place(k) * 2 * LANES + lane;
                    assertEquals(re, out[to], 1e-13 * n, "re " + k);
                    assertEquals(im, out[to + LANES], 1e-13 * n, "im " + k);
                }
            }
            int gap = 1 + line * next + n * 2 * LANES;
            assertArrayEquals(
                    java.util.Arrays.copyOfRange(in, gap, gap + 2 * LANES),
                    java.util.Arrays.copyOfRange(out, gap, gap + 2 * LANES),
                    "between lines");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16, 32})
    void backwardUndoesIt(int n) {
        int next = n * 2 * LANES;
        double[] in = Data.uniform(LINES * next, 4);
        double[] out = in.clone();
        Fft fft = new Fft(n);
        fft.forward(LINES, out, 0, next);
        fft.backward(LINES, out, 0, next);
        for (int k = 0; k < in.length; k++) {
            assertEquals(in[k], out[k] / n, 1e-15 * n, "" + k);
        }
    }
}
