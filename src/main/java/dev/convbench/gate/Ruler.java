package dev.convbench.gate;

/**
 * Fixed arithmetic that tells how fast the machine is just now. On shared hardware a whole fork may run at half speed because of
 * a neighbour; the time of a kernel in units of a ruler measured in the same milliseconds varies less.
 */
final class Ruler {
    private static final int LENGTH = 2048;

    private final double[] numbers = new double[LENGTH];
    private double sum;

    Ruler() {
        for (int i = 0; i < LENGTH; i++) {
            numbers[i] = 1.0 / (i + 1);
        }
    }

    /** Nanoseconds of one pass over its numbers, repeated for that time. */
    double time(long nanos) {
        long start = System.nanoTime();
        long passes = 0;
        long elapsed;
        do {
            sum += pass(numbers);
            passes++;
            elapsed = System.nanoTime() - start;
        } while (elapsed < nanos);
        return elapsed / (double) passes;
    }

    private static double pass(double[] numbers) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < numbers.length; i += 4) {
            a += numbers[i] * numbers[i];
            b += numbers[i + 1] * numbers[i + 1];
            c += numbers[i + 2] * numbers[i + 2];
            d += numbers[i + 3] * numbers[i + 3];
        }
        return a + b + c + d;
    }

    /** What it has added up; keeps the arithmetic alive. */
    double sum() {
        return sum;
    }
}
