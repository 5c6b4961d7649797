package dev.convbench.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that NumPy wrote ({@code npy/make.py}), files of ours, and files that are wrong. */
class NpyTest {
    @TempDir
    private Path folder;

    private static Path resource(String name) {
        return Path.of("src/test/resources/npy", name);
    }

    /** 0.5, 1.5, … as make.py has them. */
    private static double[] counted(int length) {
        return IntStream.range(0, length).mapToDouble(k -> k + 0.5).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "f8-little-c-v1.npy, FLOAT64",
        "f8-big-c-v1.npy, FLOAT64",
        "f4-little-c-v1.npy, FLOAT32",
        "f4-big-c-v2.npy, FLOAT32",
        "f8-little-fortran-v1.npy, FLOAT64",
        "f4-big-fortran-v3.npy, FLOAT32"
    })
    void everyVersionByteOrderAndLayoutIsRead(String name, ElementType type) throws Exception {
        NdArray array = Npy.read(resource(name));
        assertArrayEquals(new int[] {2, 3, 4}, array.shape());
        assertEquals(type, array.type());
        assertArrayEquals(counted(24), array.doubles());
    }

    @Test
    void singleNumbersAndEmptyArraysAreRead() throws Exception {
        NdArray scalar = Npy.read(resource("scalar.npy"));
        assertEquals("()", scalar.shapeText());
        assertArrayEquals(new double[] {0.5}, scalar.doubles());
        NdArray empty = Npy.read(resource("empty.npy"));
        assertEquals("(3, 0)", empty.shapeText());
        assertEquals(0, empty.length());
    }

    @Test
    void whatIsWrittenIsByteForByteWhatNumPyWrites() throws Exception {
        for (String name : new String[] {"f8-little-c-v1.npy", "f4-little-c-v1.npy", "scalar.npy", "empty.npy"}) {
            Path copy = folder.resolve(name);
            Npy.write(copy, Npy.read(resource(name)));
            assertArrayEquals(Files.readAllBytes(resource(name)), Files.readAllBytes(copy), name);
        }
        assertEquals(4, files(), "nothing is left beside the files");
    }

    @Test
    void largeArraysSpanBlocks() throws Exception {
        double[] values = counted(100_003);
        Path file = folder.resolve("large.npy");
        Npy.write(file, new NdArray(new int[] {100_003}, values));
        assertArrayEquals(values, Npy.read(file).doubles());
        int[] places = IntStream.range(0, 20_001).toArray();
        Npy.write(file, new NdArray(new int[] {1, 20_001}, places));
        byte[] bytes = Files.readAllBytes(file);
        assertTrue(
                text(bytes).contains("{'descr': '<i4', 'fortran_order': False, 'shape': (1, 20001), }"), text(bytes));
        assertEquals(0, (bytes.length - 20_001 * 4) % 64);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, 0, 128, StandardCharsets.ISO_8859_1);
    }

    private int files() throws IOException {
        try (var files = Files.list(folder)) {
            return (int) files.count();
        }
    }

    private String refusal(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("wrong.npy"), content);
        return assertThrows(UnreadableArrayException.class, () -> Npy.read(file))
                .getMessage()
                .replace(file.toString(), "FILE");
    }

    private static byte[] withHeader(String text) {
        byte[] header = (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] content = new byte[10 + header.length + 64];
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, (byte) (header.length >> 8)};
        System.arraycopy(start, 0, content, 0, 10);
        System.arraycopy(header, 0, content, 10, header.length);
        return content;
    }

    @Test
    void everyTruncationIsRefused() throws Exception {
        byte[] whole = Files.readAllBytes(resource("f8-little-c-v1.npy"));
        for (int length = 0; length < whole.length; length++) {
            String message = refusal(Arrays.copyOf(whole, length));
            assertTrue(
                    message.matches("FILE (is no .npy file|ends within its header|is cut off).*"),
                    length + ": " + message);
        }
    }

    @Test
    void bytesAfterTheEndAreRefused() throws Exception {
        byte[] whole = Files.readAllBytes(resource("f8-little-c-v1.npy"));
        assertEquals(
                "FILE goes on after the 192 bytes of elements that its shape (2, 3, 4) needs",
                refusal(Arrays.copyOf(whole, whole.length + 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'descr': '<f8', 'fortran_order': False, 'shape': (8,)} | ``",
                "{'shape':(2,4),'fortran_order':True,\"descr\":\">f8\",}   | ``",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (8L,)} | ``",
                "{'descr': '<f8', 'fortran_order': False} | the header of FILE lacks 'shape'",
                "{} | the header of FILE lacks 'descr'",
                "{'descr': '<f8', 'descr': '<f8'} | the header of FILE has the key 'descr' twice",
                "{'x': 1} | the header of FILE has a key 'x'; it may have 'descr', 'fortran_order' and 'shape'",
                "{'descr': '<f8', 'fortran_order': 0} | the header of FILE is malformed at character 35: expected True or"
                        + " False, found '0}\\u000a'",
                "{'descr': '<f8', 'shape': (-8,)} | the header of FILE is malformed at character 28: expected a number,"
                        + " found '-8,)}\\u000a'",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (8,)} x | the header of FILE is malformed at character 57:"
                        + " expected the end of the header, found 'x\\u000a'",
                "{'descr': '<f2', 'fortran_order': False, 'shape': (8,)} | FILE holds elements of type '<f2'; float32 and"
                        + " float64 can be read: convert it with array.astype('<f8')",
                "{'descr': '=f8', 'fortran_order': False, 'shape': (8,)} | FILE holds elements of type '=f8'; float32 and"
                        + " float64 can be read: convert it with array.astype('<f8')",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,)} | FILE has an axis of 99999999999 elements,"
                        + " more than one Java array can hold (2147483639)",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (65536, 65536)} | FILE holds more elements than one Java"
                        + " array can hold (2147483639): its shape is (65536, 65536)"
            })
    void headersAreReadOrRefusedInOneSentence(String header, String refusal) throws Exception {
        byte[] content = withHeader(header);
        if (refusal.isEmpty()) {
            Path file = Files.write(folder.resolve("right.npy"), content);
            assertEquals(8, Npy.read(file).length());
        } else {
            assertEquals(refusal, refusal(content));
        }
    }

    @Test
    void lengthAndMemoryAreCheckedBeforeMemoryIsTaken() throws Exception {
        byte[] content = withHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (2147483639,), }");
        assertEquals("FILE is cut off: its shape (2147483639,) needs 17179869112 bytes of elements", refusal(content));
        String message = assertThrows(
                        UnreadableArrayException.class,
                        () -> Npy.read(new ByteArrayInputStream(content), -1, "a stream"))
                .getMessage();
        assertTrue(message.matches("a stream needs 17179869112 bytes of memory and \\d+ are left; .*"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"integers.npy", "records.npy"})
    void otherElementsAreRefused(String name) {
        String message = assertThrows(UnreadableArrayException.class, () -> Npy.read(resource(name)))
                .getMessage();
        assertTrue(message.contains("float32 and float64 can be read"), message);
    }

    @Test
    void otherVersionsAndLongHeadersAreRefused() throws Exception {
        byte[] whole = Files.readAllBytes(resource("f8-little-c-v1.npy"));
        whole[6] = 4;
        assertEquals("FILE has version 4.0 of the .npy format; 1.0, 2.0 and 3.0 can be read", refusal(whole));
        whole[6] = 2;
        String message = refusal(whole);
        assertTrue(message.matches("FILE has a header of \\d+ bytes; more than 10000 are not read"), message);
    }

    @Test
    void missingFilesAndFoldersAreNamed() {
        assertEquals(
                "there is no file nowhere.npy",
                assertThrows(UnreadableArrayException.class, () -> Npy.read(Path.of("nowhere.npy")))
                        .getMessage());
        assertEquals(
                folder + " is not a file",
                assertThrows(UnreadableArrayException.class, () -> Npy.read(folder))
                        .getMessage());
    }

    @Test
    void aFileThatCannotBeWrittenStaysAsItWas() throws Exception {
        Path file = Files.createDirectory(folder.resolve("taken.npy"));
        Files.writeString(file.resolve("inside"), "kept");
        assertThrows(IOException.class, () -> Npy.write(file, new NdArray(new int[] {1}, new double[1])));
        assertEquals("kept", Files.readString(file.resolve("inside")));
        assertEquals(1, files());
    }

    @Test
    void shapeAndValuesMustFit() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new NdArray(new int[] {2, 2}, new float[3]));
        assertEquals("the shape [2, 2] is not that of 3 elements", refusal.getMessage());
    }
}
