package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes strips of a matrix in registers: as many lines as a vector has lanes, that many terms at a time.
 *
 * <p>A square is transposed by exchanging its off-diagonal quarters, then those of each quarter, and so on (Eklundh, 1972):
 * with lines i and i + d and d = lanes/2 … 1, one takes the lanes without bit d from itself and the others from its
 * partner. Each element costs half an exchange and a load and a store of an eighth, a quarter or half of a vector; a
 * scalar loop costs four times as much.
 */
public final class Transposition {
    private static final int LANES = Species.LANES_F64;

    private static final VectorSpecies<Double> SPECIES = Species.F64;

    /** Lines and terms of a square; vectors of sixteen lanes hold two of them, see {@link WideTransposition}. */
    private static final int SIDE = Math.min(LANES, 8);

    /** Vectors of one or two squares. Before JDK 19, C2 leaves so many exchanges in one loop to objects on the heap: 50 times slower than a scalar loop. */
    private static final boolean IN_REGISTERS =
            Runtime.version().feature() >= 19 && (LANES == SIDE || WideTransposition.FITS);

    private static final VectorShuffle<Double> SWAP1 = LaneExchange.swap(1);
    private static final VectorShuffle<Double> SWAP2 = LaneExchange.swap(2);
    private static final VectorShuffle<Double> SWAP4 = LaneExchange.swap(4);
    private static final VectorMask<Double> SET1 = LaneExchange.set(1);
    private static final VectorMask<Double> SET2 = LaneExchange.set(2);
    private static final VectorMask<Double> SET4 = LaneExchange.set(4);

    private Transposition() {}

    /**
     * packed[packedAt + p·pitch + j] = b[bAt + j·stride + p] for j &lt; {@code lines} and p &lt; {@code terms}. Where there
     * are fewer lines than lanes, the last one is repeated.
     *
     * @param lines 1 to the number of lanes
     */
    public static void strip(
            int lines, int terms, double[] b, int bAt, int stride, double[] packed, int packedAt, int pitch) {
        strip(lines, LANES, terms, b, bAt, stride, packed, packedAt, pitch);
    }

    /** As {@link #strip(int, int, double[], int, int, double[], int, int)} for any {@link #fits even number} of columns. */
    public static void strip(
            int lines,
            int columns,
            int terms,
            double[] b,
            int bAt,
            int stride,
            double[] packed,
            int packedAt,
            int pitch) {
        if (!IN_REGISTERS) {
            scalar(lines, columns, 0, terms, b, bAt, stride, packed, packedAt, pitch);
            return;
        }
        if (WideTransposition.FITS) {
            wide(lines, columns, terms, b, bAt, stride, packed, packedAt, pitch);
            return;
        }
        int whole = terms / SIDE * SIDE;
        for (int j = 0; j < columns; j += SIDE) {
            int first = Math.min(j, lines - 1);
            squares(b, bAt + first * stride, stride, lines - 1 - first, whole, packed, packedAt + j, pitch);
        }
        scalar(lines, columns, whole, terms, b, bAt, stride, packed, packedAt, pitch);
    }

    /** Whether squares make up so many columns and are exchanged in registers, at about a cycle an element. */
    public static boolean fits(int columns) {
        return IN_REGISTERS && columns % SIDE == 0;
    }

    private static void wide(
            int lines,
            int columns,
            int terms,
            double[] b,
            int bAt,
            int stride,
            double[] packed,
            int packedAt,
            int pitch) {
        if (columns == SIDE && pitch == SIDE) {
            int done = WideTransposition.eightColumns(lines - 1, terms, b, bAt, stride, packed, packedAt);
            scalar(lines, columns, done, terms, b, bAt, stride, packed, packedAt, pitch);
            return;
        }
        int whole = columns / LANES * LANES;
        for (int j = 0; j < whole; j += LANES) {
            int first = Math.min(j, lines - 1);
            int left = lines - first;
            int from = bAt + first * stride;
            int to = packedAt + j;
            int done = WideTransposition.sixteenColumns(left - 1, terms, b, from, stride, packed, to, pitch);
            scalar(left, LANES, done, terms, b, from, stride, packed, to, pitch);
        }
        int first = Math.min(whole, lines - 1);
        scalar(
                lines - first,
                columns - whole,
                0,
                terms,
                b,
                bAt + first * stride,
                stride,
                packed,
                packedAt + whole,
                pitch);
    }

    /** Two lines at a time. */
    private static void scalar(
            int lines,
            int columns,
            int from,
            int terms,
            double[] b,
            int bAt,
            int stride,
            double[] packed,
            int packedAt,
            int pitch) {
        for (int j = 0; j < columns; j += 2) {
            int line0 = bAt + Math.min(j, lines - 1) * stride;
            int line1 = bAt + Math.min(j + 1, lines - 1) * stride;
            for (int p = from; p < terms; p++) {
                packed[packedAt + p * pitch + j] = b[line0 + p];
                packed[packedAt + p * pitch + j + 1] = b[line1 + p];
            }
        }
    }

    /** As many lines as a square has, of which those up to {@code last} exist. */
    private static void squares(
            double[] b, int bAt, int stride, int last, int terms, double[] packed, int packedAt, int pitch) {
        if (SIDE == 8) {
            eight(b, bAt, stride, last, terms, packed, packedAt, pitch);
        } else if (SIDE == 4) {
            four(b, bAt, stride, last, terms, packed, packedAt, pitch);
        } else {
            two(b, bAt, stride, last, terms, packed, packedAt, pitch);
        }
    }

    private static void eight(
            double[] b, int bAt, int stride, int last, int terms, double[] packed, int packedAt, int pitch) {
        int line1 = Math.min(1, last) * stride;
        int line2 = Math.min(2, last) * stride;
        int line3 = Math.min(3, last) * stride;
        int line4 = Math.min(4, last) * stride;
        int line5 = Math.min(5, last) * stride;
        int line6 = Math.min(6, last) * stride;
        int line7 = Math.min(7, last) * stride;
        for (int p = 0; p < terms; p += 8) {
            int at = bAt + p;
            int to = packedAt + p * pitch;
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

    private static void four(
            double[] b, int bAt, int stride, int last, int terms, double[] packed, int packedAt, int pitch) {
        int line1 = Math.min(1, last) * stride;
        int line2 = Math.min(2, last) * stride;
        int line3 = Math.min(3, last) * stride;
        for (int p = 0; p < terms; p += 4) {
            int at = bAt + p;
            int to = packedAt + p * pitch;
            DoubleVector r0 = DoubleVector.fromArray(SPECIES, b, at);
            DoubleVector r1 = DoubleVector.fromArray(SPECIES, b, at + line1);
            DoubleVector r2 = DoubleVector.fromArray(SPECIES, b, at + line2);
            DoubleVector r3 = DoubleVector.fromArray(SPECIES, b, at + line3);
            DoubleVector s0 = r0.blend(r2.rearrange(SWAP2), SET2);
            DoubleVector s2 = r0.rearrange(SWAP2).blend(r2, SET2);
            DoubleVector s1 = r1.blend(r3.rearrange(SWAP2), SET2);
            DoubleVector s3 = r1.rearrange(SWAP2).blend(r3, SET2);
            DoubleVector t0 = s0.blend(s1.rearrange(SWAP1), SET1);
            DoubleVector t1 = s0.rearrange(SWAP1).blend(s1, SET1);
            DoubleVector t2 = s2.blend(s3.rearrange(SWAP1), SET1);
            DoubleVector t3 = s2.rearrange(SWAP1).blend(s3, SET1);
            t0.intoArray(packed, to);
            t1.intoArray(packed, to + pitch);
            t2.intoArray(packed, to + 2 * pitch);
            t3.intoArray(packed, to + 3 * pitch);
        }
    }

    private static void two(
            double[] b, int bAt, int stride, int last, int terms, double[] packed, int packedAt, int pitch) {
        int line1 = Math.min(1, last) * stride;
        for (int p = 0; p < terms; p += 2) {
            int at = bAt + p;
            int to = packedAt + p * pitch;
            DoubleVector r0 = DoubleVector.fromArray(SPECIES, b, at);
            DoubleVector r1 = DoubleVector.fromArray(SPECIES, b, at + line1);
            DoubleVector s0 = r0.blend(r1.rearrange(SWAP1), SET1);
            DoubleVector s1 = r0.rearrange(SWAP1).blend(r1, SET1);
            s0.intoArray(packed, to);
            s1.intoArray(packed, to + pitch);
        }
    }
}
