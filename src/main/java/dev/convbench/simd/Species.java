package dev.convbench.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The species of all vector kernels, as constants: C2 compiles a species to instructions only where it is one.
 *
 * <p>Load it only where {@link VectorModule#isUsable()}.
 */
public final class Species {
    /** Width that the JVM prefers on this hardware, in bits. */
    public static final int HARDWARE_BITS = VectorShape.preferredShape().vectorBitSize();

    /** Width of the species below, in bits: that of {@link Widths#PROPERTY}, else the hardware's. */
    public static final int BITS = chosenBits();

    /** Vectors of double. */
    public static final VectorSpecies<Double> F64 = VectorSpecies.of(double.class, VectorShape.forBitSize(BITS));

    /** Doubles in one vector. */
    public static final int LANES_F64 = F64.length();

    /** Vectors of float. */
    public static final VectorSpecies<Float> F32 = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));

    /** Floats in one vector. */
    public static final int LANES_F32 = F32.length();

    private Species() {}

    private static int chosenBits() {
        int asked = Widths.parse(System.getProperty(Widths.PROPERTY));
        return asked == 0 ? DoubleVector.SPECIES_PREFERRED.vectorBitSize() : asked;
    }
}
