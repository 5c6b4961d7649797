package dev.convbench.bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What a state knows about its trial beside the time: the worst error of its checks, and the work of one operation. {@link
 * TrialProfiler} carries it into the results; both live in the same fork.
 */
final class TrialFigures {
    /** Figures of trials under way, and of those that ended since the last {@link #collect}. */
    private static final List<TrialFigures> OPEN = new ArrayList<>();

    private double maxError = Double.NaN;
    private double flopsPerOp = Double.NaN;
    private double bytesPerOp = Double.NaN;
    private boolean ended;

    private TrialFigures() {}

    /** What is known at one moment about all trials under way; NaN where nothing is. */
    record Snapshot(double maxError, double flopsPerOp, double bytesPerOp) {}

    /** Starts the figures of a trial of one thread. */
    static TrialFigures open() {
        TrialFigures figures = new TrialFigures();
        synchronized (OPEN) {
            OPEN.add(figures);
        }
        return figures;
    }

    /** A check found this error; the worst one counts. */
    void error(double error) {
        synchronized (OPEN) {
            maxError = Double.isNaN(maxError) ? error : Math.max(maxError, error);
        }
    }

    /** One operation does this many floating point operations. */
    void flopsPerOp(double flops) {
        synchronized (OPEN) {
            flopsPerOp = flops;
        }
    }

    /** One operation reads and writes this many bytes, together. */
    void bytesPerOp(double bytes) {
        synchronized (OPEN) {
            bytesPerOp = bytes;
        }
    }

    /** The trial is over: the next {@link #collect} is the last that sees its figures. */
    void end() {
        synchronized (OPEN) {
            ended = true;
        }
    }

    /** The trial failed before it began: nobody shall see its figures. */
    void discard() {
        synchronized (OPEN) {
            OPEN.remove(this);
        }
    }

    /** The figures of all threads: the worst error, and the work of one operation, which is the same in all of them. */
    static Snapshot collect() {
        synchronized (OPEN) {
            double maxError = Double.NaN;
            double flopsPerOp = Double.NaN;
            double bytesPerOp = Double.NaN;
            for (Iterator<TrialFigures> all = OPEN.iterator(); all.hasNext(); ) {
                TrialFigures figures = all.next();
                maxError = larger(maxError, figures.maxError);
                flopsPerOp = larger(flopsPerOp, figures.flopsPerOp);
                bytesPerOp = larger(bytesPerOp, figures.bytesPerOp);
                if (figures.ended) {
                    all.remove();
                }
            }
            return new Snapshot(maxError, flopsPerOp, bytesPerOp);
        }
    }

    private static double larger(double a, double b) {
        if (Double.isNaN(a)) {
            return b;
        }
        return Double.isNaN(b) ? a : Math.max(a, b);
    }
}
