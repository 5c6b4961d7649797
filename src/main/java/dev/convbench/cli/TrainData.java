package dev.convbench.cli;

import dev.convbench.nn.Cifar10;
import dev.convbench.nn.Dataset;
import dev.convbench.nn.Splits;
import dev.convbench.nn.SyntheticImages;
import dev.convbench.nn.UnreadableFileException;
import dev.convbench.run.UsageException;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The images of a training.
 *
 * @param source {@link #SYNTHETIC} or the folder of CIFAR-10
 * @param name what they are called in pictures
 * @param splits the images
 * @param notes what is not as it usually is
 */
record TrainData(String source, String name, Splits splits, List<String> notes) {
    /** The source of images that are drawn. */
    static final String SYNTHETIC = "synthetic";

    private static final int TRAIN = 1000;
    private static final int VAL = 200;
    private static final int TEST = 200;
    private static final long SYNTHETIC_SEED = 1;

    /**
     * Reads or draws the images.
     *
     * @throws UsageException if the folder does not hold them
     */
    static TrainData load(String source) {
        if (source.equals(SYNTHETIC)) {
            return new TrainData(
                    source, "synthetic shapes", SyntheticImages.draw(TRAIN, VAL, TEST, SYNTHETIC_SEED), List.of());
        }
        try {
            Path folder = Path.of(source);
            Cifar10 cifar = Cifar10.read(folder);
            return new TrainData(
                    folder.toAbsolutePath().normalize().toString(), "CIFAR-10", cifar.splits(), cifar.notes());
        } catch (UnreadableFileException | InvalidPathException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** Tells images from others: of labels and mean image. */
    String checksum() {
        CRC32 crc = new CRC32();
        for (Dataset part : List.of(splits.train(), splits.val())) {
            for (int image = 0; image < part.n(); image++) {
                crc.update(part.label(image));
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(splits.meanImage().length * Double.BYTES);
        bytes.asDoubleBuffer().put(splits.meanImage());
        crc.update(bytes);
        return String.format(
                Locale.ROOT, "%d-%d-%08x", splits.train().n(), splits.val().n(), crc.getValue());
    }

    /** How many images of what, for people. */
    String description() {
        Dataset train = splits.train();
        return String.format(
                Locale.ROOT,
                "%s: %,d images to learn from, %,d for validation, %,d to test; %dx%dx%d, %d classes",
                name,
                train.n(),
                splits.val().n(),
                splits.test().n(),
                train.c(),
                train.h(),
                train.w(),
                train.classes());
    }
}
