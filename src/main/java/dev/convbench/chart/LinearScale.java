package dev.convbench.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps values from 0 upwards to positions in proportion, with round tick marks.
 *
 * @param max the value at the far end; positive
 * @param from position of 0
 * @param length pixels from 0 to {@code max}
 * @param step distance of the ticks
 */
record LinearScale(double max, double from, double length, double step) {
    private static final int MIN_TICKS = 4;
    private static final int TICK_DIGITS = 6;

    /**
     * A scale that holds a value, its end a little beyond.
     *
     * @throws IllegalArgumentException if the value is not positive and finite
     */
    static LinearScale of(double largest, double from, double length) {
        if (!(largest > 0) || !Double.isFinite(largest)) {
            throw new IllegalArgumentException("no scale up to " + largest);
        }
        double max = largest * 1.02;
        return new LinearScale(max, from, length, step(max));
    }

    /**
     * A scale of whole numbers up to {@code last}, which is its end; its ticks are whole too.
     *
     * @throws IllegalArgumentException if {@code last} is less than 1
     */
    static LinearScale whole(int last, double from, double length) {
        if (last < 1) {
            throw new IllegalArgumentException("no scale up to " + last);
        }
        return new LinearScale(last, from, length, Math.max(1, step(last)));
    }

    /** The largest of 1, 2 and 5 times a power of ten that gives enough ticks. */
    private static double step(double max) {
        double step = StrictMath.pow(10, Math.ceil(StrictMath.log10(max)));
        while (true) {
            for (double candidate : new double[] {step, step / 2, step / 5}) {
                if (max / candidate >= MIN_TICKS) {
                    return candidate;
                }
            }
            step /= 10;
        }
    }

    /** The position of a value, never beyond the end. */
    double position(double value) {
        return from + length(value);
    }

    /** The distance of a value from 0, never beyond the end. */
    double length(double value) {
        return Math.min(value, max) / max * length;
    }

    /** The ticks, 0 first. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= max; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** The text of a tick, without the digits that only binary fractions have. */
    static String label(double tick) {
        BigDecimal rounded = new BigDecimal(tick).round(new MathContext(TICK_DIGITS));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
