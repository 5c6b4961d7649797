package dev.convbench.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps positive values to positions by their logarithm.
 *
 * @param low value at {@code from}
 * @param high value at {@code from + length}
 * @param from position of the low end
 * @param length pixels; negative upwards
 */
record LogScale(double low, double high, double from, double length) {
    double position(double value) {
        double share = Math.log(value / low) / Math.log(high / low);
        return from + Math.max(0, Math.min(1, share)) * length;
    }

    /** 1, 2 and 5 times powers of ten within; over more than three decades the powers alone. */
    List<Double> ticks() {
        double[] steps = high / low > 1000 ? new double[] {1} : new double[] {1, 2, 5};
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (double step : steps) {
                double tick = step * StrictMath.pow(10, power);
                if (tick >= low * 0.999 && tick <= high * 1.001) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
