package dev.convbench.strategy.fft;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Discrete Fourier transforms of lines of complex numbers, with a vector of channels in place of each number (Cooley and Tukey, 1965):
 * in place, radix 2, {@code X[k] = Σ_j x[j]·exp(∓2πi·jk / n)}, not divided by n.
 *
 * <p>Forward takes numbers in order and leaves X[k] at {@link #place} of k, bits reversed; backward takes them from there and leaves
 * numbers in order. So nothing is ever sorted. A number is a vector of real parts and, right after it, one of imaginary parts.
 */
final class Fft {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    private final int n;

    /** exp(−πi·j / half) at half + j: real parts, and imaginary parts. */
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
        for (int half = 1; half < n; half *= 2) {
            for (int j = 0; j < half; j++) {
                cosines[half + j] = Math.cos(Math.PI * j / half);
                sines[half + j] = -Math.sin(Math.PI * j / half);
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
        for (int line = 0; line < lines; line++) {
            int from = at + line * next;
            for (int half = n / 2; half > 1; half /= 2) {
                for (int first = 0; first < n; first += 2 * half) {
                    down(a, from + first * 2 * LANES, half);
                }
            }
            neighbours(a, from, n / 2);
        }
    }

    /** The way back, likewise. */
    void backward(int lines, double[] a, int at, int next) {
        for (int line = 0; line < lines; line++) {
            int from = at + line * next;
            neighbours(a, from, n / 2);
            for (int half = 2; half < n; half *= 2) {
                for (int first = 0; first < n; first += 2 * half) {
                    up(a, from + first * 2 * LANES, half);
                }
            }
        }
    }

    /** Sums and differences of neighbours: the stage without factors. */
    private static void neighbours(double[] a, int at, int pairs) {
        for (int k = 0; k < pairs; k++) {
            int from = at + k * 4 * LANES;
            DoubleVector re0 = DoubleVector.fromArray(SPECIES, a, from);
            DoubleVector im0 = DoubleVector.fromArray(SPECIES, a, from + LANES);
            DoubleVector re1 = DoubleVector.fromArray(SPECIES, a, from + 2 * LANES);
            DoubleVector im1 = DoubleVector.fromArray(SPECIES, a, from + 3 * LANES);
            re0.add(re1).intoArray(a, from);
            im0.add(im1).intoArray(a, from + LANES);
            re0.sub(re1).intoArray(a, from + 2 * LANES);
            im0.sub(im1).intoArray(a, from + 3 * LANES);
        }
    }

    /** A block of a stage: sums, and differences times factors. */
    private void down(double[] a, int at, int half) {
        for (int j = 0; j < half; j++) {
            int low = at + j * 2 * LANES;
            int high = low + half * 2 * LANES;
            DoubleVector cosine = DoubleVector.broadcast(SPECIES, cosines[half + j]);
            DoubleVector sine = DoubleVector.broadcast(SPECIES, sines[half + j]);
            DoubleVector re0 = DoubleVector.fromArray(SPECIES, a, low);
            DoubleVector im0 = DoubleVector.fromArray(SPECIES, a, low + LANES);
            DoubleVector re1 = DoubleVector.fromArray(SPECIES, a, high);
            DoubleVector im1 = DoubleVector.fromArray(SPECIES, a, high + LANES);
            re0.add(re1).intoArray(a, low);
            im0.add(im1).intoArray(a, low + LANES);
            DoubleVector re = re0.sub(re1);
            DoubleVector im = im0.sub(im1);
            re.mul(cosine).sub(im.mul(sine)).intoArray(a, high);
            re.fma(sine, im.mul(cosine)).intoArray(a, high + LANES);
        }
    }

    /** A block of a stage on the way back: conjugate factors first. */
    private void up(double[] a, int at, int half) {
        for (int j = 0; j < half; j++) {
            int low = at + j * 2 * LANES;
            int high = low + half * 2 * LANES;
            DoubleVector cosine = DoubleVector.broadcast(SPECIES, cosines[half + j]);
            DoubleVector sine = DoubleVector.broadcast(SPECIES, sines[half + j]);
            DoubleVector re0 = DoubleVector.fromArray(SPECIES, a, low);
            DoubleVector im0 = DoubleVector.fromArray(SPECIES, a, low + LANES);
            DoubleVector reHigh = DoubleVector.fromArray(SPECIES, a, high);
            DoubleVector imHigh = DoubleVector.fromArray(SPECIES, a, high + LANES);
            DoubleVector re1 = imHigh.fma(sine, reHigh.mul(cosine));
            DoubleVector im1 = imHigh.mul(cosine).sub(reHigh.mul(sine));
            re0.add(re1).intoArray(a, low);
            im0.add(im1).intoArray(a, low + LANES);
            re0.sub(re1).intoArray(a, high);
            im0.sub(im1).intoArray(a, high + LANES);
        }
    }
}
