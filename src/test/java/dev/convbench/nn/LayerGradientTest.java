package dev.convbench.nn;

import static dev.convbench.nn.Fixtures.assertGradient;
import static dev.convbench.nn.Fixtures.assertUntouched;
import static dev.convbench.nn.Fixtures.copies;
import static dev.convbench.nn.Fixtures.normal;
import static dev.convbench.nn.GradientCheck.STEP;
import static dev.convbench.nn.GradientCheck.numeric;

import dev.convbench.check.Data;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Strategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients of each layer against centred differences, on the notebook's shapes; and that inputs stay as they are. */
@Tag("kernel")
class LayerGradientTest {
    private static final ConvShape CONV =
            ConvShape.builder().input(2, 3, 8, 8).filters(3, 3, 3).pad(1, 1).build();
    private static final PoolShape POOL =
            PoolShape.builder().input(2, 3, 8, 8).window(2, 2).stride(2, 2).build();

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#networks")
    void affine(Strategy strategy) {
        int n = 3;
        int d = 10;
        int m = 4;
        double[] x = normal(n * d, 1);
        double[] w = normal(d * m, 2);
        double[] b = normal(m, 3);
        double[] dy = normal(n * m, 4);
        Affine layer = new Affine(n, d, m, strategy.runner());
        double[] dx = Data.nan(x.length);
        double[] dw = Data.nan(w.length);
        double[] db = Data.nan(m);
        double[][] before = copies(x, w, b, dy);
        layer.forward(x, w, b, Data.nan(n * m));
        layer.backward(x, w, dy, dx, dw, db);
        assertUntouched(before, x, w, b, dy);
        GradientCheck.Layer forward = y -> layer.forward(x, w, b, y);
        assertGradient(1e-8, numeric(forward, x, dy, STEP), dx, "dx");
        assertGradient(1e-8, numeric(forward, w, dy, STEP), dw, "dw");
        assertGradient(1e-8, numeric(forward, b, dy, STEP), db, "db");
    }

    @Test
    void relu() {
        double[] x = normal(100, 5);
        double[] dy = normal(100, 6);
        Relu layer = new Relu(100, dev.convbench.op.ChunkRunner.SERIAL);
        double[][] before = copies(x, dy);
        double[] y = Data.nan(100);
        layer.forward(x, y);
        double[] dx = Data.nan(100);
        layer.backward(y, dy, dx);
        assertUntouched(before, x, dy);
        assertGradient(1e-9, numeric(v -> layer.forward(x, v), x, dy, STEP), dx, "dx");
    }

    @Test
    void softmax() {
        double[] scores = normal(40, 7);
        int[] labels = {0, 3, 9, 5};
        SoftmaxLoss layer = new SoftmaxLoss(4, 10);
        double[][] before = copies(scores);
        double[] dscores = Data.nan(40);
        layer.loss(scores, labels, dscores);
        assertUntouched(before, scores);
        assertGradient(1e-7, numeric(() -> layer.loss(scores, labels, null), scores, STEP), dscores, "dscores");
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#networks")
    void convolution(Strategy strategy) {
        double[] x = normal(CONV.xLength(), 8);
        double[] w = normal(CONV.wLength(), 9);
        double[] b = normal(3, 10);
        double[] dy = normal(CONV.yLength(), 11);
        ConvLayer layer = new ConvLayer(strategy, CONV);
        double[] dx = Data.nan(x.length);
        double[] dw = Data.nan(w.length);
        double[] db = Data.nan(3);
        double[][] before = copies(x, w, b, dy);
        layer.backward(x, w, dy, dx, dw, db);
        assertUntouched(before, x, w, b, dy);
        GradientCheck.Layer forward = y -> layer.forward(x, w, b, y);
        assertGradient(1e-7, numeric(forward, x, dy, STEP), dx, "dx");
        assertGradient(1e-7, numeric(forward, w, dy, STEP), dw, "dw");
        assertGradient(1e-8, numeric(forward, b, dy, STEP), db, "db");
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#networks")
    void pooling(Strategy strategy) {
        double[] x = normal(POOL.xLength(), 12);
        double[] dy = normal(POOL.yLength(), 13);
        PoolLayer layer = new PoolLayer(strategy, POOL);
        double[] numeric = numeric(y -> layer.forward(x, y), x, dy, STEP);
        layer.forward(x, Data.nan(POOL.yLength()));
        double[] dx = Data.nan(x.length);
        double[][] before = copies(x, dy);
        layer.backward(dy, dx);
        assertUntouched(before, x, dy);
        assertGradient(1e-9, numeric, dx, "dx");
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#networks")
    void convRelu(Strategy strategy) {
        for (boolean fused : new boolean[] {false, true}) {
            double[] x = normal(CONV.xLength(), 14);
            double[] w = normal(CONV.wLength(), 15);
            double[] b = normal(3, 16);
            double[] dy = normal(CONV.yLength(), 17);
            ConvRelu layer = new ConvRelu(strategy, CONV, fused);
            double[] y = Data.nan(CONV.yLength());
            double[] dx = Data.nan(x.length);
            double[] dw = Data.nan(w.length);
            double[] db = Data.nan(3);
            double[][] before = copies(x, w, b, dy);
            layer.forward(x, w, b, y);
            layer.backward(x, w, y, dy, dx, dw, db);
            assertUntouched(before, x, w, b, dy);
            GradientCheck.Layer forward = v -> layer.forward(x, w, b, v);
            assertGradient(1e-6, numeric(forward, x, dy, STEP), dx, "dx");
            assertGradient(1e-6, numeric(forward, w, dy, STEP), dw, "dw");
            assertGradient(1e-6, numeric(forward, b, dy, STEP), db, "db");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#networks")
    void convReluPool(Strategy strategy) {
        for (boolean fused : new boolean[] {false, true}) {
            double[] x = normal(CONV.xLength(), 18);
            double[] w = normal(CONV.wLength(), 19);
            double[] b = normal(3, 20);
            double[] dy = normal(POOL.yLength(), 21);
            ConvReluPool layer = new ConvReluPool(strategy, CONV, POOL, fused);
            GradientCheck.Layer forward = v -> layer.forward(x, w, b, v);
            double[] dxNumeric = numeric(forward, x, dy, STEP);
            double[] dwNumeric = numeric(forward, w, dy, STEP);
            double[] dbNumeric = numeric(forward, b, dy, STEP);
            double[] y = Data.nan(POOL.yLength());
            double[] dx = Data.nan(x.length);
            double[] dw = Data.nan(w.length);
            double[] db = Data.nan(3);
            double[][] before = copies(x, w, b, dy);
            layer.forward(x, w, b, y);
            layer.backward(x, w, y, dy, dx, dw, db);
            assertUntouched(before, x, w, b, dy);
            assertGradient(1e-6, dxNumeric, dx, "dx");
            assertGradient(1e-6, dwNumeric, dw, "dw");
            assertGradient(1e-6, dbNumeric, db, "db");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#batchNorms")
    void batchNorm(Strategy strategy) {
        BatchNormShape shape = new BatchNormShape(5, 3, 4, 5);
        double[] x = normal(shape.length(), 22);
        double[] gamma = normal(3, 23);
        double[] beta = normal(3, 24);
        double[] dy = normal(shape.length(), 25);
        SpatialBatchNorm layer = new SpatialBatchNorm(strategy, shape);
        double[] y = Data.nan(x.length);
        double[] dx = Data.nan(x.length);
        double[] dgamma = Data.nan(3);
        double[] dbeta = Data.nan(3);
        double[][] before = copies(x, gamma, beta, dy);
        layer.forwardTrain(x, gamma, beta, y);
        layer.backwardTrain(x, gamma, dy, dx, dgamma, dbeta);
        assertUntouched(before, x, gamma, beta, dy);
        GradientCheck.Layer train = v -> layer.forwardTrain(x, gamma, beta, v);
        assertGradient(1e-6, numeric(train, x, dy, STEP), dx, "dx");
        assertGradient(1e-8, numeric(train, gamma, dy, STEP), dgamma, "dgamma");
        assertGradient(1e-8, numeric(train, beta, dy, STEP), dbeta, "dbeta");

        layer.backwardTest(x, gamma, dy, dx, dgamma, dbeta);
        GradientCheck.Layer test = v -> layer.forwardTest(x, gamma, beta, v);
        assertGradient(1e-8, numeric(test, x, dy, STEP), dx, "dx in test mode");
        assertGradient(1e-8, numeric(test, gamma, dy, STEP), dgamma, "dgamma in test mode");
        assertGradient(1e-8, numeric(test, beta, dy, STEP), dbeta, "dbeta in test mode");
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#networks")
    void network(Strategy strategy) {
        ThreeLayerConvNet model = new ThreeLayerConvNet(ThreeLayerConvNet.Options.builder()
                .input(3, 16, 16)
                .filters(3, 3)
                .hidden(7)
                .weightScale(1e-1)
                .reg(0.5)
                .seed(2)
                .strategy(strategy)
                .build());
        double[] x = normal(2 * 3 * 16 * 16, 26);
        int[] labels = {3, 8};
        Parameters gradients = model.parameters().zeros();
        double[][] before = copies(x);
        model.loss(x, labels, gradients);
        assertUntouched(before, x);
        for (String name : gradients.names()) {
            double[] numeric =
                    numeric(() -> model.loss(x, labels), model.parameters().get(name), 1e-6);
            assertGradient(1e-5, numeric, gradients.get(name), name);
        }
    }
}
