package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.shapes.EdgeCases;
import dev.convbench.shapes.ShapeGenerator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The backward passes are the adjoints of the forward pass: ⟨dy, x ⋆ w⟩ = ⟨dx, x⟩ = ⟨dw, w⟩, ⟨dy, b⟩ = ⟨db, b⟩ and, for
 * poolings, ⟨dy, pool(x)⟩ = ⟨dx, x⟩. Says nothing about a forward pass that is wrong in the same way, but needs no reference.
 */
@Tag("kernel")
class AdjointTest {
    private static final int RANDOM_SHAPES = 100;
    private static final long SEED = 20;

    private static List<ConvShape> convolutions() {
        List<ConvShape> shapes = new ArrayList<>();
        EdgeCases.convolutions().forEach(edge -> shapes.add(edge.shape()));
        ShapeGenerator random = new ShapeGenerator(SEED);
        for (int k = 0; k < RANDOM_SHAPES; k++) {
            shapes.add(random.convolution(k));
        }
        return shapes;
    }

    private static List<PoolShape> poolings() {
        List<PoolShape> shapes = new ArrayList<>();
        EdgeCases.poolings().forEach(edge -> shapes.add(edge.shape()));
        ShapeGenerator random = new ShapeGenerator(SEED);
        for (int k = 0; k < RANDOM_SHAPES; k++) {
            shapes.add(random.pooling(k));
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void convolution(Strategy strategy) {
        int checked = 0;
        for (ConvShape shape : convolutions()) {
            if (Registered.supports(strategy, shape, Pass.FORWARD)) {
                checked += check(strategy, shape);
            }
        }
        boolean all = strategy.name().startsWith(Strategies.REFERENCE);
        assertTrue(!all || checked == 3 * convolutions().size(), "identities checked: " + checked);
    }

    private static int check(Strategy strategy, ConvShape shape) {
        double[] x = Data.uniform(shape.xLength(), Data.seed(SEED, 0));
        double[] w = Data.uniform(shape.wLength(), Data.seed(SEED, 1));
        double[] b = Data.uniform(shape.oc(), Data.seed(SEED, 2));
        double[] dy = Data.uniform(shape.yLength(), Data.seed(SEED, 3));
        Convolution plan = strategy.convolution(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] y = Data.nan(shape.yLength());
        plan.forward(x, w, null, y, scratch);
        double inner = dot(dy, y);
        // Each product of three factors in [−1, 1] is rounded in a sum of at most that many terms.
        double terms = shape.realFlops(Pass.FORWARD) / 2 + 1;
        double factor = 1
                + plan.errorBound(Pass.FORWARD).factor()
                + plan.errorBound(Pass.BACKWARD_DATA).factor();
        double allowed = factor * Precision.F64.unitRoundoff() * terms * Math.max(8, Math.sqrt(terms));
        int checked = 0;
        if (Registered.supports(strategy, shape, Pass.BACKWARD_DATA)) {
            double[] dx = Data.nan(x.length);
            plan.backwardData(dy, w, dx, scratch);
            assertEqual(inner, dot(dx, x), allowed, strategy, "dx", shape);
            checked++;
        }
        if (Registered.supports(strategy, shape, Pass.BACKWARD_WEIGHTS)) {
            double[] dw = Data.nan(w.length);
            plan.backwardWeights(x, dy, dw, scratch);
            assertEqual(inner, dot(dw, w), allowed, strategy, "dw", shape);
            checked++;
        }
        if (Registered.supports(strategy, shape, Pass.BACKWARD_BIAS)) {
            double[] db = Data.nan(b.length);
            plan.backwardBias(dy, db, scratch);
            double[] spread = Data.nan(y.length);
            plan.forward(new double[x.length], w, b, spread, scratch);
            double all = 8 * Precision.F64.unitRoundoff() * y.length;
            assertEqual(dot(dy, spread), dot(db, b), all, strategy, "db", shape);
            checked++;
        }
        return checked;
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void pooling(Strategy strategy) {
        int checked = 0;
        for (PoolShape shape : poolings()) {
            if (Registered.supports(strategy, shape)) {
                check(strategy, shape);
                checked++;
            }
        }
        boolean all = strategy.name().startsWith(Strategies.REFERENCE);
        assertTrue(!all || checked == poolings().size(), "identities checked: " + checked);
    }

    private static void check(Strategy strategy, PoolShape shape) {
        double[] x = Data.uniform(shape.xLength(), Data.seed(SEED, 4));
        double[] dy = Data.uniform(shape.yLength(), Data.seed(SEED, 5));
        Pooling plan = strategy.pooling(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] y = Data.nan(shape.yLength());
        int[] argmax = shape.isMax() ? new int[y.length] : null;
        plan.forward(x, y, argmax, scratch);
        double[] dx = Data.nan(x.length);
        plan.backward(dy, argmax, dx, scratch);
        for (int k = 0; k < y.length; k++) {
            // The maximum of nothing takes part in neither side.
            y[k] = y[k] == Double.NEGATIVE_INFINITY ? 0 : y[k];
        }
        double terms = (double) y.length * shape.windowCells() + x.length;
        double allowed = 2 * Precision.F64.unitRoundoff() * terms * Math.max(8, Math.sqrt(terms));
        assertEqual(dot(dy, y), dot(dx, x), allowed, strategy, "dx", shape);
    }

    private static void assertEqual(
            double expected, double actual, double allowed, Strategy strategy, String gradient, Object shape) {
        assertTrue(
                Math.abs(expected - actual) <= allowed,
                () -> strategy.name() + " " + gradient + " " + shape + ": " + expected + " and " + actual
                        + " differ by more than " + allowed);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
