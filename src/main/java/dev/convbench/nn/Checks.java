package dev.convbench.nn;

/** Checks of sizes and arrays handed to layers. */
final class Checks {
    private Checks() {}

    static int positive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
        }
        return value;
    }

    static void length(double[] array, int expected, String name) {
        if (array == null) {
            throw new NullPointerException(name + " is null");
        }
        if (array.length != expected) {
            throw new IllegalArgumentException(name + " has " + array.length + " elements, must have " + expected);
        }
    }

    static void length(float[] array, int expected, String name) {
        if (array == null) {
            throw new NullPointerException(name + " is null");
        }
        if (array.length != expected) {
            throw new IllegalArgumentException(name + " has " + array.length + " elements, must have " + expected);
        }
    }

    static void length(int[] array, int expected, String name) {
        if (array == null) {
            throw new NullPointerException(name + " is null");
        }
        if (array.length != expected) {
            throw new IllegalArgumentException(name + " has " + array.length + " elements, must have " + expected);
        }
    }

    /** An output of that length which is none of two inputs. */
    static void output(double[] array, int expected, String name, double[] input, double[] other) {
        output(array, expected, name, input, other, null);
    }

    /** An output of that length which is none of three inputs. */
    static void output(double[] array, int expected, String name, double[] input, double[] other, double[] third) {
        length(array, expected, name);
        if (array == input || array == other || array == third) {
            throw new IllegalArgumentException(name + " is also an input");
        }
    }

    /** An output of that length which is none of two inputs. */
    static void output(float[] array, int expected, String name, float[] input, float[] other) {
        output(array, expected, name, input, other, null);
    }

    /** An output of that length which is none of three inputs. */
    static void output(float[] array, int expected, String name, float[] input, float[] other, float[] third) {
        length(array, expected, name);
        if (array == input || array == other || array == third) {
            throw new IllegalArgumentException(name + " is also an input");
        }
    }
}
