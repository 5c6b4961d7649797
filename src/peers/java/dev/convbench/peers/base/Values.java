package dev.convbench.peers.base;

import dev.convbench.op.Precision;
import java.nio.ByteBuffer;

/** An argument of a call: a Java array of double or of float. */
public final class Values {
    private final double[] f64;
    private final float[] f32;

    private Values(double[] f64, float[] f32) {
        this.f64 = f64;
        this.f32 = f32;
    }

    /** An array of double; null of null. */
    public static Values of(double[] array) {
        return array == null ? null : new Values(array, null);
    }

    /** An array of float; null of null. */
    public static Values of(float[] array) {
        return array == null ? null : new Values(null, array);
    }

    /** A copy that later changes of the array do not reach. */
    Values copy() {
        return f64 != null ? of(f64.clone()) : of(f32.clone());
    }

    /** The precision of the elements. */
    public Precision precision() {
        return f64 != null ? Precision.F64 : Precision.F32;
    }

    /** Number of elements. */
    public int length() {
        return f64 != null ? f64.length : f32.length;
    }

    /** The array if it is of double, else null. */
    public double[] f64() {
        return f64;
    }

    /** The array if it is of float, else null. */
    public float[] f32() {
        return f32;
    }

    /** The array. */
    Object array() {
        return f64 != null ? f64 : f32;
    }

    /** Writes all elements to memory outside the heap. */
    public void copyTo(ByteBuffer memory) {
        if (f64 != null) {
            memory.asDoubleBuffer().put(f64);
        } else {
            memory.asFloatBuffer().put(f32);
        }
    }

    /** Reads all elements from memory outside the heap. */
    public void copyFrom(ByteBuffer memory) {
        if (f64 != null) {
            memory.asDoubleBuffer().get(f64);
        } else {
            memory.asFloatBuffer().get(f32);
        }
    }
}
