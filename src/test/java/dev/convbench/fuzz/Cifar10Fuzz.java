package dev.convbench.fuzz;

import dev.convbench.nn.Cifar10;
import dev.convbench.nn.UnreadableFileException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The first training file of CIFAR-10 beside five sound ones: as it is, and filled up to whole records. */
public final class Cifar10Fuzz {
    private static final int RECORD = 1 + 3 * 32 * 32;
    private static final String ATTACKED = Cifar10.TRAIN_FILES.get(0);
    private static final List<String> FILES = Stream.concat(Cifar10.TRAIN_FILES.stream(), Stream.of(Cifar10.TEST_FILE))
            .toList();
    private static final FuzzFolder FOLDER = new FuzzFolder(FILES.toArray(String[]::new));

    static {
        for (String name : FILES) {
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
        FOLDER.write(ATTACKED, data);
        try {
            Cifar10.read(FOLDER.path());
        } catch (UnreadableFileException e) {
            Sentence.require(e);
        }
    }
}
