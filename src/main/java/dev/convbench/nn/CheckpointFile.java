package dev.convbench.nn;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named texts and named arrays of doubles in one file, written so that a reader finds all of it or the file that was there before.
 *
 * <p>The format, little-endian: 8 bytes of magic, the first not ASCII and two of them line breaks, so that a transfer as text is
 * noticed; an int of version; an int, the length of the header; the header in UTF-8; the doubles of all arrays one after the other;
 * the SHA-256 of everything before. A line of the header is {@code value NAME TEXT} or {@code array NAME LENGTH}. The header
 * fixes the length of the file, so nothing is allocated for more than the file holds.
 *
 * @param values texts by name
 * @param arrays arrays by name; not copied
 */
record CheckpointFile(Map<String, String> values, Map<String, double[]> arrays) {
    private static final byte[] MAGIC = {(byte) 0x89, 'C', 'V', 'B', '\r', '\n', 0x1a, '\n'};
    private static final int VERSION = 1;
    private static final int PREFIX = MAGIC.length + 2 * Integer.BYTES;
    private static final int MAX_HEADER = 1 << 20;
    private static final int HASH = 32;
    private static final int BLOCK = 1 << 13;
    private static final String NAME = "[A-Za-z0-9._/-]+";
    private static final String PART = ".part";

    /**
     * Checks names and texts.
     *
     * @throws IllegalArgumentException if a name is not made of letters, digits and {@code . _ / -}, or a text has a line break
     */
    CheckpointFile {
        values.forEach((name, text) -> {
            if (!name.matches(NAME) || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
                throw new IllegalArgumentException("'" + name + "' and '" + text + "' do not fit into a line");
            }
        });
        arrays.keySet().forEach(name -> {
            if (!name.matches(NAME)) {
                throw new IllegalArgumentException("'" + name + "' is no name");
            }
        });
    }

    /** Whether a file begins as those that {@link #write} makes. */
    static boolean isOne(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /**
     * Writes to {@code file.part}, forces that to the disk, and gives it the name {@code file}, all or nothing.
     *
     * @throws IOException if it cannot; what was there before is still there
     */
    void write(Path file) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + PART);
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                writeTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (Files.isRegularFile(part)) {
                Files.delete(part);
            }
            throw e;
        }
        forceFolder(target.getParent());
    }

    /** Makes the new name as lasting as the content, where folders can be opened. */
    private static void forceFolder(Path folder) throws IOException {
        if (File.separatorChar == '/') {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private void writeTo(OutputStream stream) throws IOException {
        byte[] header = header();
        MessageDigest digest = sha256();
        OutputStream out = new DigestOutputStream(new BufferedOutputStream(stream, BLOCK * Double.BYTES), digest);
        out.write(MAGIC);
        byte[] numbers = new byte[2 * Integer.BYTES];
        littleEndian(numbers).putInt(VERSION).putInt(header.length);
        out.write(numbers);
        out.write(header);
        byte[] block = new byte[BLOCK * Double.BYTES];
        DoubleBuffer doubles = littleEndian(block).asDoubleBuffer();
        for (double[] array : arrays.values()) {
            for (int from = 0; from < array.length; from += BLOCK) {
                int count = Math.min(BLOCK, array.length - from);
                doubles.clear().put(array, from, count);
                out.write(block, 0, count * Double.BYTES);
            }
        }
        byte[] hash = digest.digest();
        out.write(hash);
        out.flush();
    }

    private byte[] header() {
        StringBuilder lines = new StringBuilder();
        values.forEach((name, text) ->
                lines.append("value ").append(name).append(' ').append(text).append('\n'));
        arrays.forEach((name, array) -> lines.append("array ")
                .append(name)
                .append(' ')
                .append(array.length)
                .append('\n'));
        byte[] header = lines.toString().getBytes(StandardCharsets.UTF_8);
        if (header.length > MAX_HEADER) {
            throw new IllegalArgumentException("a header of " + header.length + " bytes is too long");
        }
        return header;
    }

    /**
     * Reads a file whole and checks all of it before anything is given back.
     *
     * @throws UnreadableFileException if it cannot be read, is no checkpoint, of another version, cut off, too long or damaged
     */
    static CheckpointFile read(Path file) throws UnreadableFileException {
        // One channel for content and size: the name may come to mean a newer file in between.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(file, Channels.newInputStream(channel), channel.size());
        } catch (NoSuchFileException e) {
            throw new UnreadableFileException(file + " does not exist", e);
        } catch (IOException e) {
            throw new UnreadableFileException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static CheckpointFile read(Path file, InputStream stream, long size)
            throws IOException, UnreadableFileException {
        MessageDigest digest = sha256();
        DataInputStream in = new DataInputStream(
                new DigestInputStream(new BufferedInputStream(stream, BLOCK * Double.BYTES), digest));
        byte[] prefix = in.readNBytes(PREFIX);
        if (prefix.length < PREFIX || !Arrays.equals(Arrays.copyOf(prefix, MAGIC.length), MAGIC)) {
            throw new UnreadableFileException(file + " is no checkpoint");
        }
        ByteBuffer numbers =
                ByteBuffer.wrap(prefix, MAGIC.length, 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int version = numbers.getInt();
        if (version != VERSION) {
            throw new UnreadableFileException(
                    file + " is a checkpoint of version " + version + ", this program reads version " + VERSION);
        }
        int headerLength = numbers.getInt();
        if (headerLength < 0 || headerLength > MAX_HEADER || headerLength > size - PREFIX - HASH) {
            throw damaged(file, "its header cannot have " + headerLength + " bytes");
        }
        Header header = Header.parse(file, in.readNBytes(headerLength));
        long expected = PREFIX + headerLength + header.elements() * Double.BYTES + HASH;
        if (size != expected) {
            throw damaged(file, "it has " + size + " bytes, must have " + expected);
        }
        Map<String, double[]> arrays = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> entry : header.lengths().entrySet()) {
            arrays.put(entry.getKey(), doubles(file, in, entry.getValue()));
        }
        byte[] hash = digest.digest();
        if (!Arrays.equals(hash, in.readNBytes(HASH))) {
            throw damaged(file, "its content does not agree with its SHA-256");
        }
        return new CheckpointFile(header.values(), arrays);
    }

    private static double[] doubles(Path file, InputStream in, int length) throws IOException, UnreadableFileException {
        double[] array = new double[length];
        byte[] block = new byte[BLOCK * Double.BYTES];
        DoubleBuffer doubles = littleEndian(block).asDoubleBuffer();
        for (int from = 0; from < length; from += BLOCK) {
            int count = Math.min(BLOCK, length - from);
            if (in.readNBytes(block, 0, count * Double.BYTES) < count * Double.BYTES) {
                throw damaged(file, "it became shorter while it was read");
            }
            doubles.clear().get(array, from, count);
        }
        return array;
    }

    static UnreadableFileException damaged(Path file, String why) {
        return new UnreadableFileException("the checkpoint " + file + " is damaged: " + why);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * What the lines say.
     *
     * @param values texts by name
     * @param lengths lengths of arrays by name
     * @param elements sum of the lengths
     */
    private record Header(Map<String, String> values, Map<String, Integer> lengths, long elements) {
        static Header parse(Path file, byte[] bytes) throws UnreadableFileException {
            String text;
            try {
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new UnreadableFileException("the checkpoint " + file + " is damaged: its header is no text", e);
            }
            Map<String, String> values = new LinkedHashMap<>();
            Map<String, Integer> lengths = new LinkedHashMap<>();
            long elements = 0;
            for (String line : text.lines().toList()) {
                String[] words = line.split(" ", 3);
                boolean isArray = words[0].equals("array");
                boolean isValue = words[0].equals("value");
                if (words.length < 3 || !(isArray || isValue) || !words[1].matches(NAME)) {
                    throw damaged(file, "its header has a line that says nothing");
                }
                boolean isNew;
                if (isArray) {
                    if (!words[2].matches("[0-9]{1,9}")) {
                        throw damaged(file, "an array cannot have that length");
                    }
                    int length = Integer.parseInt(words[2]);
                    elements += length;
                    isNew = lengths.put(words[1], length) == null;
                } else {
                    isNew = values.put(words[1], words[2]) == null;
                }
                if (!isNew) {
                    throw damaged(file, "its header names " + words[1] + " twice");
                }
            }
            return new Header(values, lengths, elements);
        }
    }
}
