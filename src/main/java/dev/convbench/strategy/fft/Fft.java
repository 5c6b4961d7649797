package dev.convbench.strategy.fft;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Discrete Fourier transforms of lines of complex numbers, with a vector of channels in place of each number (Cooley and Tukey, 1965):
 * in place, radix 4 with a last stage of radix 2 where n is no power of 4, {@code X[k] = Σ_j x[j]·exp(∓2πi·jk / n)}, not divided by n.
 *
 * <p>Forward takes numbers in order and leaves X[k] at {@link #place} of k, bits reversed; backward takes them from there and leaves
 * numbers in order. So nothing is ever sorted. A number is a vector of real parts and, right after it, one of imaginary parts.
 *
 * <p>A stage of radix 4 is two of radix 2 in registers: of numbers q apart, with w = exp(−2πi·j / 4q),
 *
 * <pre>
 * x0 + x1 + x2 + x3,   (x0 − x1 + x2 − x3)·w²,   (x0 − i·x1 − x2 + i·x3)·w,   (x0 + i·x1 − x2 − i·x3)·w³
 * </pre>
 *
 * <p>The innermost loop runs over lines, so that the factors stay in registers; some lines at a time, so that they stay in L1.
 */
final class Fft {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    /** Lines that are transformed together: 34 KiB of 32 numbers. */
    private static final int TOGETHER = 8;

    private final int n;

    /** exp(−2πi·j / 4q) at q + j: real parts, and imaginary parts. */
    private final double[] cosines;

    private final double[] sines;

    private final int[] place;

    /**
     * Transforms of one length.
     *
     * @param n numbers of a line, a power of two
     */
    Fft(int n) {
        this.n = n;
        cosines = new double[n];
        sines = new double[n];
        for (int quarter = 1; quarter < n; quarter *= 2) {
            for (int j = 0; j < quarter; j++) {
                cosines[quarter + j] = Math.cos(Math.PI * j / (2 * quarter));
                sines[quarter + j] = -Math.sin(Math.PI * j / (2 * quarter));
            }
        }
        place = new int[n];
        for (int k = 0; k < n; k++) {
            place[k] = Integer.reverse(k) >>> (Integer.numberOfLeadingZeros(n) + 1);
        }
    }

    /** Where forward leaves X[k]. */
    int place(int k) {
        return place[k];
    }

    /**
     * Transforms lines.
     *
     * @param lines how many
     * @param a holds them
     * @param at the first number of the first line
     * @param next distance of lines; numbers are 2 vectors apart
     */
    void forward(int lines, double[] a, int at, int next) {
        for (int line = 0; line < lines; line += TOGETHER) {
            int from = at + line * next;
            int end = from + Math.min(TOGETHER, lines - line) * next;
            for (int quarter = n / 4; quarter > 0; quarter /= 4) {
                for (int first = 0; first < n; first += 4 * quarter) {
                    int group = first * 2 * LANES;
                    fours(a, from + group, end + group, next, quarter * 2 * LANES);
                    for (int j = 1; j < quarter; j++) {
                        int offset = group + j * 2 * LANES;
                        down(a, from + offset, end + offset, next, quarter, j);
                    }
                }
            }
            if (hasPairs()) {
                pairs(a, from, end, next);
            }
        }
    }

    /** The way back, likewise. */
    void backward(int lines, double[] a, int at, int next) {
        for (int line = 0; line < lines; line += TOGETHER) {
            int from = at + line * next;
            int end = from + Math.min(TOGETHER, lines - line) * next;
            if (hasPairs()) {
                pairs(a, from, end, next);
            }
            for (int quarter = hasPairs() ? 2 : 1; quarter < n; quarter *= 4) {
                for (int first = 0; first < n; first += 4 * quarter) {
                    int group = first * 2 * LANES;
                    foursBack(a, from + group, end + group, next, quarter * 2 * LANES);
                    for (int j = 1; j < quarter; j++) {
                        int offset = group + j * 2 * LANES;
                        up(a, from + offset, end + offset, next, quarter, j);
                    }
                }
            }
        }
    }

    private boolean hasPairs() {
        return Integer.numberOfTrailingZeros(n) % 2 == 1;
    }

    /** Sums and differences of neighbours: the stage of radix 2. */
    private void pairs(double[] a, int from, int end, int next) {
        for (int k = 0; k < n; k += 2) {
            for (int at = from + k * 2 * LANES; at < end + k * 2 * LANES; at += next) {
                DoubleVector re0 = DoubleVector.fromArray(SPECIES, a, at);
                DoubleVector im0 = DoubleVector.fromArray(SPECIES, a, at + LANES);
                DoubleVector re1 = DoubleVector.fromArray(SPECIES, a, at + 2 * LANES);
                DoubleVector im1 = DoubleVector.fromArray(SPECIES, a, at + 3 * LANES);
                re0.add(re1).intoArray(a, at);
                im0.add(im1).intoArray(a, at + LANES);
                re0.sub(re1).intoArray(a, at + 2 * LANES);
                im0.sub(im1).intoArray(a, at + 3 * LANES);
            }
        }
    }

    /** Four numbers of each line, j = 0: no factors. */
    private static void fours(double[] a, int from, int end, int next, int apart) {
        for (int at = from; at < end; at += next) {
            DoubleVector re0 = DoubleVector.fromArray(SPECIES, a, at);
            DoubleVector re1 = DoubleVector.fromArray(SPECIES, a, at + apart);
            DoubleVector re2 = DoubleVector.fromArray(SPECIES, a, at + 2 * apart);
            DoubleVector re3 = DoubleVector.fromArray(SPECIES, a, at + 3 * apart);
            DoubleVector im0 = DoubleVector.fromArray(SPECIES, a, at + LANES);
            DoubleVector im1 = DoubleVector.fromArray(SPECIES, a, at + apart + LANES);
            DoubleVector im2 = DoubleVector.fromArray(SPECIES, a, at + 2 * apart + LANES);
            DoubleVector im3 = DoubleVector.fromArray(SPECIES, a, at + 3 * apart + LANES);
            DoubleVector evenRe = re0.add(re2);
            DoubleVector evenIm = im0.add(im2);
            DoubleVector oddRe = re1.add(re3);
            DoubleVector oddIm = im1.add(im3);
            evenRe.add(oddRe).intoArray(a, at);
            evenIm.add(oddIm).intoArray(a, at + LANES);
            evenRe.sub(oddRe).intoArray(a, at + apart);
            evenIm.sub(oddIm).intoArray(a, at + apart + LANES);
            evenRe = re0.sub(re2);
            evenIm = im0.sub(im2);
            oddRe = im1.sub(im3);
            oddIm = re1.sub(re3);
            evenRe.add(oddRe).intoArray(a, at + 2 * apart);
            evenIm.sub(oddIm).intoArray(a, at + 2 * apart + LANES);
            evenRe.sub(oddRe).intoArray(a, at + 3 * apart);
            evenIm.add(oddIm).intoArray(a, at + 3 * apart + LANES);
        }
    }

    /** The way back of {@link #fours}. */
    private static void foursBack(double[] a, int from, int end, int next, int apart) {
        for (int at = from; at < end; at += next) {
            DoubleVector re0 = DoubleVector.fromArray(SPECIES, a, at);
            DoubleVector re1 = DoubleVector.fromArray(SPECIES, a, at + apart);
            DoubleVector re2 = DoubleVector.fromArray(SPECIES, a, at + 2 * apart);
            DoubleVector re3 = DoubleVector.fromArray(SPECIES, a, at + 3 * apart);
            DoubleVector im0 = DoubleVector.fromArray(SPECIES, a, at + LANES);
            DoubleVector im1 = DoubleVector.fromArray(SPECIES, a, at + apart + LANES);
            DoubleVector im2 = DoubleVector.fromArray(SPECIES, a, at + 2 * apart + LANES);
            DoubleVector im3 = DoubleVector.fromArray(SPECIES, a, at + 3 * apart + LANES);
            DoubleVector lowRe = re0.add(re1);
            DoubleVector lowIm = im0.add(im1);
            DoubleVector highRe = re2.add(re3);
            DoubleVector highIm = im2.add(im3);
            lowRe.add(highRe).intoArray(a, at);
            lowIm.add(highIm).intoArray(a, at + LANES);
            lowRe.sub(highRe).intoArray(a, at + 2 * apart);
            lowIm.sub(highIm).intoArray(a, at + 2 * apart + LANES);
            lowRe = re0.sub(re1);
            lowIm = im0.sub(im1);
            highRe = im2.sub(im3);
            highIm = re2.sub(re3);
            lowRe.sub(highRe).intoArray(a, at + apart);
            lowIm.add(highIm).intoArray(a, at + apart + LANES);
            lowRe.add(highRe).intoArray(a, at + 3 * apart);
            lowIm.sub(highIm).intoArray(a, at + 3 * apart + LANES);
        }
    }

    /** Four numbers of each line, with the factors of j. */
    private void down(double[] a, int from, int end, int next, int quarter, int j) {
        int apart = quarter * 2 * LANES;
        double c1 = cosines[quarter + j];
        double s1 = sines[quarter + j];
        double c2 = c1 * c1 - s1 * s1;
        double s2 = 2 * c1 * s1;
        DoubleVector cosine1 = DoubleVector.broadcast(SPECIES, c1);
        DoubleVector sine1 = DoubleVector.broadcast(SPECIES, s1);
        DoubleVector cosine2 = DoubleVector.broadcast(SPECIES, c2);
        DoubleVector sine2 = DoubleVector.broadcast(SPECIES, s2);
        DoubleVector cosine3 = DoubleVector.broadcast(SPECIES, c1 * c2 - s1 * s2);
        DoubleVector sine3 = DoubleVector.broadcast(SPECIES, c1 * s2 + s1 * c2);
        for (int at = from; at < end; at += next) {
            DoubleVector re0 = DoubleVector.fromArray(SPECIES, a, at);
            DoubleVector re1 = DoubleVector.fromArray(SPECIES, a, at + apart);
            DoubleVector re2 = DoubleVector.fromArray(SPECIES, a, at + 2 * apart);
            DoubleVector re3 = DoubleVector.fromArray(SPECIES, a, at + 3 * apart);
            DoubleVector im0 = DoubleVector.fromArray(SPECIES, a, at + LANES);
            DoubleVector im1 = DoubleVector.fromArray(SPECIES, a, at + apart + LANES);
            DoubleVector im2 = DoubleVector.fromArray(SPECIES, a, at + 2 * apart + LANES);
            DoubleVector im3 = DoubleVector.fromArray(SPECIES, a, at + 3 * apart + LANES);
            DoubleVector evenRe = re0.add(re2);
            DoubleVector evenIm = im0.add(im2);
            DoubleVector oddRe = re1.add(re3);
            DoubleVector oddIm = im1.add(im3);
            evenRe.add(oddRe).intoArray(a, at);
            evenIm.add(oddIm).intoArray(a, at + LANES);
            DoubleVector re = evenRe.sub(oddRe);
            DoubleVector im = evenIm.sub(oddIm);
            re.mul(cosine2).sub(im.mul(sine2)).intoArray(a, at + apart);
            re.fma(sine2, im.mul(cosine2)).intoArray(a, at + apart + LANES);
            evenRe = re0.sub(re2);
            evenIm = im0.sub(im2);
            oddRe = im1.sub(im3);
            oddIm = re1.sub(re3);
            re = evenRe.add(oddRe);
            im = evenIm.sub(oddIm);
            re.mul(cosine1).sub(im.mul(sine1)).intoArray(a, at + 2 * apart);
            re.fma(sine1, im.mul(cosine1)).intoArray(a, at + 2 * apart + LANES);
            re = evenRe.sub(oddRe);
            im = evenIm.add(oddIm);
            re.mul(cosine3).sub(im.mul(sine3)).intoArray(a, at + 3 * apart);
            re.fma(sine3, im.mul(cosine3)).intoArray(a, at + 3 * apart + LANES);
        }
    }

    /** The way back of {@link #down}: conjugate factors first. */
    private void up(double[] a, int from, int end, int next, int quarter, int j) {
        int apart = quarter * 2 * LANES;
        double c1 = cosines[quarter + j];
        double s1 = sines[quarter + j];
        double c2 = c1 * c1 - s1 * s1;
        double s2 = 2 * c1 * s1;
        DoubleVector cosine1 = DoubleVector.broadcast(SPECIES, c1);
        DoubleVector sine1 = DoubleVector.broadcast(SPECIES, s1);
        DoubleVector cosine2 = DoubleVector.broadcast(SPECIES, c2);
        DoubleVector sine2 = DoubleVector.broadcast(SPECIES, s2);
        DoubleVector cosine3 = DoubleVector.broadcast(SPECIES, c1 * c2 - s1 * s2);
        DoubleVector sine3 = DoubleVector.broadcast(SPECIES, c1 * s2 + s1 * c2);
        for (int at = from; at < end; at += next) {
            DoubleVector re = DoubleVector.fromArray(SPECIES, a, at + apart);
            DoubleVector im = DoubleVector.fromArray(SPECIES, a, at + apart + LANES);
            DoubleVector re1 = im.fma(sine2, re.mul(cosine2));
            DoubleVector im1 = im.mul(cosine2).sub(re.mul(sine2));
            re = DoubleVector.fromArray(SPECIES, a, at + 2 * apart);
            im = DoubleVector.fromArray(SPECIES, a, at + 2 * apart + LANES);
            DoubleVector re2 = im.fma(sine1, re.mul(cosine1));
            DoubleVector im2 = im.mul(cosine1).sub(re.mul(sine1));
            re = DoubleVector.fromArray(SPECIES, a, at + 3 * apart);
            im = DoubleVector.fromArray(SPECIES, a, at + 3 * apart + LANES);
            DoubleVector re3 = im.fma(sine3, re.mul(cosine3));
            DoubleVector im3 = im.mul(cosine3).sub(re.mul(sine3));
            re = DoubleVector.fromArray(SPECIES, a, at);
            im = DoubleVector.fromArray(SPECIES, a, at + LANES);
            DoubleVector lowRe = re.add(re1);
            DoubleVector lowIm = im.add(im1);
            DoubleVector highRe = re2.add(re3);
            DoubleVector highIm = im2.add(im3);
            lowRe.add(highRe).intoArray(a, at);
            lowIm.add(highIm).intoArray(a, at + LANES);
            lowRe.sub(highRe).intoArray(a, at + 2 * apart);
            lowIm.sub(highIm).intoArray(a, at + 2 * apart + LANES);
            lowRe = re.sub(re1);
            lowIm = im.sub(im1);
            highRe = im2.sub(im3);
            highIm = re2.sub(re3);
            lowRe.sub(highRe).intoArray(a, at + apart);
            lowIm.add(highIm).intoArray(a, at + apart + LANES);
            lowRe.add(highRe).intoArray(a, at + 3 * apart);
            lowIm.sub(highIm).intoArray(a, at + 3 * apart + LANES);
        }
    }
}
