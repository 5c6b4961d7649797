package dev.convbench.op;

import dev.convbench.text.Printable;
import java.util.Locale;

/** Element type of a plan's arrays. Double is the master; float twins are generated from it. */
public enum Precision {
    /** IEEE binary64, Java {@code double}. */
    F64(Double.BYTES, 0x1p-53),
    /** IEEE binary32, Java {@code float}. */
    F32(Float.BYTES, 0x1p-24);

    private final int bytes;
    private final double unitRoundoff;

    Precision(int bytes, double unitRoundoff) {
        this.bytes = bytes;
        this.unitRoundoff = unitRoundoff;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Largest relative error of one rounding, u. */
    public double unitRoundoff() {
        return unitRoundoff;
    }

    /** The Java type of an element: {@code double} or {@code float}. */
    public String javaType() {
        return this == F64 ? "double" : "float";
    }

    /** Whether kernels of this precision serve a plan of another one: only if it is the same. */
    public Support accepts(Precision asked) {
        return asked == this ? Support.yes() : Support.no("these kernels are " + text() + ", not " + asked.text());
    }

    /** What a plan of this precision throws when it is given arrays of the other one. */
    IllegalArgumentException refusal(Precision given) {
        return new IllegalArgumentException(
                "this plan is for " + text() + ": it takes " + javaType() + " arrays, not " + given.javaType());
    }

    /** The name used in parameters and results: {@code f64} or {@code f32}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@link #text()}.
     *
     * @throws IllegalArgumentException if it is neither {@code f64} nor {@code f32}
     */
    public static Precision parse(String text) {
        for (Precision precision : values()) {
            if (precision.text().equals(text)) {
                return precision;
            }
        }
        throw new IllegalArgumentException("precision '" + Printable.of(text) + "' is neither f64 nor f32");
    }
}
