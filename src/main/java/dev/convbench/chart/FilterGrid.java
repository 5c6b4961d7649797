package dev.convbench.chart;

import java.util.List;

/**
 * The filters of a first layer as small images on a grid. Each is stretched to the whole range of colours by itself, smallest weight
 * to 0 and largest to 255, all channels alike, as the notebook's course shows them; a filter of equal weights is middle grey.
 */
public final class FilterGrid extends Picture {
    private static final int HEADLINE = 34;
    private static final int LINE = 17;
    private static final int LINE_CHARACTERS = 125;
    private static final int MOST_COLUMNS = 8;
    private static final int GAP = 10;
    private static final int LARGEST_TILE = 96;
    private static final int COLOURS = 3;
    private static final int GREY = 128;

    private final String title;
    private final List<String> subtitle;
    private final double[] weights;
    private final int filters;
    private final int channels;
    private final int kh;
    private final int kw;

    /**
     * The filters of one layer.
     *
     * @param title headline
     * @param subtitle what the filters are of; long text is wrapped
     * @param weights (filters, channels, kh, kw), finite
     * @param filters how many
     * @param channels 3 as red, green and blue, or 1
     * @param kh rows of a filter
     * @param kw columns of a filter
     * @throws IllegalArgumentException if the channels are others, the length is not theirs, or a weight is not finite
     */
    public FilterGrid(
            String title, List<String> subtitle, double[] weights, int filters, int channels, int kh, int kw) {
        if (channels != COLOURS && channels != 1) {
            throw new IllegalArgumentException(
                    "filters of " + channels + " channels have no colours: there must be 1 or 3");
        }
        if (weights.length != (long) filters * channels * kh * kw || weights.length == 0) {
            throw new IllegalArgumentException(
                    weights.length + " weights are not " + filters + "x" + channels + "x" + kh + "x" + kw);
        }
        for (double weight : weights) {
            if (!Double.isFinite(weight)) {
                throw new IllegalArgumentException("a weight is " + weight + ": it cannot be drawn");
            }
        }
        this.title = title;
        this.subtitle = TextLines.wrapped(subtitle, LINE_CHARACTERS);
        this.weights = weights.clone();
        this.filters = filters;
        this.channels = channels;
        this.kh = kh;
        this.kw = kw;
    }

    @Override
    String title() {
        return title;
    }

    @Override
    String source() {
        return "";
    }

    @Override
    String description() {
        return String.join(" ", subtitle);
    }

    private int columns() {
        return Math.min(MOST_COLUMNS, filters);
    }

    private int rows() {
        return (filters + columns() - 1) / columns();
    }

    /** Pixels of the picture for one weight: whole, so that all cells are of one size. */
    private int cell() {
        return Math.max(1, Math.min(LARGEST_TILE, (WIDTH - 2 * MARGIN) / MOST_COLUMNS - GAP) / Math.max(kh, kw));
    }

    private int top() {
        return MARGIN + HEADLINE + LINE * subtitle.size();
    }

    @Override
    int height() {
        return top() + rows() * (kh * cell() + GAP) - GAP + MARGIN;
    }

    @Override
    void draw(Canvas canvas) {
        double y = MARGIN + LINE;
        canvas.text(title, MARGIN, y, Canvas.Font.TITLE, Canvas.Anchor.START, Ink.TEXT);
        y += 4;
        for (String line : subtitle) {
            y += LINE;
            canvas.text(line, MARGIN, y, Canvas.Font.SMALL, Canvas.Anchor.START, Ink.MUTED);
        }
        for (int filter = 0; filter < filters; filter++) {
            int left = MARGIN + filter % columns() * (kw * cell() + GAP);
            int above = top() + filter / columns() * (kh * cell() + GAP);
            draw(canvas, filter, left, above);
        }
    }

    private void draw(Canvas canvas, int filter, int left, int above) {
        int length = channels * kh * kw;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int k = filter * length; k < (filter + 1) * length; k++) {
            low = Math.min(low, weights[k]);
            high = Math.max(high, weights[k]);
        }
        for (int r = 0; r < kh; r++) {
            for (int s = 0; s < kw; s++) {
                int rgb = 0;
                for (int colour = 0; colour < COLOURS; colour++) {
                    int channel = channels == 1 ? 0 : colour;
                    double weight = weights[filter * length + (channel * kh + r) * kw + s];
                    rgb = rgb << 8 | level(weight, low, high);
                }
                canvas.cell(left + s * cell(), above + r * cell(), cell(), cell(), rgb);
            }
        }
    }

    private static int level(double weight, double low, double high) {
        return high > low ? (int) Math.round((weight - low) / (high - low) * 255) : GREY;
    }
}
