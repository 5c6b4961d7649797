package dev.convbench.chart;

import dev.convbench.results.Estimate;
import java.util.List;

/**
 * The data of one panel of bars.
 *
 * @param title what was measured
 * @param detail the same exactly
 * @param unit unit of the bars
 * @param bars from top to bottom
 */
record BarPanel(String title, String detail, String unit, List<Bar> bars) {
    /** Copies the list. */
    BarPanel {
        bars = List.copyOf(bars);
    }

    /**
     * One bar.
     *
     * @param label name
     * @param kind decides the colour
     * @param value its length and its whisker, in the panel's unit; {@link Estimate#NONE} if there is nothing to draw
     * @param forks one value a fork, in the panel's unit
     * @param attainable share of what the machine allows, 1 being all; NaN if unknown
     * @param speedup times as fast as naive; NaN if unknown
     */
    record Bar(String label, Kind kind, Estimate value, List<Double> forks, double attainable, double speedup) {
        /** Copies the list. */
        Bar {
            forks = List.copyOf(forks);
        }

        /** The longest thing that is drawn, except that a whisker counts only up to this factor of the rest. */
        double extent(double whiskerLimit) {
            double inner = forks.stream().mapToDouble(Double::doubleValue).max().orElse(0);
            inner = value.exists() ? Math.max(inner, value.value()) : inner;
            return value.hasInterval() ? Math.max(inner, Math.min(value.high(), inner * whiskerLimit)) : inner;
        }
    }

    /** What a bar stands for. */
    enum Kind {
        /** The reference. */
        NAIVE("naive"),
        /** One worker. */
        SERIAL("serial"),
        /** Several workers. */
        PARALLEL("parallel");

        private final String style;

        Kind(String style) {
            this.style = style;
        }

        /** Class in the style sheet. */
        String style() {
            return style;
        }
    }
}
