package dev.convbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file behind a checkpoint: what is written comes back, and what is not whole is refused. */
class CheckpointFileTest {
    private static final int VERSION_AT = 8;
    private static final int HEADER_LENGTH_AT = 12;
    private static final int HEADER_AT = 16;
    private static final int HASH = 32;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("a.checkpoint");
        sample().write(file);
    }

    private static CheckpointFile sample() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("name", "with spaces and é");
        values.put("empty", "");
        Map<String, double[]> arrays = new LinkedHashMap<>();
        arrays.put("small/W1", new double[] {1.5, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE});
        arrays.put("none", new double[0]);
        double[] large = new double[20_001];
        Arrays.setAll(large, i -> Math.sin(i));
        arrays.put("large", large);
        return new CheckpointFile(values, arrays);
    }

    private void assertRefused(String sentence) {
        String message = assertThrows(UnreadableFileException.class, () -> CheckpointFile.read(file))
                .getMessage();
        assertTrue(message.contains(sentence), message);
        assertTrue(message.contains("a.checkpoint"), message);
        assertEquals(1, message.lines().count(), message);
    }

    /** The file with some bytes changed, and the right hash of what it is then. */
    private void forge(int at, byte... replacement) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        System.arraycopy(replacement, 0, bytes, at, replacement.length);
        seal(bytes);
    }

    private void seal(byte[] bytes) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, bytes.length - HASH));
        System.arraycopy(hash, 0, bytes, bytes.length - HASH, HASH);
        Files.write(file, bytes);
    }

    private static byte[] littleEndian(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    @Test
    void whatIsWrittenComesBackToTheBit() throws Exception {
        CheckpointFile back = CheckpointFile.read(file);
        assertEquals(sample().values(), back.values());
        assertEquals(
                List.copyOf(sample().arrays().keySet()),
                List.copyOf(back.arrays().keySet()));
        sample().arrays()
                .forEach((name, array) ->
                        assertArrayEquals(bits(array), bits(back.arrays().get(name)), name));
    }

    private static long[] bits(double[] array) {
        return Arrays.stream(array).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    @Test
    void theFormatIsThatOfItsDescription() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        bytes.get(magic);
        assertArrayEquals(new byte[] {(byte) 0x89, 'C', 'V', 'B', '\r', '\n', 0x1a, '\n'}, magic);
        assertEquals(1, bytes.getInt());
        byte[] header = new byte[bytes.getInt()];
        bytes.get(header);
        assertEquals(
                "value name with spaces and é\nvalue empty \narray small/W1 5\narray none 0\narray large 20001\n",
                new String(header, StandardCharsets.UTF_8));
        assertEquals(1.5, bytes.getDouble(), 0);
        assertEquals(HEADER_AT + header.length + 8 * 20_006 + HASH, bytes.capacity());
    }

    @Test
    void everyChangedByteIsNoticed() throws Exception {
        byte[] good = Files.readAllBytes(file);
        int headerEnd = HEADER_AT + 91;
        for (int at = 0; at < good.length; at += at < headerEnd ? 1 : 997) {
            byte[] bytes = good.clone();
            bytes[at] ^= 0x10;
            Files.write(file, bytes);
            int place = at;
            assertThrows(
                    UnreadableFileException.class, () -> CheckpointFile.read(file), () -> "byte " + place + " changed");
        }
    }

    @Test
    void everyTruncationIsNoticed() throws Exception {
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length += length < 200 ? 1 : 1009) {
            Files.write(file, Arrays.copyOf(good, length));
            int kept = length;
            assertThrows(
                    UnreadableFileException.class, () -> CheckpointFile.read(file), () -> kept + " bytes are left");
        }
        Files.write(file, Arrays.copyOf(good, good.length + 1));
        assertRefused("is damaged: it has " + (good.length + 1) + " bytes, must have " + good.length);
    }

    @Test
    void reasonsAreSaid() throws Exception {
        forge(0, (byte) 'P');
        assertRefused("is no checkpoint");
        sample().write(file);
        forge(VERSION_AT, littleEndian(2));
        assertRefused("is a checkpoint of version 2, this program reads version 1");
        sample().write(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - HASH - 1] ^= 1;
        Files.write(file, bytes);
        assertRefused("is damaged: its content does not agree with its SHA-256");
    }

    @Test
    void aHeaderCannotAskForMoreThanTheFileHolds() throws Exception {
        forge(HEADER_LENGTH_AT, littleEndian(Integer.MAX_VALUE));
        assertRefused("its header cannot have 2147483647 bytes");
        forge(HEADER_LENGTH_AT, littleEndian(-1));
        assertRefused("its header cannot have -1 bytes");
        sample().write(file);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        byte[] many = "array large 99999".getBytes(StandardCharsets.US_ASCII);
        forge(text.indexOf("array large 20001"), many);
        assertRefused("must have " + (bytes.length + 8 * (99_999 - 20_001)));
    }

    @Test
    void headersThatSayNothingAreRefused() throws Exception {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        forge(text.indexOf("array none 0"), "arroy none 0".getBytes(StandardCharsets.US_ASCII));
        assertRefused("its header has a line that says nothing");
        sample().write(file);
        forge(text.indexOf("array none 0"), "array none x".getBytes(StandardCharsets.US_ASCII));
        assertRefused("an array cannot have that length");
        sample().write(file);
        forge(text.indexOf("empty"), "name ".getBytes(StandardCharsets.US_ASCII));
        assertRefused("its header names name twice");
        sample().write(file);
        forge(text.indexOf("name"), (byte) 0xff);
        assertRefused("its header is no text");
    }

    @Test
    void anotherFileIsNoCheckpoint() throws Exception {
        assertTrue(CheckpointFile.isOne(file));
        Files.writeString(file, "a text");
        assertFalse(CheckpointFile.isOne(file));
        assertRefused("is no checkpoint");
        Files.delete(file);
        assertRefused("does not exist");
        Files.createDirectory(file);
        assertRefused("cannot read");
    }

    @Test
    void aHugeFileOfZerosIsRefusedAtOnce() throws Exception {
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(1L << 33);
        }
        assertRefused("is damaged: it has 8589934592 bytes");
    }

    @Test
    void aFailedWriteLeavesWhatWasThere() throws Exception {
        byte[] before = Files.readAllBytes(file);
        Files.createDirectory(folder.resolve("a.checkpoint.part"));
        assertThrows(IOException.class, () -> new CheckpointFile(Map.of("a", "b"), Map.of()).write(file));
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void nothingElseIsLeftBehind() throws Exception {
        Files.writeString(folder.resolve("a.checkpoint.part"), "left by a killed program");
        sample().write(file);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkStaysALink() throws Exception {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, file);
        new CheckpointFile(Map.of("a", "b"), Map.of()).write(link);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(Map.of("a", "b"), CheckpointFile.read(file).values());
    }

    @Test
    void namesAndTextsThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new CheckpointFile(Map.of("a b", "c"), Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new CheckpointFile(Map.of("a", "b\nc"), Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new CheckpointFile(Map.of(), Map.of("a b", new double[0])));
    }
}
