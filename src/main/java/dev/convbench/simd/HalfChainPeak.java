package dev.convbench.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** As {@link ChainPeak} in vectors of 256 bits, half of the widest: some processors lower the clock for those. */
final class HalfChainPeak {
    static final int BITS = 256;

    /** Steps of each chain in one run: about a millisecond. */
    static final int ROUNDS = 400_000;

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_256;

    private static final int CHAINS = 12;

    private HalfChainPeak() {}

    static long flops() {
        return 2L * CHAINS * SPECIES.length() * ROUNDS;
    }

    static double[] data(long seed) {
        return PeakData.chains(seed, 2 + CHAINS - 1 + SPECIES.length());
    }

    /** 12 chains. */
    static double chains12(double[] data, int rounds) {
        DoubleVector a = DoubleVector.broadcast(SPECIES, data[0]);
        DoubleVector b = DoubleVector.broadcast(SPECIES, data[1]);
        DoubleVector v0 = DoubleVector.fromArray(SPECIES, data, 2);
        DoubleVector v1 = DoubleVector.fromArray(SPECIES, data, 3);
        DoubleVector v2 = DoubleVector.fromArray(SPECIES, data, 4);
        DoubleVector v3 = DoubleVector.fromArray(SPECIES, data, 5);
        DoubleVector v4 = DoubleVector.fromArray(SPECIES, data, 6);
        DoubleVector v5 = DoubleVector.fromArray(SPECIES, data, 7);
        DoubleVector v6 = DoubleVector.fromArray(SPECIES, data, 8);
        DoubleVector v7 = DoubleVector.fromArray(SPECIES, data, 9);
        DoubleVector v8 = DoubleVector.fromArray(SPECIES, data, 10);
        DoubleVector v9 = DoubleVector.fromArray(SPECIES, data, 11);
        DoubleVector v10 = DoubleVector.fromArray(SPECIES, data, 12);
        DoubleVector v11 = DoubleVector.fromArray(SPECIES, data, 13);
        for (int round = 0; round < rounds; round++) {
            v0 = v0.fma(a, b);
            v1 = v1.fma(a, b);
            v2 = v2.fma(a, b);
            v3 = v3.fma(a, b);
            v4 = v4.fma(a, b);
            v5 = v5.fma(a, b);
            v6 = v6.fma(a, b);
            v7 = v7.fma(a, b);
            v8 = v8.fma(a, b);
            v9 = v9.fma(a, b);
            v10 = v10.fma(a, b);
            v11 = v11.fma(a, b);
        }
        return v0.add(v1)
                .add(v2.add(v3))
                .add(v4.add(v5).add(v6.add(v7)))
                .add(v8.add(v9).add(v10.add(v11)))
                .reduceLanes(VectorOperators.ADD);
    }
}
