package dev.convbench.fuzz;

import dev.convbench.npy.NdArray;
import dev.convbench.npy.Npy;
import dev.convbench.npy.UnreadableArrayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A {@code .npy} file; what can be read must be the same after it was written and read again. */
public final class NpyFuzz {
    private static final FuzzFolder FOLDER = new FuzzFolder("x.npy", "y.npy");

    private NpyFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            NdArray array = Npy.read(FOLDER.write("x.npy", data));
            requireRoundTrip(array, FOLDER.path().resolve("y.npy"));
        } catch (UnreadableArrayException e) {
            Sentence.require(e);
        }
        FOLDER.requireNothingElse();
    }

    static void requireRoundTrip(NdArray array, Path copy) throws UnreadableArrayException {
        try {
            Npy.write(copy, array);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        NdArray again = Npy.read(copy);
        if (!Arrays.equals(again.shape(), array.shape()) || !Arrays.equals(again.doubles(), array.doubles())) {
            throw new AssertionError("read again it is another array");
        }
    }
}
