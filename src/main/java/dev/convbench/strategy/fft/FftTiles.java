package dev.convbench.strategy.fft;

import dev.convbench.simd.Species;
import dev.convbench.strategy.tiles.TileTransform;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Correlation of n x n tiles by Fourier transforms, overlap-save: of the n x n results of the circular correlation the first m = n − r + 1
 * in each direction read no pixel from the other end.
 *
 * <p>Tiles are real, so half of their frequencies say all. Two rows are transformed as real and imaginary part of one complex line and
 * parted by symmetry; the columns of frequency 0 and n/2, which are real, are one complex column too. That leaves n²/2 + 2 complex
 * products X·conj(W), each of them three real ones (Gauss): with X = a + bi and conj(W) = c + di
 *
 * <pre>
 * p = (a + b)·c      q = a·(d − c)      s = b·(c + d)      X·conj(W) = (p − s) + (p + q)·i
 * </pre>
 *
 * <p>so points are three numbers a frequency, and the products are real products of matrices. Parting lines without halving them makes
 * both operands twice as large; 1 / (4n²), a power of two, goes into the kernels.
 */
final class FftTiles extends TileTransform {
    private static final VectorSpecies<Double> SPECIES = Species.F64;

    /** Real products of a complex one. */
    private static final int GAUSS = 3;

    private final int n;
    private final int half;
    private final Fft fft;

    /** Distance of lines of numbers: one number more, so that lines do not share cache sets. */
    private final int pitch;

    /** Where the columns begin, after the rows. */
    private final int columnsAt;

    /** The first point of the columns of frequency 0 and n/2. */
    private final int realColumns;

    private final double scale;

    /**
     * The transforms of tiles.
     *
     * @param n inputs of a tile along an axis, a power of two
     * @param r taps of a kernel along an axis, less than n
     */
    FftTiles(int n, int r) {
        super(n - r + 1, r, GAUSS * (n * n / 2 + 2), 1);
        this.n = n;
        half = n / 2;
        fft = new Fft(n);
        pitch = (n + 1) * 2 * LANES;
        columnsAt = half * pitch;
        realColumns = GAUSS * (half - 1) * n;
        scale = 1 / (4.0 * n * n);
    }

    @Override
    public int sourceLength() {
        return n * pitch;
    }

    /** Rows 2q and 2q + 1 are the real and the imaginary parts of line q. */
    @Override
    public int sourceRow(int i) {
        return i / 2 * pitch + i % 2 * LANES;
    }

    @Override
    public int sourceStep() {
        return 2 * LANES;
    }

    @Override
    public void source(int tiles, double[] lane, int at, double[] v, int vAt, int tile, int point) {
        fft.forward(half, lane, at, pitch);
        for (int q = 0; q < half; q++) {
            partRows(lane, at, q);
        }
        fft.forward(half, lane, at + columnsAt, pitch);
        store(lane, at + columnsAt, v, vAt, point, false);
    }

    /** All frequencies of the columns, as points of a source or of a kernel. */
    private void store(double[] lane, int columns, double[] out, int outAt, int point, boolean ofKernel) {
        for (int u = 1; u < half; u++) {
            int from = columns + u * pitch;
            for (int k = 0; k < n; k++) {
                DoubleVector re = DoubleVector.fromArray(SPECIES, lane, from + k * 2 * LANES);
                DoubleVector im = DoubleVector.fromArray(SPECIES, lane, from + k * 2 * LANES + LANES);
                store(re, im, out, outAt + GAUSS * ((u - 1) * n + k) * point, point, ofKernel);
            }
        }
        for (int k = 0; k <= half; k++) {
            int from = columns + fft.place(k) * 2 * LANES;
            int mirror = columns + fft.place((n - k) % n) * 2 * LANES;
            DoubleVector re = DoubleVector.fromArray(SPECIES, lane, from);
            DoubleVector im = DoubleVector.fromArray(SPECIES, lane, from + LANES);
            DoubleVector mirrorRe = DoubleVector.fromArray(SPECIES, lane, mirror);
            DoubleVector mirrorIm = DoubleVector.fromArray(SPECIES, lane, mirror + LANES);
            int to = outAt + (realColumns + GAUSS * 2 * k) * point;
            store(re.add(mirrorRe), im.sub(mirrorIm), out, to, point, ofKernel);
            store(im.add(mirrorIm), mirrorRe.sub(re), out, to + GAUSS * point, point, ofKernel);
        }
    }

    /** One frequency re + im·i: a + b, a and b of a source; c, d − c and c + d of a kernel, whose conjugate is c + d·i. */
    private static void store(DoubleVector re, DoubleVector im, double[] out, int at, int point, boolean ofKernel) {
        if (ofKernel) {
            re.intoArray(out, at);
            re.add(im).neg().intoArray(out, at + point);
            re.sub(im).intoArray(out, at + 2 * point);
        } else {
            re.add(im).intoArray(out, at);
            re.intoArray(out, at + point);
            im.intoArray(out, at + 2 * point);
        }
    }

    /** Line q, transformed, to elements 2q and 2q + 1 of the columns: twice the spectra of its two rows. */
    private void partRows(double[] lane, int at, int q) {
        int row = at + q * pitch;
        int first = at + columnsAt + 2 * q * 2 * LANES;
        int middle = row + fft.place(half) * 2 * LANES;
        DoubleVector.fromArray(SPECIES, lane, row).intoArray(lane, first);
        DoubleVector.fromArray(SPECIES, lane, middle).intoArray(lane, first + LANES);
        DoubleVector.fromArray(SPECIES, lane, row + LANES).intoArray(lane, first + 2 * LANES);
        DoubleVector.fromArray(SPECIES, lane, middle + LANES).intoArray(lane, first + 3 * LANES);
        for (int k = 1; k < half; k++) {
            int from = row + fft.place(k) * 2 * LANES;
            int mirror = row + fft.place(n - k) * 2 * LANES;
            int to = first + k * pitch;
            DoubleVector re = DoubleVector.fromArray(SPECIES, lane, from);
            DoubleVector im = DoubleVector.fromArray(SPECIES, lane, from + LANES);
            DoubleVector mirrorRe = DoubleVector.fromArray(SPECIES, lane, mirror);
            DoubleVector mirrorIm = DoubleVector.fromArray(SPECIES, lane, mirror + LANES);
            re.add(mirrorRe).intoArray(lane, to);
            im.sub(mirrorIm).intoArray(lane, to + LANES);
            im.add(mirrorIm).intoArray(lane, to + 2 * LANES);
            mirrorRe.sub(re).intoArray(lane, to + 3 * LANES);
        }
    }

    @Override
    public int kernelLength() {
        return n * pitch;
    }

    @Override
    public void kernel(double[] taps, int tapsAt, int next, double[] u, int uAt, int point, double[] lane, int at) {
        int lines = (r + 1) / 2;
        Arrays.fill(lane, at, at + lines * pitch, 0);
        DoubleVector factor = DoubleVector.broadcast(SPECIES, scale);
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) {
                DoubleVector tap = DoubleVector.fromArray(SPECIES, taps, tapsAt + (i * r + j) * next);
                tap.mul(factor).intoArray(lane, at + sourceRow(i) + j * 2 * LANES);
            }
        }
        fft.forward(lines, lane, at, pitch);
        for (int q = 0; q < lines; q++) {
            partRows(lane, at, q);
        }
        for (int k = 0; k < half; k++) {
            int column = at + columnsAt + k * pitch;
            Arrays.fill(lane, column + lines * 4 * LANES, column + n * 2 * LANES, 0);
        }
        fft.forward(half, lane, at + columnsAt, pitch);
        store(lane, at + columnsAt, u, uAt, point, true);
    }

    @Override
    public int outputLength() {
        return n * pitch;
    }

    @Override
    public int outputRow(int i) {
        return sourceRow(i);
    }

    @Override
    public int outputStep() {
        return 2 * LANES;
    }

    @Override
    public void output(
            int tiles,
            double[] products,
            int productsAt,
            int tile,
            int point,
            double[] lane,
            int at,
            double[] bias,
            int biasAt) {
        for (int u = 1; u < half; u++) {
            int to = at + columnsAt + u * pitch;
            for (int k = 0; k < n; k++) {
                int from = productsAt + GAUSS * ((u - 1) * n + k) * point;
                DoubleVector p = DoubleVector.fromArray(SPECIES, products, from);
                DoubleVector q = DoubleVector.fromArray(SPECIES, products, from + point);
                DoubleVector s = DoubleVector.fromArray(SPECIES, products, from + 2 * point);
                p.sub(s).intoArray(lane, to + k * 2 * LANES);
                p.add(q).intoArray(lane, to + k * 2 * LANES + LANES);
            }
        }
        joinRealColumns(products, productsAt + realColumns * point, point, lane, at + columnsAt);
        fft.backward(half, lane, at + columnsAt, pitch);
        int lines = (m + 1) / 2;
        for (int q = 0; q < lines; q++) {
            joinRows(lane, at, q);
        }
        fft.backward(lines, lane, at, pitch);
        DoubleVector summand = DoubleVector.fromArray(SPECIES, bias, biasAt);
        for (int q = 0; q < lines; q++) {
            for (int k = 0; k < 2 * m; k++) {
                int place = at + q * pitch + k * LANES;
                DoubleVector.fromArray(SPECIES, lane, place).add(summand).intoArray(lane, place);
            }
        }
    }

    /** The columns of frequency 0 and n/2 to one complex column, the way back. */
    private void joinRealColumns(double[] products, int from, int point, double[] lane, int column) {
        for (int k = 0; k <= half; k++) {
            int zero = from + GAUSS * 2 * k * point;
            int middle = zero + GAUSS * point;
            DoubleVector p = DoubleVector.fromArray(SPECIES, products, zero);
            DoubleVector zeroRe = p.sub(DoubleVector.fromArray(SPECIES, products, zero + 2 * point));
            DoubleVector zeroIm = p.add(DoubleVector.fromArray(SPECIES, products, zero + point));
            p = DoubleVector.fromArray(SPECIES, products, middle);
            DoubleVector middleRe = p.sub(DoubleVector.fromArray(SPECIES, products, middle + 2 * point));
            DoubleVector middleIm = p.add(DoubleVector.fromArray(SPECIES, products, middle + point));
            int to = column + fft.place(k) * 2 * LANES;
            int mirror = column + fft.place((n - k) % n) * 2 * LANES;
            zeroRe.add(middleIm).intoArray(lane, mirror);
            middleRe.sub(zeroIm).intoArray(lane, mirror + LANES);
            zeroRe.sub(middleIm).intoArray(lane, to);
            zeroIm.add(middleRe).intoArray(lane, to + LANES);
        }
    }

    /** Elements 2q and 2q + 1 of the columns to line q, the way back. */
    private void joinRows(double[] lane, int at, int q) {
        int row = at + q * pitch;
        int first = at + columnsAt + 2 * q * 2 * LANES;
        int middle = row + fft.place(half) * 2 * LANES;
        DoubleVector.fromArray(SPECIES, lane, first).intoArray(lane, row);
        DoubleVector.fromArray(SPECIES, lane, first + LANES).intoArray(lane, middle);
        DoubleVector.fromArray(SPECIES, lane, first + 2 * LANES).intoArray(lane, row + LANES);
        DoubleVector.fromArray(SPECIES, lane, first + 3 * LANES).intoArray(lane, middle + LANES);
        for (int k = 1; k < half; k++) {
            int from = first + k * pitch;
            int to = row + fft.place(k) * 2 * LANES;
            int mirror = row + fft.place(n - k) * 2 * LANES;
            DoubleVector evenRe = DoubleVector.fromArray(SPECIES, lane, from);
            DoubleVector evenIm = DoubleVector.fromArray(SPECIES, lane, from + LANES);
            DoubleVector oddRe = DoubleVector.fromArray(SPECIES, lane, from + 2 * LANES);
            DoubleVector oddIm = DoubleVector.fromArray(SPECIES, lane, from + 3 * LANES);
            evenRe.sub(oddIm).intoArray(lane, to);
            evenIm.add(oddRe).intoArray(lane, to + LANES);
            evenRe.add(oddIm).intoArray(lane, mirror);
            oddRe.sub(evenIm).intoArray(lane, mirror + LANES);
        }
    }

    @Override
    public String toString() {
        return "FFT of " + n + " x " + n;
    }
}
