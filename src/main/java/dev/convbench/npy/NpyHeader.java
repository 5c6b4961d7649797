package dev.convbench.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before the elements of a {@code .npy} file: magic, version 1, 2 or 3, and a Python dictionary of {@code descr}, {@code
 * fortran_order} and {@code shape} (NumPy's NEP 1).
 *
 * @param type of the elements
 * @param order of the bytes of an element
 * @param fortran whether the first axis varies fastest
 * @param shape extent of each axis
 * @param begin bytes before the first element
 */
record NpyHeader(ElementType type, ByteOrder order, boolean fortran, int[] shape, int begin) {
    /** The largest array length that every JVM gives. */
    static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    /** How every file begins. */
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** NumPy itself takes no longer one from a file that it does not trust. */
    private static final int MAX_TEXT = 10_000;

    /** Elements; the constructor's caller has checked that an array can hold them. */
    int elements() {
        int product = 1;
        for (int extent : shape) {
            product *= extent;
        }
        return product;
    }

    long bytes() {
        return (long) elements() * type.bytes();
    }

    /**
     * Reads it; the stream stands at the first element then.
     *
     * @param what the file, for messages
     * @throws UnreadableArrayException if it is none, or of an array that cannot be used
     */
    static NpyHeader read(InputStream in, String what) throws IOException, UnreadableArrayException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new UnreadableArrayException(what + " is no .npy file: it does not begin with \\x93NUMPY");
        }
        if (start.length < MAGIC.length + 2) {
            throw cutOff(what);
        }
        int major = start[MAGIC.length];
        if (major < 1 || major > 3 || start[MAGIC.length + 1] != 0) {
            throw new UnreadableArrayException(what + " has version " + (major & 0xff) + "."
                    + (start[MAGIC.length + 1] & 0xff) + " of the .npy format; 1.0, 2.0 and 3.0 can be read");
        }
        byte[] size = in.readNBytes(major == 1 ? Short.BYTES : Integer.BYTES);
        if (size.length < (major == 1 ? Short.BYTES : Integer.BYTES)) {
            throw cutOff(what);
        }
        ByteBuffer number = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
        long length = major == 1 ? number.getShort() & 0xffffL : number.getInt() & 0xffff_ffffL;
        if (length > MAX_TEXT) {
            throw new UnreadableArrayException(
                    what + " has a header of " + length + " bytes; more than " + MAX_TEXT + " are not read");
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw cutOff(what);
        }
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        int begin = start.length + size.length + text.length;
        return HeaderText.parse(new String(text, charset), begin, what);
    }

    private static UnreadableArrayException cutOff(String what) {
        return new UnreadableArrayException(what + " ends within its header");
    }
}
