package dev.convbench.check;

import dev.convbench.op.OffHeap;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import java.util.Arrays;

/** An array of double or float, as a plan of that precision takes it, whose values are given and read as doubles. */
public final class Elements {
    /** The array if it is of double, else null. */
    private final double[] f64;

    /** The array if it is of float, else null. */
    private final float[] f32;

    private Elements(double[] f64, float[] f32) {
        this.f64 = f64;
        this.f32 = f32;
    }

    /** Zeros. */
    public static Elements of(int length, Precision precision) {
        return precision == Precision.F64
                ? new Elements(new double[length], null)
                : new Elements(null, new float[length]);
    }

    /** A copy of some values, rounded to the precision; null of null. */
    public static Elements of(double[] values, Precision precision) {
        if (values == null) {
            return null;
        }
        Elements elements = of(values.length, precision);
        elements.set(values);
        return elements;
    }

    /** The array itself, of double; null if it is one of float. */
    public double[] f64() {
        return f64;
    }

    /** The array itself, of float; null if it is one of double. */
    public float[] f32() {
        return f32;
    }

    /** The array itself. */
    public Object array() {
        return f64 != null ? f64 : f32;
    }

    /** Copies what a plan computed outside the heap. */
    public void read(OffHeap plan, Scratch scratch) {
        if (f64 != null) {
            plan.read(f64, scratch);
        } else {
            plan.read(f32, scratch);
        }
    }

    /** Number of elements. */
    public int length() {
        return f64 != null ? f64.length : f32.length;
    }

    /** Overwrites all elements, rounded to the precision. */
    public void set(double[] values) {
        if (f64 != null) {
            System.arraycopy(values, 0, f64, 0, f64.length);
        } else {
            for (int i = 0; i < f32.length; i++) {
                f32[i] = (float) values[i];
            }
        }
    }

    /** Overwrites all elements with one value. */
    public void fill(double value) {
        if (f64 != null) {
            Arrays.fill(f64, value);
        } else {
            Arrays.fill(f32, (float) value);
        }
    }

    /** The values: the array itself if it is of double, else a widened copy. */
    public double[] doubles() {
        if (f64 != null) {
            return f64;
        }
        double[] values = new double[f32.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = f32[i];
        }
        return values;
    }

    /** Whether the elements are those values, rounded to the precision, NaN being equal to NaN. */
    boolean hold(double[] values) {
        return f64 != null ? Arrays.equals(f64, values) : Arrays.equals(f32, of(values, Precision.F32).f32);
    }

    /** Some values rounded to a precision, as doubles. */
    static double[] rounded(double[] values, Precision precision) {
        return values == null || precision == Precision.F64
                ? values
                : of(values, precision).doubles();
    }
}
