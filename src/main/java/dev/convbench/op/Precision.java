package dev.convbench.op;

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
        throw new IllegalArgumentException("precision '" + text + "' is neither f64 nor f32");
    }
}
