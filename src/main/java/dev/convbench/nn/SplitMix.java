package dev.convbench.nn;

/**
 * Random numbers whose whole state is one long, so that a checkpoint can keep it: SplitMix64 (Steele, Lea and Flood, Fast
 * Splittable Pseudorandom Number Generators, 2014). The same numbers on every JDK and machine.
 */
public final class SplitMix {
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private long state;

    /**
     * A generator.
     *
     * @param state a seed, or what {@link #state} gave
     */
    public SplitMix(long state) {
        this.state = state;
    }

    /** All there is to know about what comes next. */
    public long state() {
        return state;
    }

    /** 64 random bits. */
    public long nextLong() {
        state += STEP;
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Uniform in 0 … bound − 1, by multiplication (Lemire 2019) on 32 bits, without bias. */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound is " + bound + ", must be at least 1");
        }
        long product = (nextLong() >>> 32) * bound;
        long unfair = (1L << 32) % bound;
        while ((product & 0xffffffffL) < unfair) {
            product = (nextLong() >>> 32) * bound;
        }
        return (int) (product >>> 32);
    }

    /** Uniform in [0, 1), a multiple of 2^−53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Standard normal, by the polar method of Marsaglia; its second number is not kept. */
    public double nextGaussian() {
        while (true) {
            double u = 2 * nextDouble() - 1;
            double v = 2 * nextDouble() - 1;
            double s = u * u + v * v;
            if (s < 1 && s != 0) {
                return u * Math.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    /** Fills an array with scale times standard normal numbers. */
    public void fillGaussian(double[] array, double scale) {
        for (int k = 0; k < array.length; k++) {
            array[k] = scale * nextGaussian();
        }
    }

    /** The numbers of {@link #fillGaussian(double[], double)}, rounded to float. */
    public void fillGaussian(float[] array, double scale) {
        for (int k = 0; k < array.length; k++) {
            array[k] = (float) (scale * nextGaussian());
        }
    }
}
