package dev.convbench.nn.notebook;

/**
 * A figure of a cell and the limit that holds it.
 *
 * @param name what it is a figure of
 * @param value the figure
 * @param limit what it is held to
 * @param kind how
 * @param about what the notebook says of it, or an empty text
 */
public record Check(String name, double value, double limit, Kind kind, String about) {
    /** How a limit holds a figure. A NaN never holds. */
    public enum Kind {
        /** The figure is an error, or something else that must not pass the limit. */
        AT_MOST("≤"),
        /** The figure must reach the limit. */
        AT_LEAST("≥");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        /** The sign between figure and limit. */
        public String sign() {
            return sign;
        }
    }

    static Check atMost(String name, double value, double limit, String about) {
        return new Check(name, value, limit, Kind.AT_MOST, about);
    }

    static Check atLeast(String name, double value, double limit, String about) {
        return new Check(name, value, limit, Kind.AT_LEAST, about);
    }

    /** Whether the limit holds. */
    public boolean passed() {
        return kind == Kind.AT_MOST ? value <= limit : value >= limit;
    }
}
