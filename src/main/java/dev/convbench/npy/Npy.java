package dev.convbench.npy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * NumPy's files of one array. Reads versions 1 to 3, both byte orders, float32 and float64, C and Fortran order; writes version 1.0,
 * little-endian, C order, as {@code numpy.save} does.
 */
public final class Npy {
    /** Version 1.0. */
    private static final byte[] VERSION = {1, 0};

    /** NumPy pads the header so that the elements begin at a multiple of this. */
    private static final int ALIGNMENT = 64;

    private static final int BLOCK_ELEMENTS = 1 << 13;

    private Npy() {}

    /**
     * Reads a file, all of it or nothing.
     *
     * @throws UnreadableArrayException if it is missing, no such file, cut off, too long, of other elements or too large for the memory
     *     that is left; checked before memory is taken
     */
    public static NdArray read(Path file) throws UnreadableArrayException {
        String what = file.toString();
        requireFile(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in, Files.size(file), what);
        } catch (IOException e) {
            throw new UnreadableArrayException("cannot read " + what + ": " + e.getMessage(), e);
        }
    }

    /** Refuses what is missing, and folders. */
    static void requireFile(Path file) throws UnreadableArrayException {
        if (!Files.isRegularFile(file)) {
            throw new UnreadableArrayException(
                    Files.exists(file) ? file + " is not a file" : "there is no file " + file);
        }
    }

    /**
     * Reads an array from a stream that ends with it.
     *
     * @param length bytes of the stream, or a negative number if nobody knows
     * @param what its name for messages
     * @throws UnreadableArrayException as {@link #read(Path)}
     * @throws IOException if the stream breaks
     */
    static NdArray read(InputStream in, long length, String what) throws IOException, UnreadableArrayException {
        return Elements.read(in, NpyHeader.read(in, what), length, what);
    }

    /**
     * Writes it beside the file and gives it the name then, so that the file is whole at every moment.
     *
     * @throws IOException if it cannot be written; what was there before is still there
     */
    public static void write(Path file, NdArray array) throws IOException {
        Path part = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                write(out, array);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(OutputStream out, NdArray array) throws IOException {
        String text = "{'descr': '<" + array.type().code() + "', 'fortran_order': False, 'shape': " + array.shapeText()
                + ", }";
        int unpadded = NpyHeader.MAGIC.length + VERSION.length + Short.BYTES + text.length() + 1;
        String padded = text + " ".repeat(Math.floorMod(-unpadded, ALIGNMENT)) + "\n";
        out.write(NpyHeader.MAGIC);
        out.write(VERSION);
        out.write(padded.length());
        out.write(padded.length() >> Byte.SIZE);
        out.write(padded.getBytes(StandardCharsets.US_ASCII));
        byte[] block = new byte[BLOCK_ELEMENTS * array.type().bytes()];
        for (int from = 0; from < array.length(); from += BLOCK_ELEMENTS) {
            int count = Math.min(BLOCK_ELEMENTS, array.length() - from);
            ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
            if (array.values() instanceof double[] doubles) {
                buffer.asDoubleBuffer().put(doubles, from, count);
            } else if (array.values() instanceof float[] floats) {
                buffer.asFloatBuffer().put(floats, from, count);
            } else {
                buffer.asIntBuffer().put((int[]) array.values(), from, count);
            }
            out.write(block, 0, count * array.type().bytes());
        }
    }
}
