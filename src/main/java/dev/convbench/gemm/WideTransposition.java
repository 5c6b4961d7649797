package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Transposition} for vectors of sixteen lanes: two squares of eight lines and eight terms at a time, side by side in the halves of
 * eight registers. Sixteen by sixteen would be more than the registers hold.
 *
 * <p>Vectors of half the width would need no halves. But then C2, which in {@link DoubleVector#intoArray(double[], int)} guesses by what it
 * has seen how wide a vector is that was loaded a moment ago, guesses wrong in other kernels, and keeps their vectors on the heap: copies
 * of panels in float took five times as long in every second JVM. So all kernels of a JVM use one width.
 */
final class WideTransposition {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    /** Lines and terms of a square. */
    private static final int SIDE = 8;

    /** Whether vectors are two squares wide. */
    static final boolean FITS = LANES == 2 * SIDE;

    private static final VectorShuffle<Double> SWAP1 = LaneExchange.swap(1);
    private static final VectorShuffle<Double> SWAP2 = LaneExchange.swap(2);
    private static final VectorShuffle<Double> SWAP4 = LaneExchange.swap(4);
    private static final VectorShuffle<Double> SWAP8 = LaneExchange.swap(8);
    private static final VectorMask<Double> SET1 = LaneExchange.set(1);
    private static final VectorMask<Double> SET2 = LaneExchange.set(2);
    private static final VectorMask<Double> SET4 = LaneExchange.set(4);
    private static final VectorMask<Double> SET8 = LaneExchange.set(8);

    private WideTransposition() {}

    /**
     * Transposes as many of the first terms of a strip of eight columns as it can.
     *
     * @param last last line that exists, counted from the first
     * @param packed receives the terms one behind the other
     * @return how many terms that were: fewer than {@code terms} where there are no whole squares, or at the end of b
     */
    static int eightColumns(int last, int terms, double[] b, int bAt, int stride, double[] packed, int packedAt) {
        if (terms >= LANES) {
            eight(last, terms / LANES, true, b, bAt, stride, packed, packedAt);
            if (terms % LANES != 0) {
                // What is left goes with some terms that come once more.
                int rest = terms - LANES;
                eight(last, 1, true, b, bAt + rest, stride, packed, packedAt + rest * SIDE);
            }
            return terms;
        }
        if (terms < SIDE || !isInside(last, 0, b, bAt, stride)) {
            return 0;
        }
        eight(last, 1, false, b, bAt, stride, packed, packedAt);
        return SIDE;
    }

    /**
     * Transposes as many of the first terms of a strip of sixteen columns as it can.
     *
     * @param last last line that exists, counted from the first
     * @param pitch distance of the terms in {@code packed}
     * @return how many terms that were: fewer than {@code terms} where there are no whole squares, or at the end of b
     */
    static int sixteenColumns(
            int last, int terms, double[] b, int bAt, int stride, double[] packed, int packedAt, int pitch) {
        int squares = terms / SIDE;
        if (squares > 0 && !isInside(last, (squares - 1) * SIDE, b, bAt, stride)) {
            squares--;
        }
        sixteen(last, squares, b, bAt, stride, packed, packedAt, pitch);
        return squares * SIDE;
    }

    /** Whether whole vectors from a term on can be read in all lines, though only their first halves are used. */
    private static boolean isInside(int last, int term, double[] b, int bAt, int stride) {
        return bAt + last * stride + term + LANES <= b.length;
    }

    /** Sixteen terms of eight lines at a time, of which, unless {@code both}, the second half is not stored. */
    private static void eight(
            int last, int count, boolean both, double[] b, int bAt, int stride, double[] packed, int packedAt) {
        int line1 = Math.min(1, last) * stride;
        int line2 = Math.min(2, last) * stride;
        int line3 = Math.min(3, last) * stride;
        int line4 = Math.min(4, last) * stride;
        int line5 = Math.min(5, last) * stride;
        int line6 = Math.min(6, last) * stride;
        int line7 = Math.min(7, last) * stride;
        for (int p = 0; p < count * LANES; p += LANES) {
            int at = bAt + p;
            int to = packedAt + p * SIDE;
            DoubleVector r0 = DoubleVector.fromArray(SPECIES, b, at);
            DoubleVector r1 = DoubleVector.fromArray(SPECIES, b, at + line1);
            DoubleVector r2 = DoubleVector.fromArray(SPECIES, b, at + line2);
            DoubleVector r3 = DoubleVector.fromArray(SPECIES, b, at + line3);
            DoubleVector r4 = DoubleVector.fromArray(SPECIES, b, at + line4);
            DoubleVector r5 = DoubleVector.fromArray(SPECIES, b, at + line5);
            DoubleVector r6 = DoubleVector.fromArray(SPECIES, b, at + line6);
            DoubleVector r7 = DoubleVector.fromArray(SPECIES, b, at + line7);
            DoubleVector s0 = r0.blend(r4.rearrange(SWAP4), SET4);
            DoubleVector s4 = r0.rearrange(SWAP4).blend(r4, SET4);
            DoubleVector s1 = r1.blend(r5.rearrange(SWAP4), SET4);
            DoubleVector s5 = r1.rearrange(SWAP4).blend(r5, SET4);
            DoubleVector s2 = r2.blend(r6.rearrange(SWAP4), SET4);
            DoubleVector s6 = r2.rearrange(SWAP4).blend(r6, SET4);
            DoubleVector s3 = r3.blend(r7.rearrange(SWAP4), SET4);
            DoubleVector s7 = r3.rearrange(SWAP4).blend(r7, SET4);
            DoubleVector t0 = s0.blend(s2.rearrange(SWAP2), SET2);
            DoubleVector t2 = s0.rearrange(SWAP2).blend(s2, SET2);
            DoubleVector t1 = s1.blend(s3.rearrange(SWAP2), SET2);
            DoubleVector t3 = s1.rearrange(SWAP2).blend(s3, SET2);
            DoubleVector t4 = s4.blend(s6.rearrange(SWAP2), SET2);
            DoubleVector t6 = s4.rearrange(SWAP2).blend(s6, SET2);
            DoubleVector t5 = s5.blend(s7.rearrange(SWAP2), SET2);
            DoubleVector t7 = s5.rearrange(SWAP2).blend(s7, SET2);
            DoubleVector u0 = t0.blend(t1.rearrange(SWAP1), SET1);
            DoubleVector u1 = t0.rearrange(SWAP1).blend(t1, SET1);
            DoubleVector u2 = t2.blend(t3.rearrange(SWAP1), SET1);
            DoubleVector u3 = t2.rearrange(SWAP1).blend(t3, SET1);
            DoubleVector u4 = t4.blend(t5.rearrange(SWAP1), SET1);
            DoubleVector u5 = t4.rearrange(SWAP1).blend(t5, SET1);
            DoubleVector u6 = t6.blend(t7.rearrange(SWAP1), SET1);
            DoubleVector u7 = t6.rearrange(SWAP1).blend(t7, SET1);
            // Each vector has a term in its first half, and the one eight further on in its second.
            u0.blend(u1.rearrange(SWAP8), SET8).intoArray(packed, to);
            u2.blend(u3.rearrange(SWAP8), SET8).intoArray(packed, to + LANES);
            u4.blend(u5.rearrange(SWAP8), SET8).intoArray(packed, to + 2 * LANES);
            u6.blend(u7.rearrange(SWAP8), SET8).intoArray(packed, to + 3 * LANES);
            if (both) {
                u0.rearrange(SWAP8).blend(u1, SET8).intoArray(packed, to + 4 * LANES);
                u2.rearrange(SWAP8).blend(u3, SET8).intoArray(packed, to + 5 * LANES);
                u4.rearrange(SWAP8).blend(u5, SET8).intoArray(packed, to + 6 * LANES);
                u6.rearrange(SWAP8).blend(u7, SET8).intoArray(packed, to + 7 * LANES);
            }
        }
    }

    /** Eight terms of sixteen lines at a time. */
    private static void sixteen(
            int last, int count, double[] b, int bAt, int stride, double[] packed, int packedAt, int pitch) {
        int line1 = Math.min(1, last) * stride;
        int line2 = Math.min(2, last) * stride;
        int line3 = Math.min(3, last) * stride;
        int line4 = Math.min(4, last) * stride;
        int line5 = Math.min(5, last) * stride;
        int line6 = Math.min(6, last) * stride;
        int line7 = Math.min(7, last) * stride;
        int line8 = Math.min(8, last) * stride;
        int line9 = Math.min(9, last) * stride;
        int line10 = Math.min(10, last) * stride;
        int line11 = Math.min(11, last) * stride;
        int line12 = Math.min(12, last) * stride;
        int line13 = Math.min(13, last) * stride;
        int line14 = Math.min(14, last) * stride;
        int line15 = Math.min(15, last) * stride;
        for (int p = 0; p < count * SIDE; p += SIDE) {
            int at = bAt + p;
            int to = packedAt + p * pitch;
            DoubleVector r0 = DoubleVector.fromArray(SPECIES, b, at)
                    .blend(DoubleVector.fromArray(SPECIES, b, at + line8).rearrange(SWAP8), SET8);
            DoubleVector r1 = DoubleVector.fromArray(SPECIES, b, at + line1)
                    .blend(DoubleVector.fromArray(SPECIES, b, at + line9).rearrange(SWAP8), SET8);
            DoubleVector r2 = DoubleVector.fromArray(SPECIES, b, at + line2)
                    .blend(DoubleVector.fromArray(SPECIES, b, at + line10).rearrange(SWAP8), SET8);
            DoubleVector r3 = DoubleVector.fromArray(SPECIES, b, at + line3)
                    .blend(DoubleVector.fromArray(SPECIES, b, at + line11).rearrange(SWAP8), SET8);
            DoubleVector r4 = DoubleVector.fromArray(SPECIES, b, at + line4)
                    .blend(DoubleVector.fromArray(SPECIES, b, at + line12).rearrange(SWAP8), SET8);
            DoubleVector r5 = DoubleVector.fromArray(SPECIES, b, at + line5)
                    .blend(DoubleVector.fromArray(SPECIES, b, at + line13).rearrange(SWAP8), SET8);
            DoubleVector r6 = DoubleVector.fromArray(SPECIES, b, at + line6)
                    .blend(DoubleVector.fromArray(SPECIES, b, at + line14).rearrange(SWAP8), SET8);
            DoubleVector r7 = DoubleVector.fromArray(SPECIES, b, at + line7)
                    .blend(DoubleVector.fromArray(SPECIES, b, at + line15).rearrange(SWAP8), SET8);
            DoubleVector s0 = r0.blend(r4.rearrange(SWAP4), SET4);
            DoubleVector s4 = r0.rearrange(SWAP4).blend(r4, SET4);
            DoubleVector s1 = r1.blend(r5.rearrange(SWAP4), SET4);
            DoubleVector s5 = r1.rearrange(SWAP4).blend(r5, SET4);
            DoubleVector s2 = r2.blend(r6.rearrange(SWAP4), SET4);
            DoubleVector s6 = r2.rearrange(SWAP4).blend(r6, SET4);
            DoubleVector s3 = r3.blend(r7.rearrange(SWAP4), SET4);
            DoubleVector s7 = r3.rearrange(SWAP4).blend(r7, SET4);
            DoubleVector t0 = s0.blend(s2.rearrange(SWAP2), SET2);
            DoubleVector t2 = s0.rearrange(SWAP2).blend(s2, SET2);
            DoubleVector t1 = s1.blend(s3.rearrange(SWAP2), SET2);
            DoubleVector t3 = s1.rearrange(SWAP2).blend(s3, SET2);
            DoubleVector t4 = s4.blend(s6.rearrange(SWAP2), SET2);
            DoubleVector t6 = s4.rearrange(SWAP2).blend(s6, SET2);
            DoubleVector t5 = s5.blend(s7.rearrange(SWAP2), SET2);
            DoubleVector t7 = s5.rearrange(SWAP2).blend(s7, SET2);
            DoubleVector u0 = t0.blend(t1.rearrange(SWAP1), SET1);
            DoubleVector u1 = t0.rearrange(SWAP1).blend(t1, SET1);
            DoubleVector u2 = t2.blend(t3.rearrange(SWAP1), SET1);
            DoubleVector u3 = t2.rearrange(SWAP1).blend(t3, SET1);
            DoubleVector u4 = t4.blend(t5.rearrange(SWAP1), SET1);
            DoubleVector u5 = t4.rearrange(SWAP1).blend(t5, SET1);
            DoubleVector u6 = t6.blend(t7.rearrange(SWAP1), SET1);
            DoubleVector u7 = t6.rearrange(SWAP1).blend(t7, SET1);
            u0.intoArray(packed, to);
            u1.intoArray(packed, to + pitch);
            u2.intoArray(packed, to + 2 * pitch);
            u3.intoArray(packed, to + 3 * pitch);
            u4.intoArray(packed, to + 4 * pitch);
            u5.intoArray(packed, to + 5 * pitch);
            u6.intoArray(packed, to + 6 * pitch);
            u7.intoArray(packed, to + 7 * pitch);
        }
    }
}
