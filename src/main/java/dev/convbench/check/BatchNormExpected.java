package dev.convbench.check;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;

/**
 * What the reference, in double, says about a batch normalisation, and how far others may be from it.
 *
 * <p>With N elements a channel, u the unit roundoff of the plan, s = √(variance + eps), x̂ the normalised input and r = max|x| / s: the
 * mean is off by N·u·max|x| at most, the variance by a relative (N + 2r)·u and the square of the former, hence x̂ by about
 * (N + 10)·u·(r + |x̂|·(1 + r)), to first order (Higham, Accuracy and Stability of Numerical Algorithms, 2002, sections 1.9 and 4.2).
 * The others follow by their formulas. Twice that is allowed.
 */
public final class BatchNormExpected {
    private final BatchNormInputs inputs;
    private final BatchNormArrays reference;

    /** Computes it. */
    public BatchNormExpected(BatchNormInputs inputs) {
        this.inputs = inputs;
        BatchNormInputs wide = inputs.inDouble();
        reference = new BatchNormArrays(wide);
        BatchNorm plan = Strategies.reference().batchNorm(wide.shape(), Precision.F64);
        reference.run(plan, plan.newScratch());
    }

    /** Holds the outputs of a plan to it. */
    Result compare(BatchNormArrays actual) {
        Comparison.Tally y = new Comparison.Tally();
        Comparison.Tally dx = new Comparison.Tally();
        Comparison.Tally dgamma = new Comparison.Tally();
        Comparison.Tally dbeta = new Comparison.Tally();
        Outputs outputs = Outputs.of(actual);
        for (int c = 0; c < inputs.shape().c(); c++) {
            channel(c, outputs, y, dx, dgamma, dbeta);
        }
        return new Result(y.result(), dx.result(), dgamma.result(), dbeta.result());
    }

    private void channel(
            int c,
            Outputs actual,
            Comparison.Tally y,
            Comparison.Tally dx,
            Comparison.Tally dgamma,
            Comparison.Tally dbeta) {
        BatchNormShape shape = inputs.shape();
        double mean = reference.mean().f64()[c];
        double s = Math.sqrt(reference.variance().f64()[c] + inputs.eps());
        double gamma = Math.abs(inputs.gamma()[c]);
        double beta = Math.abs(inputs.beta()[c]);
        int plane = shape.pixels();
        double largest = 0;
        for (int n = 0; n < shape.mb(); n++) {
            int base = (n * shape.c() + c) * plane;
            for (int k = base; k < base + plane; k++) {
                largest = Math.max(largest, Math.abs(inputs.x()[k]));
            }
        }
        double r = largest / s;
        double unit = 2 * (shape.count() + 10) * (inputs.precision().unitRoundoff() + Precision.F64.unitRoundoff());
        double gradients = 0;
        double products = 0;
        double[] expectedY = reference.y().f64();
        for (int n = 0; n < shape.mb(); n++) {
            int base = (n * shape.c() + c) * plane;
            for (int k = base; k < base + plane; k++) {
                double spread = spread(inputs.x()[k], mean, s, r);
                y.add(k, actual.y[k], expectedY[k], unit * (gamma * spread + beta + Math.abs(expectedY[k])));
                if (inputs.dy() != null) {
                    gradients += Math.abs(inputs.dy()[k]);
                    products += Math.abs(inputs.dy()[k]) * spread;
                }
            }
        }
        if (inputs.dy() == null) {
            return;
        }
        double sum = Math.abs(reference.dgamma().f64()[c]);
        dgamma.add(c, actual.dgamma[c], reference.dgamma().f64()[c], unit * products);
        dbeta.add(c, actual.dbeta[c], reference.dbeta().f64()[c], unit * gradients);
        double[] expectedDx = reference.dx().f64();
        double count = shape.count();
        for (int n = 0; n < shape.mb(); n++) {
            int base = (n * shape.c() + c) * plane;
            for (int k = base; k < base + plane; k++) {
                double normalised = Math.abs(inputs.x()[k] - mean) / s;
                double spread = spread(inputs.x()[k], mean, s, r);
                double terms = Math.abs(inputs.dy()[k])
                        + (gradients + normalised * products + spread * sum) / count
                        + (1 + r) * Math.abs(expectedDx[k]) * s / Math.max(gamma, Double.MIN_NORMAL);
                dx.add(k, actual.dx[k], expectedDx[k], unit * gamma / s * terms);
            }
        }
    }

    /** What (N + 10)·u is multiplied by in the error of the normalised input. */
    private static double spread(double x, double mean, double s, double r) {
        return r + Math.abs(x - mean) / s * (1 + r);
    }

    /** What a plan wrote, as doubles. */
    private record Outputs(double[] y, double[] dx, double[] dgamma, double[] dbeta) {
        static Outputs of(BatchNormArrays arrays) {
            return new Outputs(
                    arrays.y().doubles(),
                    arrays.dx().doubles(),
                    arrays.dgamma().doubles(),
                    arrays.dbeta().doubles());
        }
    }

    /**
     * The comparison of each output; that of gradients is {@link Comparison#NONE} if there are none.
     *
     * @param y output
     * @param dx gradient of the input
     * @param dgamma gradient of the factors
     * @param dbeta gradient of the summands
     */
    record Result(Comparison y, Comparison dx, Comparison dgamma, Comparison dbeta) {
        /** All of them. */
        Comparison total() {
            return y.and(dx).and(dgamma).and(dbeta);
        }

        /** The name of the first output with a miss; {@code y} if there is none. */
        String worst() {
            return !y.ok() || (dx.ok() && dgamma.ok() && dbeta.ok())
                    ? "y"
                    : !dx.ok() ? "dx" : !dgamma.ok() ? "dgamma" : "dbeta";
        }
    }
}
