package dev.convbench.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads the elements of an array: block by block, and into row-major order. */
final class Elements {
    private static final int BLOCK_BYTES = 1 << 16;

    private Elements() {}

    /**
     * Reads exactly the elements that the header announces.
     *
     * @param length bytes of the whole file, checked before memory is taken; negative if nobody knows
     * @throws UnreadableArrayException if there are fewer or more, or if they do not fit into the memory that is left
     */
    static NdArray read(InputStream in, NpyHeader header, long length, String what)
            throws IOException, UnreadableArrayException {
        long announced = header.begin() + header.bytes();
        if (length >= 0 && length != announced) {
            throw length < announced ? cutOff(header, what) : tooLong(header, what);
        }
        requireMemory(header, what);
        boolean wide = header.type() == ElementType.FLOAT64;
        double[] doubles = wide ? new double[header.elements()] : null;
        float[] floats = wide ? null : new float[header.elements()];
        byte[] block = new byte[BLOCK_BYTES];
        long left = header.bytes();
        int at = 0;
        while (left > 0) {
            int bytes = (int) Math.min(left, BLOCK_BYTES);
            if (in.readNBytes(block, 0, bytes) < bytes) {
                throw cutOff(header, what);
            }
            ByteBuffer buffer = ByteBuffer.wrap(block, 0, bytes).order(header.order());
            if (wide) {
                buffer.asDoubleBuffer().get(doubles, at, bytes / Double.BYTES);
                at += bytes / Double.BYTES;
            } else {
                buffer.asFloatBuffer().get(floats, at, bytes / Float.BYTES);
                at += bytes / Float.BYTES;
            }
            left -= bytes;
        }
        if (in.read() >= 0) {
            throw tooLong(header, what);
        }
        if (!header.fortran() || header.shape().length < 2) {
            return new NdArray(header.shape(), wide ? doubles : floats);
        }
        return new NdArray(header.shape(), wide ? rowMajor(doubles, header.shape()) : rowMajor(floats, header.shape()));
    }

    private static UnreadableArrayException cutOff(NpyHeader header, String what) {
        return new UnreadableArrayException(what + " is cut off: its shape " + NdArray.text(header.shape()) + " needs "
                + header.bytes() + " bytes of elements");
    }

    private static UnreadableArrayException tooLong(NpyHeader header, String what) {
        return new UnreadableArrayException(what + " goes on after the " + header.bytes()
                + " bytes of elements that its shape " + NdArray.text(header.shape()) + " needs");
    }

    /** Refuses before allocating. Column-major arrays are there twice while they are transposed. */
    private static void requireMemory(NpyHeader header, String what) throws UnreadableArrayException {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
        long needed = header.bytes() * (header.fortran() ? 2 : 1);
        if (needed > free) {
            throw new UnreadableArrayException(what + " needs " + needed + " bytes of memory and " + free
                    + " are left; give the JVM more with JAVA_TOOL_OPTIONS=-Xmx…");
        }
    }

    private static double[] rowMajor(double[] columnMajor, int[] shape) {
        double[] sorted = new double[columnMajor.length];
        ColumnMajor from = new ColumnMajor(shape);
        for (int k = 0; k < sorted.length; k++) {
            sorted[k] = columnMajor[from.next()];
        }
        return sorted;
    }

    private static float[] rowMajor(float[] columnMajor, int[] shape) {
        float[] sorted = new float[columnMajor.length];
        ColumnMajor from = new ColumnMajor(shape);
        for (int k = 0; k < sorted.length; k++) {
            sorted[k] = columnMajor[from.next()];
        }
        return sorted;
    }

    /** Walks a column-major array in row-major order. */
    private static final class ColumnMajor {
        private final int[] shape;
        private final int[] index;
        private final int[] steps;
        private int offset;

        ColumnMajor(int[] shape) {
            this.shape = shape;
            index = new int[shape.length];
            steps = new int[shape.length];
            int step = 1;
            for (int axis = 0; axis < shape.length; axis++) {
                steps[axis] = step;
                step *= shape[axis];
            }
        }

        /** The place of the next element. */
        int next() {
            int current = offset;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                offset += steps[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                offset -= shape[axis] * steps[axis];
                index[axis] = 0;
            }
            return current;
        }
    }
}
