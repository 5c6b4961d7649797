package dev.convbench.fuzz;

import dev.convbench.nn.Cifar10;
import dev.convbench.nn.UnreadableFileException;
import java.util.Arrays;
import java.util.List;

/** The first training file of CIFAR-10 beside five sound ones: as it is, and filled up to whole records. */
public final class Cifar10Fuzz {
    private static final int RECORD = 1 + 3 * 32 * 32;
    private static final List<String> OTHERS =
            List.of("data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin");
    private static final FuzzFolder FOLDER = new FuzzFolder(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin");

    static {
        for (String name : OTHERS) {
            FOLDER.write(name, new byte[RECORD]);
        }
    }

    private Cifar10Fuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        read(data);
        read(Arrays.copyOf(data, (data.length / RECORD + 1) * RECORD));
        FOLDER.requireNothingElse();
    }

    private static void read(byte[] data) {
        FOLDER.write("data_batch_1.bin", data);
        try {
            Cifar10.read(FOLDER.path());
        } catch (UnreadableFileException e) {
            Sentence.require(e);
        }
    }
}
