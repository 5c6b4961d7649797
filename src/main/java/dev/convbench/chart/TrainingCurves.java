package dev.convbench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a training went: the loss of every iteration above the accuracy after every epoch, on training and on validation images.
 *
 * <p>A few losses are dots. Many are a band, from the smallest to the largest loss of a few iterations, and a line in it, the mean
 * of more. Losses that are not finite are left out and counted in a warning.
 */
public final class TrainingCurves extends Picture {
    /** Left end of both plots. */
    static final double LEFT = 62;
    /** Right end of both plots; the names of the lines stand beyond it. */
    static final double RIGHT = 700;

    private static final int HEADLINE = 34;
    private static final int LINE = 17;
    private static final int LINE_CHARACTERS = 140;
    private static final int PANEL_TITLE = 32;
    private static final int PANEL_FOOT = 50;
    private static final int LOSS_HEIGHT = 220;
    private static final int ACCURACY_HEIGHT = 220;
    private static final int MOST_DOTS = 200;
    private static final int WINDOWS = 60;
    private static final int MOST_BANDS = 320;
    private static final int IN_BAND = 8;
    private static final double LABEL_DISTANCE = 15;
    private static final double THIN = 1;
    private static final double CURVE = 1.8;
    private static final double DOT = 3.2;
    private static final double SMALL_DOT = 2.4;
    private static final double TEXT_DROP = 4;

    private final String title;
    private final List<String> subtitle;
    private final double[] loss;
    private final double[] trainAccuracy;
    private final double[] valAccuracy;
    private final int firstEpoch;
    private final double chance;

    /**
     * The curves of one training.
     *
     * @param title headline
     * @param subtitle what was trained how, on what; long text is wrapped
     * @param loss loss of the batch of each iteration; may be empty
     * @param trainAccuracy share of training images recognised, after each epoch
     * @param valAccuracy the same of validation images
     * @param firstEpoch epoch of the first accuracies: 0 or 1
     * @param classes number of classes, which gives the accuracy of guessing
     * @throws IllegalArgumentException if the accuracies differ in number or one is not between 0 and 1
     */
    public TrainingCurves(
            String title,
            List<String> subtitle,
            double[] loss,
            double[] trainAccuracy,
            double[] valAccuracy,
            int firstEpoch,
            int classes) {
        if (trainAccuracy.length != valAccuracy.length) {
            throw new IllegalArgumentException(
                    trainAccuracy.length + " train accuracies but " + valAccuracy.length + " of validation");
        }
        for (int epoch = 0; epoch < trainAccuracy.length; epoch++) {
            requireShare(trainAccuracy[epoch]);
            requireShare(valAccuracy[epoch]);
        }
        this.title = title;
        this.loss = loss.clone();
        this.trainAccuracy = trainAccuracy.clone();
        this.valAccuracy = valAccuracy.clone();
        this.subtitle = TextLines.wrapped(subtitle, LINE_CHARACTERS);
        this.firstEpoch = firstEpoch;
        chance = 1.0 / classes;
    }

    private static void requireShare(double accuracy) {
        if (!(accuracy >= 0 && accuracy <= 1)) {
            throw new IllegalArgumentException("an accuracy is " + accuracy + ", must be between 0 and 1");
        }
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

    private List<String> warnings() {
        int bad = 0;
        for (double value : loss) {
            bad += Double.isFinite(value) ? 0 : 1;
        }
        return bad == 0
                ? List.of()
                : List.of(bad + " of " + loss.length + " losses are not finite and not shown: the training diverged.");
    }

    private int header() {
        return MARGIN + HEADLINE + LINE * (subtitle.size() + warnings().size());
    }

    @Override
    int height() {
        return header() + LOSS_HEIGHT + ACCURACY_HEIGHT + 2 * (PANEL_TITLE + PANEL_FOOT);
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
        for (String line : warnings()) {
            y += LINE;
            canvas.text(line, MARGIN, y, Canvas.Font.TEXT, Canvas.Anchor.START, Ink.WARNING);
        }
        double top = header() + PANEL_TITLE;
        drawLoss(canvas, top, top + LOSS_HEIGHT);
        top += LOSS_HEIGHT + PANEL_FOOT + PANEL_TITLE;
        drawAccuracy(canvas, top, top + ACCURACY_HEIGHT);
    }

    private static LinearScale upwards(double largest, double top, double bottom) {
        return LinearScale.of(largest, bottom, top - bottom);
    }

    /** Frame of a plot: its title, grid, ticks, and the name of what goes to the right. */
    private static void frame(Canvas canvas, String title, String below, Plot plot, double top, double bottom) {
        canvas.text(title, MARGIN, top - 14, Canvas.Font.PANEL, Canvas.Anchor.START, Ink.TEXT);
        for (double tick : plot.up().ticks()) {
            double y = plot.up().position(tick);
            canvas.line(LEFT, y, RIGHT, y, THIN, false, Ink.GRID);
            canvas.text(
                    LinearScale.label(tick), LEFT - 8, y + TEXT_DROP, Canvas.Font.SMALL, Canvas.Anchor.END, Ink.MUTED);
        }
        for (double tick : plot.along().ticks()) {
            double x = plot.along().position(tick);
            canvas.line(x, bottom, x, bottom + 4, THIN, false, Ink.GRID);
            canvas.text(LinearScale.label(tick), x, bottom + 17, Canvas.Font.SMALL, Canvas.Anchor.MIDDLE, Ink.MUTED);
        }
        canvas.text(below, (LEFT + RIGHT) / 2, bottom + 34, Canvas.Font.TEXT, Canvas.Anchor.MIDDLE, Ink.MUTED);
    }

    private void drawLoss(Canvas canvas, double top, double bottom) {
        List<Integer> finite = new ArrayList<>();
        double largest = 0;
        for (int i = 0; i < loss.length; i++) {
            if (Double.isFinite(loss[i])) {
                finite.add(i);
                largest = Math.max(largest, loss[i]);
            }
        }
        Plot plot = new Plot(
                LinearScale.whole(Math.max(1, loss.length), LEFT, RIGHT - LEFT),
                upwards(largest > 0 ? largest : 1, top, bottom));
        frame(canvas, "Training loss", "iteration", plot, top, bottom);
        if (finite.isEmpty()) {
            return;
        }
        if (finite.size() <= MOST_DOTS) {
            double[] x = new double[finite.size()];
            double[] y = new double[finite.size()];
            for (int k = 0; k < x.length; k++) {
                x[k] = plot.along().position(finite.get(k) + 1.0);
                y[k] = plot.up().position(loss[finite.get(k)]);
            }
            canvas.curve(x, y, THIN, Ink.FIRST);
            for (int k = 0; k < x.length; k++) {
                canvas.dot(x[k], y[k], SMALL_DOT, Ink.FIRST, hint(finite.get(k)));
            }
            return;
        }
        drawBand(canvas, finite, plot);
        drawMean(canvas, finite, plot, top);
    }

    private String hint(int index) {
        return String.format(Locale.ROOT, "iteration %d: loss %.4f", index + 1, loss[index]);
    }

    /** From the smallest to the largest loss of windows that are narrow but hold several iterations. */
    private void drawBand(Canvas canvas, List<Integer> finite, Plot plot) {
        int window = Math.max(IN_BAND, finite.size() / MOST_BANDS);
        List<double[]> columns = new ArrayList<>();
        for (int from = 0; from + window <= finite.size(); from += window) {
            double low = Double.POSITIVE_INFINITY;
            double high = 0;
            for (int index : finite.subList(from, from + window)) {
                low = Math.min(low, loss[index]);
                high = Math.max(high, loss[index]);
            }
            double x = middle(finite, from, window, plot);
            columns.add(new double[] {x, plot.up().position(low), plot.up().position(high)});
        }
        canvas.band(row(columns, 0), row(columns, 1), row(columns, 2), Ink.FIRST);
    }

    /** The mean over windows of iterations. */
    private void drawMean(Canvas canvas, List<Integer> finite, Plot plot, double top) {
        int window = Math.max(2, finite.size() / WINDOWS);
        List<double[]> points = new ArrayList<>();
        for (int from = 0; from + window <= finite.size(); from += window) {
            double sum = 0;
            for (int index : finite.subList(from, from + window)) {
                sum += loss[index];
            }
            double y = plot.up().position(sum / window);
            points.add(new double[] {middle(finite, from, window, plot), y});
        }
        canvas.curve(row(points, 0), row(points, 1), CURVE, Ink.FIRST);
        canvas.text(
                "line: mean of " + window + " iterations; band: smallest to largest nearby",
                RIGHT,
                top - 14,
                Canvas.Font.SMALL,
                Canvas.Anchor.END,
                Ink.MUTED);
    }

    private static double middle(List<Integer> finite, int from, int window, Plot plot) {
        return plot.along().position((finite.get(from) + finite.get(from + window - 1)) / 2.0 + 1);
    }

    private static double[] row(List<double[]> columns, int part) {
        return columns.stream().mapToDouble(column -> column[part]).toArray();
    }

    private void drawAccuracy(Canvas canvas, double top, double bottom) {
        int epochs = Math.max(1, firstEpoch + trainAccuracy.length - 1);
        double largest = chance;
        for (int epoch = 0; epoch < trainAccuracy.length; epoch++) {
            largest = Math.max(largest, Math.max(trainAccuracy[epoch], valAccuracy[epoch]));
        }
        Plot plot =
                new Plot(LinearScale.whole(epochs, LEFT, RIGHT - LEFT), upwards(Math.max(largest, 0.5), top, bottom));
        frame(canvas, "Accuracy", "epoch", plot, top, bottom);
        double guess = plot.up().position(chance);
        canvas.line(LEFT, guess, RIGHT, guess, THIN, true, Ink.REFERENCE);
        if (trainAccuracy.length == 0) {
            label(canvas, "guessing", guess);
            return;
        }
        series(canvas, plot, "train", trainAccuracy, Ink.FIRST);
        series(canvas, plot, "validation", valAccuracy, Ink.SECOND);
        labels(canvas, plot, guess);
        int best = best();
        String most = String.format(
                Locale.ROOT, "best validation accuracy %.3f after epoch %d", valAccuracy[best], firstEpoch + best);
        canvas.text(most, RIGHT, top - 14, Canvas.Font.SMALL, Canvas.Anchor.END, Ink.MUTED);
    }

    private int best() {
        int best = 0;
        for (int epoch = 1; epoch < valAccuracy.length; epoch++) {
            best = valAccuracy[epoch] > valAccuracy[best] ? epoch : best;
        }
        return best;
    }

    private void series(Canvas canvas, Plot plot, String name, double[] accuracy, Ink ink) {
        double[] x = new double[accuracy.length];
        double[] y = new double[accuracy.length];
        for (int epoch = 0; epoch < x.length; epoch++) {
            x[epoch] = plot.along().position(firstEpoch + epoch);
            y[epoch] = plot.up().position(accuracy[epoch]);
        }
        canvas.curve(x, y, CURVE, ink);
        for (int epoch = 0; epoch < x.length; epoch++) {
            String hint = String.format(Locale.ROOT, "%s, epoch %d: %.3f", name, firstEpoch + epoch, accuracy[epoch]);
            canvas.dot(x[epoch], y[epoch], DOT, ink, hint);
        }
    }

    /** The names of the lines beside their ends, kept apart. */
    private void labels(Canvas canvas, Plot plot, double guess) {
        int last = trainAccuracy.length - 1;
        double train = plot.up().position(trainAccuracy[last]);
        double val = plot.up().position(valAccuracy[last]);
        double missing = LABEL_DISTANCE - Math.abs(train - val);
        if (missing > 0) {
            double sign = train <= val ? -1 : 1;
            train += sign * missing / 2;
            val -= sign * missing / 2;
        }
        label(canvas, String.format(Locale.ROOT, "train %.3f", trainAccuracy[last]), train, Ink.FIRST);
        label(canvas, String.format(Locale.ROOT, "validation %.3f", valAccuracy[last]), val, Ink.SECOND);
        if (Math.min(Math.abs(guess - train), Math.abs(guess - val)) >= LABEL_DISTANCE) {
            label(canvas, "guessing", guess);
        }
    }

    private static void label(Canvas canvas, String text, double y, Ink ink) {
        canvas.dot(RIGHT + 14, y, DOT, ink, text);
        label(canvas, text, y);
    }

    private static void label(Canvas canvas, String text, double y) {
        canvas.text(text, RIGHT + 22, y + TEXT_DROP, Canvas.Font.TEXT, Canvas.Anchor.START, Ink.TEXT);
    }

    /**
     * The scales of a plot.
     *
     * @param along to the right
     * @param up upwards
     */
    private record Plot(LinearScale along, LinearScale up) {}
}
