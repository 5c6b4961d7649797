package dev.convbench.nn;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads CIFAR-10 (Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009) in its binary version: six files of
 * records, each a byte of label and 3,072 of pixels, 32x32 red, then green, then blue, row by row.
 *
 * <p>The images are divided as in the notebook: the first 49,000 of the training batches to learn from, the next 1,000 for
 * validation, the first 1,000 of the test batch. The mean of the training images is subtracted from all; pixels keep their range of
 * 0 to 255. A batch may have any whole number of records; what differs from the official files is said in {@link #notes}.
 *
 * @param splits the images, stored as bytes
 * @param notes a sentence for each thing that is not as in the official files; mostly none
 */
public record Cifar10(Splits splits, List<String> notes) {
    /** The training files. */
    public static final List<String> TRAIN_FILES =
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");
    /** The test file. */
    public static final String TEST_FILE = "test_batch.bin";

    private static final int CLASSES = 10;
    private static final int CHANNELS = 3;
    private static final int SIDE = 32;
    private static final int PIXELS = CHANNELS * SIDE * SIDE;
    private static final int RECORD = 1 + PIXELS;
    private static final int BATCH = 10_000;
    private static final int TRAIN = 49_000;
    private static final int VAL = 1_000;
    private static final int TEST = 1_000;
    /** A smaller training set gives this part of it to validation. */
    private static final int VAL_PART = 50;
    /** What an array of bytes can hold. */
    private static final long MOST_RECORDS = (Integer.MAX_VALUE - 8) / PIXELS;

    private static final String INNER_FOLDER = "cifar-10-batches-bin";

    /** Keeps the list. */
    public Cifar10 {
        notes = List.copyOf(notes);
    }

    /**
     * Reads the six files.
     *
     * @param folder holds them, or the folder {@code cifar-10-batches-bin} of the archive
     * @throws UnreadableFileException if one is missing, cannot be read, is cut off, or has a label over 9
     */
    public static Cifar10 read(Path folder) throws UnreadableFileException {
        Path inner = folder.resolve(INNER_FOLDER);
        Path place = Files.isDirectory(inner) ? inner : folder;
        List<Batch> batches = new ArrayList<>();
        long count = 0;
        for (String name : TRAIN_FILES) {
            Batch batch = Batch.of(place, name);
            batches.add(batch);
            count += batch.records();
        }
        Batch testBatch = Batch.of(place, TEST_FILE);
        if (count < 2 || count > MOST_RECORDS) {
            throw new UnreadableFileException(
                    place + " holds " + count + " training images, must hold between 2 and " + MOST_RECORDS);
        }
        List<String> notes = new ArrayList<>();
        Images train = new Images((int) count);
        for (Batch batch : batches) {
            train.read(batch, (int) batch.records());
            batch.addNote(notes);
        }
        testBatch.addNote(notes);
        Images test = new Images((int) Math.min(TEST, testBatch.records()));
        test.read(testBatch, test.labels.length);
        return new Cifar10(split(train, test, notes), notes);
    }

    private static Splits split(Images train, Images test, List<String> notes) {
        int count = train.labels.length;
        int val = count >= TRAIN + VAL ? VAL : Math.max(1, count / VAL_PART);
        int learn = count >= TRAIN + VAL ? TRAIN : count - val;
        if (count != TRAIN + VAL) {
            notes.add(String.format(
                    Locale.ROOT,
                    "of %,d training images %,d are for training and %,d for validation",
                    count,
                    learn,
                    val));
        }
        double[] mean = train.mean(learn);
        Dataset all = train.dataset(mean);
        return new Splits(all.range(0, learn), all.range(learn, val), test.dataset(mean), mean);
    }

    /**
     * A file of records.
     *
     * @param file where it is
     * @param records how many it holds, at least 1
     */
    private record Batch(Path file, long records) {
        static Batch of(Path folder, String name) throws UnreadableFileException {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new UnreadableFileException(missing(folder, name));
            }
            long bytes;
            try {
                bytes = Files.size(file);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
            if (bytes == 0 || bytes % RECORD != 0) {
                throw new UnreadableFileException(file + " has " + bytes + " bytes, must have a multiple of " + RECORD
                        + ": it is cut off or no CIFAR-10 batch of the binary version");
            }
            return new Batch(file, bytes / RECORD);
        }

        private static String missing(Path folder, String name) {
            if (!Files.isDirectory(folder)) {
                return folder + " is not a folder: fetch CIFAR-10 with scripts/download-cifar10 " + folder;
            }
            String python = name.replace(".bin", "");
            return Files.exists(folder.resolve(python))
                    ? folder + " holds the Python version of CIFAR-10, must hold the binary version, with " + name
                    : folder + " lacks " + name + ": fetch CIFAR-10 with scripts/download-cifar10 " + folder;
        }

        void addNote(List<String> notes) {
            if (records != BATCH) {
                notes.add(String.format(
                        Locale.ROOT, "%s holds %,d images, the official one %,d", file.getFileName(), records, BATCH));
            }
        }
    }

    private static UnreadableFileException unreadable(Path file, IOException e) {
        String reason = e instanceof AccessDeniedException ? "not permitted" : e.getMessage();
        return new UnreadableFileException("cannot read " + file + ": " + reason, e);
    }

    /** Images read one batch after the other. */
    private static final class Images {
        private final byte[] pixels;
        private final int[] labels;
        private int filled;

        Images(int count) {
            pixels = new byte[count * PIXELS];
            labels = new int[count];
        }

        /** The first {@code count} images of a batch. */
        void read(Batch batch, int count) throws UnreadableFileException {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(batch.file()), 1 << 16)) {
                for (int image = 0; image < count; image++) {
                    int label = in.read();
                    if (label >= CLASSES) {
                        throw new UnreadableFileException(batch.file() + " has the label " + label + " at byte "
                                + (long) image * RECORD + ", must be 0 to " + (CLASSES - 1)
                                + ": it is no CIFAR-10 batch or damaged");
                    }
                    if (label < 0 || in.readNBytes(pixels, filled * PIXELS, PIXELS) < PIXELS) {
                        throw new UnreadableFileException(batch.file() + " ends within image " + image);
                    }
                    labels[filled++] = label;
                }
            } catch (IOException e) {
                throw unreadable(batch.file(), e);
            }
        }

        /** Mean of the first images: sums of whole numbers are exact, so it is the correctly rounded mean. */
        double[] mean(int images) {
            long[] sums = new long[PIXELS];
            for (int image = 0; image < images; image++) {
                for (int k = 0; k < PIXELS; k++) {
                    sums[k] += pixels[image * PIXELS + k] & 0xff;
                }
            }
            double[] mean = new double[PIXELS];
            for (int k = 0; k < PIXELS; k++) {
                mean[k] = (double) sums[k] / images;
            }
            return mean;
        }

        Dataset dataset(double[] mean) {
            return Dataset.ofBytes(pixels, mean, labels, labels.length, CHANNELS, SIDE, SIDE, CLASSES);
        }
    }
}
