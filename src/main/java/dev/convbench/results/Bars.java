package dev.convbench.results;

/** Bars of characters, for tables in a terminal. */
public enum Bars {
    /** None. */
    NONE {
        @Override
        public String of(double share) {
            return "";
        }
    },
    /** Of block characters, an eighth of one being the smallest step. */
    BLOCKS {
        @Override
        public String of(double share) {
            long eighths = Math.round(clamped(share) * LENGTH * 8);
            String whole = "\u2588".repeat((int) (eighths / 8));
            String bar = eighths % 8 == 0 ? whole : whole + (char) (0x2590 - eighths % 8);
            return padded(bar);
        }
    },
    /** Of number signs, for terminals without Unicode. */
    ASCII {
        @Override
        public String of(double share) {
            return padded("#".repeat((int) Math.round(clamped(share) * LENGTH)));
        }
    };

    /** Characters of the longest bar. */
    static final int LENGTH = 12;

    /**
     * A bar, padded with blanks to the longest.
     *
     * @param share of the longest, 0 to 1; nothing is drawn for NaN
     */
    public abstract String of(double share);

    private static double clamped(double share) {
        return share > 0 ? Math.min(1, share) : 0;
    }

    private static String padded(String bar) {
        return bar + " ".repeat(LENGTH - bar.length());
    }
}
