package dev.convbench.cli;

import dev.convbench.run.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Tells how a training goes: lines that stay on the output, and how far it is on the error stream, as one line that is written over
 * again and again on a terminal and as a line every few seconds elsewhere.
 */
final class TrainReport {
    private static final String ERASE = "\r\u001b[K";
    private static final double TERMINAL_SECONDS = 0.2;
    private static final double LINE_SECONDS = 10;
    private static final double SMOOTHING = 0.05;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private double shownSeconds;
    private boolean open;
    private int steps;
    private double smoothLoss = Double.NaN;

    /**
     * A report.
     *
     * @param terminal whether {@code err} shows on one
     */
    TrainReport(PrintWriter out, PrintWriter err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** A line that stays. */
    void say(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    /** A line for the user that is no result. */
    void note(String line) {
        clear();
        err.println("convbench: " + line);
        err.flush();
    }

    /**
     * A step is done.
     *
     * @param step how many are done
     * @param all how many there will be
     * @param loss of its batch
     * @param imagesPerSecond pace
     */
    void step(int step, int all, double loss, double imagesPerSecond) {
        steps++;
        smoothLoss = Double.isNaN(smoothLoss) ? loss : smoothLoss + SMOOTHING * (loss - smoothLoss);
        if (step == 1) {
            say(String.format(Locale.ROOT, "step 1 loss %.4f", loss));
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (seconds - shownSeconds < (terminal ? TERMINAL_SECONDS : LINE_SECONDS)) {
            return;
        }
        shownSeconds = seconds;
        String line = String.format(
                Locale.ROOT,
                "step %d of %d, loss %.4f, %.0f images/s, %s left",
                step,
                all,
                smoothLoss,
                imagesPerSecond,
                Progress.time(seconds / steps * (all - step)));
        if (terminal) {
            err.print(ERASE + line);
            open = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Accuracies were measured. */
    void epoch(int epoch, double trainAccuracy, double valAccuracy) {
        say(String.format(
                Locale.ROOT, "epoch %d train accuracy %.3f val accuracy %.3f", epoch, trainAccuracy, valAccuracy));
    }

    /** Ends the line that is written over. */
    void clear() {
        if (open) {
            err.print(ERASE);
            err.flush();
            open = false;
        }
    }
}
