package dev.convbench.results.stats;

import java.util.SplittableRandom;

/**
 * Makes forks as JVMs give them: each draws its own speed, its iterations vary around it, and some are disturbed.
 *
 * @param forkCv spread between forks, as a share
 * @param iterationCv spread between the iterations of a fork
 * @param spikeShare share of iterations that are disturbed
 * @param spikeSize how much longer these take
 * @param slowShare share of forks that compiled into slower code
 * @param slowSize how much longer these take
 */
record ForkModel(
        double forkCv, double iterationCv, double spikeShare, double spikeSize, double slowShare, double slowSize) {
    private static final int ITERATIONS = 5;

    /** Forks of this spread, iterations of 1 %, no disturbance. */
    static ForkModel quiet(double forkCv) {
        return new ForkModel(forkCv, 0.01, 0, 0, 0, 0);
    }

    /** The same with a tenth of the iterations taking a fifth longer. */
    ForkModel withSpikes() {
        return new ForkModel(forkCv, iterationCv, 0.1, 0.2, slowShare, slowSize);
    }

    /** The same with a fifth of the forks a tenth slower. */
    ForkModel withTwoModes() {
        return new ForkModel(forkCv, iterationCv, spikeShare, spikeSize, 0.2, 0.1);
    }

    /** Logarithms of the times of forks, each from its iterations, around a time of {@code exp(logTime)}. */
    double[] forks(int count, double logTime, SplittableRandom random) {
        double[] forks = new double[count];
        double[] iterations = new double[ITERATIONS];
        for (int i = 0; i < count; i++) {
            iterate(iterations, 0, logTime, random);
            for (int k = 0; k < ITERATIONS; k++) {
                iterations[k] = Math.exp(iterations[k]);
            }
            forks[i] = Math.log(ForkValue.of(iterations));
        }
        return forks;
    }

    /** Logarithms of the times of all iterations of forks, as if each were a measurement of its own. */
    double[] iterations(int count, double logTime, SplittableRandom random) {
        double[] iterations = new double[count * ITERATIONS];
        for (int i = 0; i < count; i++) {
            iterate(iterations, i * ITERATIONS, logTime, random);
        }
        return iterations;
    }

    private void iterate(double[] iterations, int from, double logTime, SplittableRandom random) {
        double fork = logTime + forkCv * random.nextGaussian();
        if (slowShare > 0 && random.nextDouble() < slowShare) {
            fork += Math.log1p(slowSize);
        }
        for (int k = 0; k < ITERATIONS; k++) {
            double iteration = fork + iterationCv * random.nextGaussian();
            if (spikeShare > 0 && random.nextDouble() < spikeShare) {
                iteration += Math.log1p(spikeSize);
            }
            iterations[from + k] = iteration;
        }
    }

    /** The effect seen between so many forks a side when the candidate takes longer by a share. */
    Effect effect(int forks, double slowdown, SplittableRandom random) {
        return Effect.unpaired(forks(forks, 0, random), forks(forks, Math.log1p(slowdown), random));
    }
}
