package dev.convbench.fuzz;

import dev.convbench.nn.Checkpoint;
import dev.convbench.nn.UnreadableFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A checkpoint: as it is, and with a hash that is right, behind which most of the reader is. */
public final class CheckpointFuzz {
    private static final FuzzFolder FOLDER = new FuzzFolder("x.ckpt");
    private static final int HASH = 32;

    private CheckpointFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        read(data);
        read(hashed(data));
        FOLDER.requireNothingElse();
    }

    private static byte[] hashed(byte[] data) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(data);
            byte[] all = Arrays.copyOf(data, data.length + HASH);
            System.arraycopy(hash, 0, all, data.length, HASH);
            return all;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void read(byte[] data) {
        try {
            Checkpoint.read(FOLDER.write("x.ckpt", data));
        } catch (UnreadableFileException e) {
            Sentence.require(e);
        }
    }
}
