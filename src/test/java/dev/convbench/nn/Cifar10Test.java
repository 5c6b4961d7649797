package dev.convbench.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The reader of CIFAR-10, on small files of this test; with {@code -Dconvbench.cifar10=DIR} also on the real ones. */
class Cifar10Test {
    private static final String REAL = "convbench.cifar10";
    private static final int RECORD = 3073;

    @TempDir
    private Path folder;

    /** Five training batches of 2 to 6 images and a test batch of 3. */
    @BeforeEach
    void write() throws IOException {
        for (int batch = 0; batch < 5; batch++) {
            write(folder, Cifar10.TRAIN_FILES.get(batch), 2 + batch, 10 * batch);
        }
        write(folder, Cifar10.TEST_FILE, 3, 100);
    }

    /** Pixel k of image n is (first + n + k) mod 256, its label (first + n) mod 10. */
    private static void write(Path folder, String name, int images, int first) throws IOException {
        byte[] bytes = new byte[images * RECORD];
        for (int n = 0; n < images; n++) {
            bytes[n * RECORD] = (byte) ((first + n) % 10);
            for (int k = 0; k < RECORD - 1; k++) {
                bytes[n * RECORD + 1 + k] = (byte) (first + n + k);
            }
        }
        Files.write(folder.resolve(name), bytes);
    }

    private Cifar10 read() throws UnreadableFileException {
        return Cifar10.read(folder);
    }

    private void assertRefused(String sentence) {
        String message = assertThrows(UnreadableFileException.class, this::read).getMessage();
        assertTrue(message.contains(sentence), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void imagesComeInTheOrderOfTheFiles() throws Exception {
        Splits splits = read().splits();
        assertEquals(19, splits.train().n());
        assertEquals(1, splits.val().n());
        assertEquals(3, splits.test().n());
        int[] labels = {0, 1, 0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4};
        assertEquals(Arrays.toString(labels), Arrays.toString(splits.train().labels()));
        assertEquals(5, splits.val().label(0), "the last training image is for validation");
        assertEquals("[0, 1, 2]", Arrays.toString(splits.test().labels()));
    }

    @Test
    void theMeanOfTheTrainingImagesIsSubtractedFromAll() throws Exception {
        Splits splits = read().splits();
        int[] firsts = {0, 1, 10, 11, 12, 20, 21, 22, 23, 30, 31, 32, 33, 34, 40, 41, 42, 43, 44};
        double[] image = new double[3072];
        for (int k : new int[] {0, 200, 1024, 3071}) {
            double sum = 0;
            for (int first : firsts) {
                sum += (first + k) & 0xff;
            }
            double mean = sum / firsts.length;
            assertEquals(mean, splits.meanImage()[k], 0);
            splits.train().copyImage(3, image, 0);
            assertEquals(((11 + k) & 0xff) - mean, image[k], 0, "train, pixel " + k);
            splits.val().copyImage(0, image, 0);
            assertEquals(((45 + k) & 0xff) - mean, image[k], 0, "validation, pixel " + k);
            splits.test().copyImage(2, image, 0);
            assertEquals(((102 + k) & 0xff) - mean, image[k], 0, "test, pixel " + k);
        }
    }

    @Test
    void whatDiffersFromTheOfficialFilesIsNoted() throws Exception {
        List<String> notes = read().notes();
        assertEquals(7, notes.size(), notes.toString());
        assertEquals("data_batch_1.bin holds 2 images, the official one 10,000", notes.get(0));
        assertEquals("test_batch.bin holds 3 images, the official one 10,000", notes.get(5));
        assertEquals("of 20 training images 19 are for training and 1 for validation", notes.get(6));
    }

    @Test
    void enoughImagesAreDividedAsInTheNotebook() throws Exception {
        for (String name : Cifar10.TRAIN_FILES) {
            empty(name, 10_000);
        }
        empty(Cifar10.TEST_FILE, 1017);
        Cifar10 cifar = read();
        assertEquals(49_000, cifar.splits().train().n());
        assertEquals(1_000, cifar.splits().val().n());
        assertEquals(1_000, cifar.splits().test().n());
        assertEquals(List.of("test_batch.bin holds 1,017 images, the official one 10,000"), cifar.notes());
    }

    /** A file of zeros, which takes no room on most disks. */
    private void empty(String name, long images) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(images * RECORD);
        }
    }

    @Test
    void theFolderOfTheArchiveMayBeInside() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
        for (String name : Cifar10.TRAIN_FILES) {
            Files.move(folder.resolve(name), inner.resolve(name));
        }
        Files.move(folder.resolve(Cifar10.TEST_FILE), inner.resolve(Cifar10.TEST_FILE));
        assertEquals(19, read().splits().train().n());
    }

    @Test
    void aLabelOverNineIsRefused() throws Exception {
        byte[] bytes = Files.readAllBytes(folder.resolve("data_batch_3.bin"));
        bytes[2 * RECORD] = 10;
        Files.write(folder.resolve("data_batch_3.bin"), bytes);
        assertRefused("data_batch_3.bin has the label 10 at byte 6146, must be 0 to 9");
        bytes[2 * RECORD] = (byte) 200;
        Files.write(folder.resolve("data_batch_3.bin"), bytes);
        assertRefused("data_batch_3.bin has the label 200 at byte 6146");
    }

    @Test
    void aTruncatedFileIsRefused() throws Exception {
        Path file = folder.resolve("data_batch_5.bin");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5 * RECORD + 17));
        assertRefused("data_batch_5.bin has 15382 bytes, must have a multiple of 3073: it is cut off");
        Files.write(file, new byte[0]);
        assertRefused("data_batch_5.bin has 0 bytes");
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        Files.delete(folder.resolve(Cifar10.TEST_FILE));
        assertRefused("lacks test_batch.bin: fetch CIFAR-10 with scripts/download-cifar10");
        Files.createDirectory(folder.resolve(Cifar10.TEST_FILE));
        assertRefused("lacks test_batch.bin");
    }

    @Test
    void aMissingFolderIsNamed() {
        String message = assertThrows(UnreadableFileException.class, () -> Cifar10.read(folder.resolve("none")))
                .getMessage();
        assertTrue(message.contains("none is not a folder"), message);
    }

    @Test
    void thePythonVersionIsRecognised() throws Exception {
        Files.move(folder.resolve("data_batch_1.bin"), folder.resolve("data_batch_1"));
        assertRefused("holds the Python version of CIFAR-10");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void moreThanAnArrayHoldsIsRefusedBeforeAnythingIsAllocated() throws Exception {
        empty("data_batch_1.bin", 700_000);
        assertRefused("holds 700018 training images, must hold between 2 and 699050");
    }

    @Test
    void theRealDataHasItsPublishedMeans() throws Exception {
        String place = System.getProperty(REAL);
        assumeTrue(place != null, "set -D" + REAL + "=DIR to read the real CIFAR-10");
        Splits splits = Cifar10.read(Path.of(place)).splits();
        assertEquals(49_000, splits.train().n());
        assertEquals(1_000, splits.val().n());
        assertEquals(1_000, splits.test().n());
        double[] sums = new double[3];
        int[] classes = new int[10];
        double[] image = new double[3072];
        for (Dataset part : List.of(splits.train(), splits.val())) {
            for (int n = 0; n < part.n(); n++) {
                classes[part.label(n)]++;
                part.copyImage(n, image, 0);
                for (int k = 0; k < image.length; k++) {
                    sums[k / 1024] += image[k] + splits.meanImage()[k];
                }
            }
        }
        double[] means = {.49139968, .48215841, .44653091};
        for (int c = 0; c < 3; c++) {
            assertEquals(means[c], sums[c] / 50_000 / 1024 / 255, 1e-8, "channel " + c);
        }
        for (int count : classes) {
            assertEquals(5_000, count, Arrays.toString(classes));
        }
    }
}
