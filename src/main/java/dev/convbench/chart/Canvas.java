package dev.convbench.chart;

/**
 * What a picture is drawn on: an SVG document or the pixels of a PNG, by the same calls. Coordinates are CSS pixels from the top
 * left corner; coordinate arrays are taken whole.
 */
interface Canvas {
    /** Which end of a text its position is. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** Sizes of text. */
    enum Font {
        TITLE(17, true),
        PANEL(14, true),
        TEXT(12, false),
        SMALL(11, false);

        private final int size;
        private final boolean bold;

        Font(int size, boolean bold) {
            this.size = size;
            this.bold = bold;
        }

        /** Height of its letters with their line, in pixels. */
        int size() {
            return size;
        }

        /** Whether it is bold. */
        boolean bold() {
            return bold;
        }
    }

    /** A filled rectangle. */
    void rectangle(double x, double y, double width, double height, Ink ink);

    /** A filled rectangle of a colour of the data, 0xrrggbb, with hard edges. */
    void cell(double x, double y, double width, double height, int rgb);

    /** A straight line; {@code dashed} as a reference. */
    void line(double x1, double y1, double x2, double y2, double thickness, boolean dashed, Ink ink);

    /** A line through points. */
    void curve(double[] x, double[] y, double thickness, Ink ink);

    /** The area between two lines over the same positions, see-through. */
    void band(double[] x, double[] low, double[] high, Ink ink);

    /** A filled circle with a rim of the background, so that it stands out of lines; what it shows, for a reader who points at it. */
    void dot(double x, double y, double radius, Ink ink, String hint);

    /** A line of text, its baseline at {@code y}. */
    void text(String content, double x, double y, Font font, Anchor anchor, Ink ink);
}
