package dev.convbench.chart;

import dev.convbench.results.Numbers;
import java.util.List;

/**
 * Rows against columns as coloured cells with their figures: how near each strategy is to the fastest on a shape. Columns are numbered; their
 * names stand below. Colours go from white to blue, so that they differ by lightness for every kind of colour vision.
 */
final class HeatMap extends Picture {
    private static final int LABEL_WIDTH = 190;
    private static final int ROW = 22;
    private static final int HEADER = 28;
    private static final int LINE = 16;
    private static final int TITLE = 30;
    private static final double WIDEST_CELL = 80;
    private static final int PALE = 0xf1f6fb;
    private static final int DEEP = 0x6aaed6;
    private static final int ABSENT = 0xd8dee4;

    private final Headline head;
    private final List<String> rows;
    private final List<String> columns;
    private final double[][] shares;

    /**
     * A map.
     *
     * @param rows names from top to bottom
     * @param columns names from left to right
     * @param shares of row and column, 1 being the fastest of the column; NaN where nothing was measured
     */
    HeatMap(Headline head, List<String> rows, List<String> columns, double[][] shares) {
        this.head = head;
        this.rows = List.copyOf(rows);
        this.columns = List.copyOf(columns);
        this.shares = shares;
    }

    @Override
    Headline head() {
        return head;
    }

    @Override
    int height() {
        return 2 * MARGIN + head.height() + HEADER + ROW * rows.size() + TITLE + LINE * columns.size();
    }

    @Override
    void draw(Canvas canvas) {
        int top = head.draw(canvas) + HEADER;
        double width = Math.min(WIDEST_CELL, (WIDTH - 2.0 * MARGIN - LABEL_WIDTH) / columns.size());
        for (int column = 0; column < columns.size(); column++) {
            double middle = MARGIN + LABEL_WIDTH + (column + 0.5) * width;
            canvas.text(
                    Integer.toString(column + 1),
                    middle,
                    top - 6.0,
                    Canvas.Font.SMALL,
                    Canvas.Anchor.MIDDLE,
                    Ink.MUTED);
        }
        for (int row = 0; row < rows.size(); row++) {
            double y = top + row * ROW;
            canvas.text(
                    rows.get(row), MARGIN + LABEL_WIDTH - 8.0, y + 15, Canvas.Font.TEXT, Canvas.Anchor.END, Ink.TEXT);
            for (int column = 0; column < columns.size(); column++) {
                cell(canvas, shares[row][column], MARGIN + LABEL_WIDTH + column * width, y, width);
            }
        }
        int y = top + ROW * rows.size() + TITLE;
        for (int column = 0; column < columns.size(); column++) {
            String line = (column + 1) + "  " + columns.get(column);
            canvas.text(line, MARGIN, y + column * LINE, Canvas.Font.SMALL, Canvas.Anchor.START, Ink.MUTED);
        }
    }

    private static void cell(Canvas canvas, double share, double x, double y, double width) {
        boolean known = share >= 0;
        canvas.cell(x, y, width - 1, ROW - 1.0, known ? mixed(Math.min(1, share)) : ABSENT);
        canvas.text(
                known ? Numbers.percent(share) : "–",
                x + width / 2,
                y + 15,
                Canvas.Font.SMALL,
                Canvas.Anchor.MIDDLE,
                Ink.ON_CELL);
    }

    private static int mixed(double share) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int pale = PALE >> shift & 0xff;
            int deep = DEEP >> shift & 0xff;
            rgb |= (int) Math.round(pale + share * (deep - pale)) << shift;
        }
        return rgb;
    }
}
