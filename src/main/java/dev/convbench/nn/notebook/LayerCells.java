package dev.convbench.nn.notebook;

import static dev.convbench.nn.GradientCheck.STEP;
import static dev.convbench.nn.GradientCheck.numeric;
import static dev.convbench.nn.GradientCheck.relativeError;

import dev.convbench.nn.ConvLayer;
import dev.convbench.nn.ConvRelu;
import dev.convbench.nn.ConvReluPool;
import dev.convbench.nn.GradientCheck;
import dev.convbench.nn.PoolLayer;
import dev.convbench.nn.SplitMix;
import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.ArrayList;
import java.util.List;

/** The cells on convolution, pooling and the layers made of them. Each is done by the naive strategy and by the fast one. */
final class LayerCells {
    private static final double SANDWICH = 1e-6;

    private static final double[] CONV_PRINTED = {
        -0.08759809,
        -0.10987781,
        -0.18387192,
        -0.2109216,
        0.21027089,
        0.21661097,
        0.22847626,
        0.23004637,
        0.50813986,
        0.54309974,
        0.64082444,
        0.67101435,
        -0.98053589,
        -1.03143541,
        -1.19128892,
        -1.24695841,
        0.69108355,
        0.66880383,
        0.59480972,
        0.56776003,
        2.36270298,
        2.36904306,
        2.38090835,
        2.38247847
    };

    private static final double[] POOL_PRINTED = {
        -0.26315789,
        -0.24842105,
        -0.20421053,
        -0.18947368,
        -0.14526316,
        -0.13052632,
        -0.08631579,
        -0.07157895,
        -0.02736842,
        -0.01263158,
        0.03157895,
        0.04631579,
        0.09052632,
        0.10526316,
        0.14947368,
        0.16421053,
        0.20842105,
        0.22315789,
        0.26736842,
        0.28210526,
        0.32631579,
        0.34105263,
        0.38526316,
        0.4
    };

    private final Settings settings;

    LayerCells(Settings settings) {
        this.settings = settings;
    }

    private List<Strategy> strategies() {
        List<Strategy> strategies = new ArrayList<>(List.of(Strategies.reference()));
        if (!settings.strategy().name().equals(Strategies.REFERENCE)) {
            strategies.add(settings.strategy());
        }
        return strategies;
    }

    void convForward(CellBuilder cell, SplitMix random) {
        ConvShape shape = ConvShape.builder()
                .input(2, 3, 4, 4)
                .filters(3, 4, 4)
                .stride(2, 2)
                .pad(1, 1)
                .build();
        double[] x = Numbers.linspace(-0.1, 0.5, shape.xLength());
        double[] w = Numbers.linspace(-0.2, 0.3, shape.wLength());
        double[] b = Numbers.linspace(-0.1, 0.2, 3);
        for (Strategy strategy : strategies()) {
            double[] y = new double[shape.yLength()];
            new ConvLayer(strategy, shape).forward(x, w, b, y);
            cell.error(
                    strategy.name() + ": largest difference from the printed values",
                    Numbers.largestDifference(y, CONV_PRINTED),
                    1e-8,
                    "1e-8");
        }
    }

    void printedShape(CellBuilder cell, SplitMix random) {
        cell.line("(2, 3, 2, 2): %d values", CONV_PRINTED.length);
    }

    void convBackward(CellBuilder cell, SplitMix random) {
        ConvShape shape =
                ConvShape.builder().input(4, 3, 5, 5).filters(2, 3, 3).pad(1, 1).build();
        double[] x = Numbers.normal(random, shape.xLength());
        double[] w = Numbers.normal(random, shape.wLength());
        double[] b = Numbers.normal(random, 2);
        double[] dy = Numbers.normal(random, shape.yLength());
        for (Strategy strategy : strategies()) {
            ConvLayer layer = new ConvLayer(strategy, shape);
            double[] dx = new double[x.length];
            double[] dw = new double[w.length];
            double[] db = new double[b.length];
            layer.backward(x, w, dy, dx, dw, db);
            gradients(cell, strategy, y -> layer.forward(x, w, b, y), x, w, b, dy, dx, dw, db, 1e-8, "1e-9");
        }
    }

    void poolForward(CellBuilder cell, SplitMix random) {
        PoolShape shape =
                PoolShape.builder().input(2, 3, 4, 4).window(2, 2).stride(2, 2).build();
        double[] x = Numbers.linspace(-0.3, 0.4, shape.xLength());
        for (Strategy strategy : strategies()) {
            double[] y = new double[shape.yLength()];
            new PoolLayer(strategy, shape).forward(x, y);
            cell.error(
                    strategy.name() + ": largest difference from the printed values",
                    Numbers.largestDifference(y, POOL_PRINTED),
                    1e-8,
                    "1e-8");
        }
    }

    void poolBackward(CellBuilder cell, SplitMix random) {
        PoolShape shape =
                PoolShape.builder().input(3, 2, 8, 8).window(2, 2).stride(2, 2).build();
        double[] x = Numbers.normal(random, shape.xLength());
        double[] dy = Numbers.normal(random, shape.yLength());
        for (Strategy strategy : strategies()) {
            PoolLayer layer = new PoolLayer(strategy, shape);
            double[] dxNumeric = numeric(y -> layer.forward(x, y), x, dy, STEP);
            layer.forward(x, new double[shape.yLength()]);
            double[] dx = new double[x.length];
            layer.backward(dy, dx);
            cell.error(strategy.name() + ": dx", relativeError(dxNumeric, dx), 1e-11, "1e-12");
        }
    }

    void convReluPool(CellBuilder cell, SplitMix random) {
        ConvShape conv = ConvShape.builder()
                .input(2, 3, 16, 16)
                .filters(3, 3, 3)
                .pad(1, 1)
                .build();
        PoolShape pool = PoolShape.builder()
                .input(2, 3, 16, 16)
                .window(2, 2)
                .stride(2, 2)
                .build();
        double[] x = Numbers.normal(random, conv.xLength());
        double[] w = Numbers.normal(random, conv.wLength());
        double[] b = Numbers.normal(random, 3);
        double[] dy = Numbers.normal(random, pool.yLength());
        for (Strategy strategy : strategies()) {
            ConvReluPool layer = new ConvReluPool(strategy, conv, pool, true);
            double[] y = new double[pool.yLength()];
            double[] dx = new double[x.length];
            double[] dw = new double[w.length];
            double[] db = new double[b.length];
            layer.forward(x, w, b, y);
            layer.backward(x, w, y, dy, dx, dw, db);
            gradients(cell, strategy, v -> layer.forward(x, w, b, v), x, w, b, dy, dx, dw, db, SANDWICH, "");
        }
    }

    void convRelu(CellBuilder cell, SplitMix random) {
        ConvShape conv =
                ConvShape.builder().input(2, 3, 8, 8).filters(3, 3, 3).pad(1, 1).build();
        double[] x = Numbers.normal(random, conv.xLength());
        double[] w = Numbers.normal(random, conv.wLength());
        double[] b = Numbers.normal(random, 3);
        double[] dy = Numbers.normal(random, conv.yLength());
        for (Strategy strategy : strategies()) {
            ConvRelu layer = new ConvRelu(strategy, conv, true);
            double[] y = new double[conv.yLength()];
            double[] dx = new double[x.length];
            double[] dw = new double[w.length];
            double[] db = new double[b.length];
            layer.forward(x, w, b, y);
            layer.backward(x, w, y, dy, dx, dw, db);
            gradients(cell, strategy, v -> layer.forward(x, w, b, v), x, w, b, dy, dx, dw, db, SANDWICH, "");
        }
    }

    private static void gradients(
            CellBuilder cell,
            Strategy strategy,
            GradientCheck.Layer forward,
            double[] x,
            double[] w,
            double[] b,
            double[] dy,
            double[] dx,
            double[] dw,
            double[] db,
            double limit,
            String about) {
        cell.error(strategy.name() + ": dx", relativeError(numeric(forward, x, dy, STEP), dx), limit, about);
        cell.error(strategy.name() + ": dw", relativeError(numeric(forward, w, dy, STEP), dw), limit, about);
        cell.error(strategy.name() + ": db", relativeError(numeric(forward, b, dy, STEP), db), limit, about);
    }
}
