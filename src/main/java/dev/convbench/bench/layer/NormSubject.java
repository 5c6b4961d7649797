package dev.convbench.bench.layer;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;

/** Batch normalisation in training: y, mean and variance, or dx, dgamma and dbeta. */
public final class NormSubject implements LayerSubject {
    private static final double EPS = 1e-5;

    private final BatchNorm plan;
    private final Scratch scratch;
    private final boolean forward;
    private final Numbers[] sets;

    /** The arrays of one set. */
    private static final class Numbers {
        final double[] x;
        final double[] gamma;
        final double[] beta;
        final double[] dy;
        final double[] mean;
        final double[] variance;
        /** y, or dx. */
        final double[] large;

        final double[] dgamma;
        final double[] dbeta;

        Numbers(BatchNormShape shape, LayerArrays data) {
            x = new double[shape.length()];
            gamma = new double[shape.c()];
            beta = new double[shape.c()];
            dy = new double[shape.length()];
            data.copy(0, x);
            data.copy(1, gamma);
            data.copy(2, beta);
            data.copy(3, dy);
            mean = new double[shape.c()];
            variance = new double[shape.c()];
            large = new double[shape.length()];
            dgamma = new double[shape.c()];
            dbeta = new double[shape.c()];
        }
    }

    /**
     * Makes plan and arrays.
     *
     * @param forward whether to measure the forward pass
     * @param data x, gamma, beta and dy of each set
     */
    public NormSubject(Strategy strategy, BatchNormShape shape, boolean forward, LayerArrays[] data) {
        plan = strategy.batchNorm(shape, Precision.F64);
        scratch = plan.newScratch();
        this.forward = forward;
        sets = new Numbers[data.length];
        for (int set = 0; set < data.length; set++) {
            sets[set] = new Numbers(shape, data[set]);
            forward(sets[set]);
        }
    }

    private void forward(Numbers n) {
        plan.forwardTrain(n.x, n.gamma, n.beta, EPS, n.large, n.mean, n.variance, scratch);
    }

    @Override
    public void run(int set) {
        Numbers n = sets[set];
        if (forward) {
            forward(n);
        } else {
            plan.backwardTrain(n.x, n.gamma, EPS, n.mean, n.variance, n.dy, n.large, n.dgamma, n.dbeta, scratch);
        }
    }

    @Override
    public Object output(int set) {
        return sets[set].large;
    }

    @Override
    public void results(int set, LayerArrays to) {
        Numbers n = sets[set];
        to.add(n.large).add(forward ? n.mean : n.dgamma).add(forward ? n.variance : n.dbeta);
    }

    @Override
    public void spoil(int set) {
        Numbers n = sets[set];
        LayerArrays.spoil(n.large);
        LayerArrays.spoil(forward ? n.mean : n.dgamma);
        LayerArrays.spoil(forward ? n.variance : n.dbeta);
    }
}
