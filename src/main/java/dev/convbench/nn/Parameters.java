package dev.convbench.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named arrays in a fixed order: the parameters of a model, their gradients, or what an update rule remembers about each.
 *
 * <p>Names, order and lengths are fixed; the numbers may be changed in place through {@link #get}.
 */
public final class Parameters {
    private final List<String> names;
    private final double[][] arrays;

    /**
     * Takes over the arrays, in the order of the map.
     *
     * @param byName array by name
     */
    public Parameters(Map<String, double[]> byName) {
        this(List.copyOf(new ArrayList<>(byName.keySet())), byName.values().toArray(double[][]::new));
    }

    private Parameters(List<String> names, double[][] arrays) {
        this.names = names;
        this.arrays = arrays;
    }

    /** The names, in order. */
    public List<String> names() {
        return names;
    }

    /** How many arrays there are. */
    public int size() {
        return arrays.length;
    }

    /** The array at a place of {@link #names}; not a copy. */
    public double[] get(int index) {
        return arrays[index];
    }

    /**
     * The array of that name; not a copy.
     *
     * @throws IllegalArgumentException if there is none
     */
    public double[] get(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no parameter is called '" + name + "'; there are " + names);
        }
        return arrays[index];
    }

    /** Number of elements of all arrays together. */
    public long elements() {
        long sum = 0;
        for (double[] array : arrays) {
            sum += array.length;
        }
        return sum;
    }

    /** A view by name; the arrays are not copies. */
    public Map<String, double[]> asMap() {
        Map<String, double[]> map = new LinkedHashMap<>();
        for (int index = 0; index < arrays.length; index++) {
            map.put(names.get(index), arrays[index]);
        }
        return map;
    }

    /** The same names with copies of the arrays. */
    public Parameters copy() {
        Parameters copy = zeros();
        copy.set(this);
        return copy;
    }

    /** The same names with arrays of the same lengths, all zeros. */
    public Parameters zeros() {
        double[][] zeros = new double[arrays.length][];
        for (int index = 0; index < arrays.length; index++) {
            zeros[index] = new double[arrays[index].length];
        }
        return new Parameters(names, zeros);
    }

    /**
     * Copies all numbers of {@code other} into these arrays.
     *
     * @throws IllegalArgumentException if names or lengths differ
     */
    public void set(Parameters other) {
        requireSameForm(other);
        for (int index = 0; index < arrays.length; index++) {
            System.arraycopy(other.arrays[index], 0, arrays[index], 0, arrays[index].length);
        }
    }

    /**
     * Accepts only the same names with the same lengths.
     *
     * @throws IllegalArgumentException saying what differs
     */
    void requireSameForm(Parameters other) {
        if (!names.equals(other.names)) {
            throw new IllegalArgumentException("the parameters are " + other.names + ", must be " + names);
        }
        for (int index = 0; index < arrays.length; index++) {
            if (arrays[index].length != other.arrays[index].length) {
                throw new IllegalArgumentException("parameter " + names.get(index) + " has "
                        + other.arrays[index].length + " elements, must have " + arrays[index].length);
            }
        }
    }
}
