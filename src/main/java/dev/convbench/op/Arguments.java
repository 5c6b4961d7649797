package dev.convbench.op;

/** Checks of the arrays handed to a plan; the exceptions are those of {@link Convolution} and {@link Pooling}. */
public final class Arguments {
    private Arguments() {}

    /** Requires an array of a length. */
    public static void length(double[] array, int expected, String name, Object shape) {
        if (array == null) {
            throw new NullPointerException(name + " is null");
        }
        if (array.length != expected) {
            throw wrongLength(array.length, expected, name, shape);
        }
    }

    /** Requires an array of a length. */
    public static void length(int[] array, int expected, String name, Object shape) {
        if (array == null) {
            throw new NullPointerException(name + " is null");
        }
        if (array.length != expected) {
            throw wrongLength(array.length, expected, name, shape);
        }
    }

    private static IllegalArgumentException wrongLength(int actual, int expected, String name, Object shape) {
        return new IllegalArgumentException(
                name + " has " + actual + " elements, must have " + expected + " for " + shape);
    }

    /** Requires that an output is no input. */
    public static void distinct(double[] output, String outputName, double[] input, String inputName) {
        if (output == input) {
            throw new IllegalArgumentException(outputName + " and " + inputName + " are the same array");
        }
    }

    /** Requires a scratch of a kind. */
    public static <S extends Scratch> S scratch(Scratch scratch, Class<S> type) {
        if (scratch == null) {
            throw new NullPointerException("scratch is null: make one per thread with newScratch()");
        }
        if (!type.isInstance(scratch)) {
            throw new IllegalArgumentException("this scratch was made by another plan");
        }
        return type.cast(scratch);
    }
}
