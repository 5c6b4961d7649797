package dev.convbench.fuzz;

import dev.convbench.npy.Npz;
import dev.convbench.npy.UnreadableArrayException;
import java.nio.file.Path;

/** A {@code .npz} archive, its only array and one by name. */
public final class NpzFuzz {
    private static final FuzzFolder FOLDER = new FuzzFolder("x.npz");

    private NpzFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        Path file = FOLDER.write("x.npz", data);
        read(file, null);
        read(file, "x");
        FOLDER.requireNothingElse();
    }

    private static void read(Path file, String name) {
        try {
            Npz.read(file, name);
        } catch (UnreadableArrayException e) {
            Sentence.require(e);
        }
    }
}
