package dev.convbench.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people: the same in every locale. */
public final class Numbers {
    private static final int DIGITS = 4;

    private Numbers() {}

    /** Four significant digits, never in exponent form between 1e-4 and 1e7; a dash for NaN. */
    public static String significant(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        int decimals = size == 0 ? 0 : DIGITS - 1 - exponent(rounded);
        return rounded.setScale(Math.max(0, decimals), RoundingMode.HALF_EVEN).toPlainString();
    }

    private static int exponent(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }

    /** Both ends of the interval; a dash without one. */
    public static String interval(Estimate estimate) {
        return estimate.hasInterval()
                ? "[" + significant(estimate.low()) + ", " + significant(estimate.high()) + "]"
                : "-";
    }

    /** A share in per cent; a dash for NaN. */
    public static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, share < 0.0995 ? "%.1f" : "%.0f", share * 100);
    }

    /** A factor such as 12.3x; a dash for NaN. */
    public static String factor(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.2fx" : value < 99.5 ? "%.1fx" : "%.0fx", value);
    }

    /** An error such as 1.2e-13; 0 as 0; a dash for NaN. */
    public static String error(double value) {
        return Double.isNaN(value) ? "-" : value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
    }

    /** Bytes in the largest unit that keeps the figure at least 1. */
    public static String bytes(double value) {
        if (value >= 1 << 20) {
            return String.format(Locale.ROOT, "%.1f MiB", value / (1 << 20));
        }
        return value >= 1 << 10
                ? String.format(Locale.ROOT, "%.0f KiB", value / (1 << 10))
                : String.format(Locale.ROOT, "%.0f B", value);
    }
}
