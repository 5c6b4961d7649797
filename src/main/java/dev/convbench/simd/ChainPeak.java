package dev.convbench.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Peak kernels of independent chains v = v·a + b in vectors of the hardware's width. A chain waits for its own last result,
 * so the FMA units are full only when there are at least (latency × units) chains, and these still fit in registers.
 *
 * <p>The sum behind each loop is written out: C2 does not inline a method of ours that is called so rarely, and a vector that
 * is passed to it lives on the heap, in the loop too (measured on JDK 17: a tenth of the rate).
 */
final class ChainPeak {
    /** Steps of each chain in one run: about a millisecond, against which starting the run costs nothing. */
    static final int ROUNDS = 200_000;

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    private static final int MOST_CHAINS = 16;

    private ChainPeak() {}

    static long flops(int chains) {
        return 2L * chains * SPECIES.length() * ROUNDS;
    }

    static double[] data(long seed) {
        return PeakData.chains(seed, 2 + MOST_CHAINS - 1 + SPECIES.length());
    }

    /** 8 chains. */
    static double chains8(double[] data, int rounds) {
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
        for (int round = 0; round < rounds; round++) {
            v0 = v0.fma(a, b);
            v1 = v1.fma(a, b);
            v2 = v2.fma(a, b);
            v3 = v3.fma(a, b);
            v4 = v4.fma(a, b);
            v5 = v5.fma(a, b);
            v6 = v6.fma(a, b);
            v7 = v7.fma(a, b);
        }
        return v0.add(v1).add(v2.add(v3)).add(v4.add(v5).add(v6.add(v7))).reduceLanes(VectorOperators.ADD);
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

    /** 16 chains. */
    static double chains16(double[] data, int rounds) {
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
        DoubleVector v12 = DoubleVector.fromArray(SPECIES, data, 14);
        DoubleVector v13 = DoubleVector.fromArray(SPECIES, data, 15);
        DoubleVector v14 = DoubleVector.fromArray(SPECIES, data, 16);
        DoubleVector v15 = DoubleVector.fromArray(SPECIES, data, 17);
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
            v12 = v12.fma(a, b);
            v13 = v13.fma(a, b);
            v14 = v14.fma(a, b);
            v15 = v15.fma(a, b);
        }
        return v0.add(v1)
                .add(v2.add(v3))
                .add(v4.add(v5).add(v6.add(v7)))
                .add(v8.add(v9).add(v10.add(v11)).add(v12.add(v13).add(v14.add(v15))))
                .reduceLanes(VectorOperators.ADD);
    }
}
