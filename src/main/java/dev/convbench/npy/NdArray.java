package dev.convbench.npy;

import java.util.Arrays;

/**
 * Numbers with a shape, flat and row-major (C order). The arrays are not copied.
 *
 * @param shape extent of each axis; empty for a single number
 * @param values {@code float[]}, {@code double[]} or {@code int[]}
 */
public record NdArray(int[] shape, Object values) {
    /**
     * Checks that shape and values fit.
     *
     * @throws IllegalArgumentException if they do not
     */
    public NdArray {
        long product = 1;
        for (int extent : shape) {
            product *= extent;
        }
        int length = length(values);
        if (product != length) {
            throw new IllegalArgumentException(
                    "the shape " + Arrays.toString(shape) + " is not that of " + length + " elements");
        }
    }

    private static int length(Object values) {
        if (values instanceof double[] doubles) {
            return doubles.length;
        }
        if (values instanceof float[] floats) {
            return floats.length;
        }
        if (values instanceof int[] ints) {
            return ints.length;
        }
        throw new IllegalArgumentException("elements must be float, double or int");
    }

    /** The type of the elements. */
    public ElementType type() {
        return values instanceof double[]
                ? ElementType.FLOAT64
                : values instanceof float[] ? ElementType.FLOAT32 : ElementType.INT32;
    }

    /** Number of axes. */
    public int rank() {
        return shape.length;
    }

    /** Number of elements. */
    public int length() {
        return length(values);
    }

    /** The values as doubles: the array itself if it is of double, else a widened copy. */
    public double[] doubles() {
        if (values instanceof double[] doubles) {
            return doubles;
        }
        double[] wide = new double[length()];
        for (int k = 0; k < wide.length; k++) {
            wide[k] = values instanceof float[] floats ? floats[k] : ((int[]) values)[k];
        }
        return wide;
    }

    /** The values as floats: the array itself if it is of float, else a rounded copy. */
    public float[] floats() {
        if (values instanceof float[] floats) {
            return floats;
        }
        double[] wide = doubles();
        float[] rounded = new float[wide.length];
        for (int k = 0; k < rounded.length; k++) {
            rounded[k] = (float) wide[k];
        }
        return rounded;
    }

    /** The shape as NumPy prints it: {@code (2, 3)}. */
    public String shapeText() {
        return text(shape);
    }

    /** A shape as NumPy prints it. */
    public static String text(int[] shape) {
        StringBuilder text = new StringBuilder("(");
        for (int axis = 0; axis < shape.length; axis++) {
            text.append(axis > 0 ? ", " : "").append(shape[axis]);
        }
        return text.append(shape.length == 1 ? ",)" : ")").toString();
    }
}
