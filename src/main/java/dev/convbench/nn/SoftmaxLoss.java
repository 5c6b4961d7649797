package dev.convbench.nn;

/**
 * Cross entropy of softmax: loss = −Σ log p[y] / n with p = exp(x) / Σ exp(x) for each row, rows shifted by their maximum
 * so that nothing overflows; dx = (p − 1[y]) / n.
 */
public final class SoftmaxLoss {
    private final int n;
    private final int classes;

    /**
     * A loss.
     *
     * @param n rows: images
     * @param classes columns
     */
    public SoftmaxLoss(int n, int classes) {
        this.n = Checks.positive(n, "n");
        this.classes = Checks.positive(classes, "classes");
    }

    /**
     * The loss and its gradient.
     *
     * @param scores (n, classes)
     * @param labels right class of each row
     * @param dscores receives the gradient; null if not wanted
     * @throws IllegalArgumentException for an array of the wrong length, a label that is no class, or dscores being scores
     */
    public double loss(double[] scores, int[] labels, double[] dscores) {
        Checks.length(scores, n * classes, "scores");
        Checks.length(labels, n, "labels");
        if (dscores != null) {
            Checks.output(dscores, n * classes, "dscores", scores, null);
        }
        double sum = 0;
        for (int row = 0; row < n; row++) {
            int label = labels[row];
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        "label " + label + " of row " + row + " is not between 0 and " + (classes - 1));
            }
            sum += row(scores, row * classes, label, dscores);
        }
        return sum / n;
    }

    private double row(double[] scores, int at, int label, double[] dscores) {
        double max = scores[at];
        for (int k = 1; k < classes; k++) {
            max = Math.max(max, scores[at + k]);
        }
        double total = 0;
        for (int k = 0; k < classes; k++) {
            total += StrictMath.exp(scores[at + k] - max);
        }
        if (dscores != null) {
            for (int k = 0; k < classes; k++) {
                double probability = StrictMath.exp(scores[at + k] - max) / total;
                dscores[at + k] = (probability - (k == label ? 1 : 0)) / n;
            }
        }
        return StrictMath.log(total) - (scores[at + label] - max);
    }
}
