package dev.convbench.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that NumPy wrote ({@code npy/make.py}), and ones that are wrong or hostile. */
class NpzTest {
    private static final Path PLAIN = Path.of("src/test/resources/npy/plain.npz");
    private static final Path COMPRESSED = Path.of("src/test/resources/npy/compressed.npz");

    @TempDir
    private Path folder;

    private static String refusal(Path file, String name) {
        return assertThrows(UnreadableArrayException.class, () -> Npz.read(file, name))
                .getMessage()
                .replace(file.toString(), "FILE");
    }

    @Test
    void arraysAreReadByName() throws Exception {
        NdArray weights = Npz.read(PLAIN, "weights");
        assertEquals("(2, 3)", weights.shapeText());
        assertArrayEquals(new double[] {0.5, 1.5, 2.5, 3.5, 4.5, 5.5}, weights.doubles());
        assertEquals(ElementType.FLOAT32, Npz.read(PLAIN, "bias").type());
    }

    @Test
    void theOnlyArrayNeedsNoName() throws Exception {
        NdArray only = Npz.read(COMPRESSED, null);
        assertEquals(4096, only.length());
        assertEquals(4095.5, only.doubles()[4095]);
    }

    @Test
    void aMissingNameIsAnsweredByTheNamesThereAre() {
        assertEquals(
                "FILE holds 2 arrays; name one, as in FILE:NAME; it holds 'weights', 'bias'", refusal(PLAIN, null));
        assertEquals("FILE holds no array 'w'; it holds 'weights', 'bias'", refusal(PLAIN, "w"));
    }

    @Test
    void whatIsNoArchiveIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("text.npz"), "no archive");
        assertTrue(refusal(file, null).startsWith("FILE is no .npz file, or a damaged one: "));
        byte[] whole = Files.readAllBytes(COMPRESSED);
        for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertTrue(refusal(file, null).startsWith("FILE is no .npz file, or a damaged one: "));
        }
    }

    @Test
    void oneChangedBitIsRefused() throws Exception {
        Path file = folder.resolve("bit.npz");
        for (Path sound : new Path[] {PLAIN, COMPRESSED}) {
            byte[] whole = Files.readAllBytes(sound);
            String name = sound == PLAIN ? "weights" : "only";
            NdArray right = Npz.read(sound, name);
            int refused = 0;
            for (int at = 0; at < whole.length; at += sound == PLAIN ? 1 : 41) {
                byte[] changed = whole.clone();
                changed[at] ^= 0x10;
                Files.write(file, changed);
                try {
                    assertArrayEquals(right.doubles(), Npz.read(file, name).doubles(), "byte " + at);
                } catch (UnreadableArrayException e) {
                    refused++;
                    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
                }
            }
            assertTrue(refused > 48, "times, flags and the other array may change, but not the elements: " + refused);
        }
    }

    @Test
    void noMoreIsUnpackedThanTheHeaderAnnounces() throws Exception {
        Path bomb = folder.resolve("bomb.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(Files.readAllBytes(Path.of("src/test/resources/npy/f8-little-c-v1.npy")));
            byte[] zeros = new byte[1 << 20];
            for (int k = 0; k < 512; k++) {
                zip.write(zeros);
            }
        }
        assertTrue(Files.size(bomb) < 1 << 20);
        long start = System.nanoTime();
        assertEquals(
                "FILE:'x' goes on after the 192 bytes of elements that its shape (2, 3, 4) needs", refusal(bomb, null));
        assertTrue(System.nanoTime() - start < 200_000_000L, "the rest was unpacked too");
    }

    @Test
    void hostileNamesAreShownWithoutControlCharacters() throws Exception {
        Path file = folder.resolve("names.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("../../up\u001b[2J.npy"));
            zip.putNextEntry(new ZipEntry("b.npy"));
        }
        assertEquals(
                "FILE holds 2 arrays; name one, as in FILE:NAME; it holds '../../up\\u001b[2J', 'b'",
                refusal(file, null));
    }
}
