package dev.convbench.bench.layer;

import dev.convbench.op.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Arrays as doubles, whatever the precision of those who give or take them. */
public final class LayerArrays {
    private final List<double[]> arrays = new ArrayList<>();

    /** No arrays. */
    public LayerArrays() {}

    /** Adds a copy. */
    public LayerArrays add(double[] array) {
        arrays.add(array.clone());
        return this;
    }

    /** Adds a copy. */
    public LayerArrays add(float[] array) {
        double[] doubles = new double[array.length];
        for (int k = 0; k < array.length; k++) {
            doubles[k] = array[k];
        }
        arrays.add(doubles);
        return this;
    }

    /** The arrays; not copies. */
    public double[][] all() {
        return arrays.toArray(double[][]::new);
    }

    /** These arrays with numbers that a precision has. */
    public LayerArrays rounded(Precision precision) {
        LayerArrays rounded = new LayerArrays();
        for (double[] array : arrays) {
            double[] numbers = array.clone();
            if (precision == Precision.F32) {
                for (int k = 0; k < numbers.length; k++) {
                    numbers[k] = (float) numbers[k];
                }
            }
            rounded.arrays.add(numbers);
        }
        return rounded;
    }

    /** Copies an array. */
    void copy(int index, double[] to) {
        System.arraycopy(arrays.get(index), 0, to, 0, to.length);
    }

    /** Copies an array, rounded. */
    void copy(int index, float[] to) {
        double[] from = arrays.get(index);
        for (int k = 0; k < to.length; k++) {
            to[k] = (float) from[k];
        }
    }

    static void spoil(double[] array) {
        Arrays.fill(array, Double.NaN);
    }

    static void spoil(float[] array) {
        Arrays.fill(array, Float.NaN);
    }
}
