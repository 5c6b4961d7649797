package dev.convbench.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last values of a series as a line of small bars, from the least to the greatest of them. */
final class SparkLine {
    private static final int LENGTH = 24;
    private static final String BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final String ASCII = "_.-=*^#@";

    private SparkLine() {}

    /** In the characters that the console can show. */
    static String of(double... values) {
        return of(Charset.defaultCharset().equals(StandardCharsets.UTF_8) ? BLOCKS : ASCII, values);
    }

    static String of(String steps, double... values) {
        double[] last = Arrays.copyOfRange(values, Math.max(0, values.length - LENGTH), values.length);
        double least = Arrays.stream(last).min().orElse(0);
        double range = Arrays.stream(last).max().orElse(0) - least;
        StringBuilder line = new StringBuilder();
        for (double value : last) {
            double share = range > 0 ? (value - least) / range : 0.5;
            line.append(steps.charAt((int) Math.round(share * (steps.length() - 1))));
        }
        return line.toString();
    }
}
