package example;

import dev.convbench.nn.Cifar10;
import dev.convbench.nn.ConvLayer;
import dev.convbench.nn.ConvRelu;
import dev.convbench.nn.ConvReluPool;
import dev.convbench.nn.GradientCheck;
import dev.convbench.nn.Parameters;
import dev.convbench.nn.PoolLayer;
import dev.convbench.nn.ProgressListener;
import dev.convbench.nn.SpatialBatchNorm;
import dev.convbench.nn.SplitMix;
import dev.convbench.nn.Splits;
import dev.convbench.nn.ThreeLayerConvNet;
import dev.convbench.nn.Trainer;
import dev.convbench.nn.UnreadableFileException;
import dev.convbench.nn.UpdateRule;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.nio.file.Path;

/** The cells of the notebook, one method each; docs/notebook.md tells what they are about. */
public final class NotebookCells {
    private NotebookCells() {}

    static Splits images(Path folder) throws UnreadableFileException {
        Cifar10 cifar = Cifar10.read(folder);
        cifar.notes().forEach(System.out::println);
        return cifar.splits();
    }

    static double[] convForward() {
        ConvShape shape = ConvShape.builder()
                .input(2, 3, 4, 4)
                .filters(3, 4, 4)
                .stride(2, 2)
                .pad(1, 1)
                .build();
        double[] x = linspace(-0.1, 0.5, shape.xLength());
        double[] w = linspace(-0.2, 0.3, shape.wLength());
        double[] b = linspace(-0.1, 0.2, 3);
        double[] y = new double[shape.yLength()];
        new ConvLayer(Strategies.reference(), shape).forward(x, w, b, y);
        return y;
    }

    static double[] linspace(double first, double last, int count) {
        double[] values = new double[count];
        for (int k = 0; k < count; k++) {
            values[k] = first + k * (last - first) / (count - 1);
        }
        return values;
    }

    static double convBackward(Strategy strategy, SplitMix random) {
        ConvShape shape =
                ConvShape.builder().input(4, 3, 5, 5).filters(2, 3, 3).pad(1, 1).build();
        double[] x = normal(random, shape.xLength());
        double[] w = normal(random, shape.wLength());
        double[] b = normal(random, 2);
        double[] dy = normal(random, shape.yLength());
        ConvLayer conv = new ConvLayer(strategy, shape);
        double[] dx = new double[x.length];
        double[] dw = new double[w.length];
        double[] db = new double[b.length];
        conv.backward(x, w, dy, dx, dw, db);

        GradientCheck.Layer forward = y -> conv.forward(x, w, b, y);
        double ofX = GradientCheck.relativeError(dx, GradientCheck.numeric(forward, x, dy, 1e-5));
        double ofW = GradientCheck.relativeError(dw, GradientCheck.numeric(forward, w, dy, 1e-5));
        double ofB = GradientCheck.relativeError(db, GradientCheck.numeric(forward, b, dy, 1e-5));
        return Math.max(ofX, Math.max(ofW, ofB));
    }

    static double[] normal(SplitMix random, int length) {
        double[] values = new double[length];
        random.fillGaussian(values, 1);
        return values;
    }

    static double[] poolForward() {
        PoolShape shape =
                PoolShape.builder().input(2, 3, 4, 4).window(2, 2).stride(2, 2).build();
        double[] y = new double[shape.yLength()];
        new PoolLayer(Strategies.reference(), shape).forward(linspace(-0.3, 0.4, shape.xLength()), y);
        return y;
    }

    static double poolBackward(Strategy strategy, SplitMix random) {
        PoolShape shape =
                PoolShape.builder().input(3, 2, 8, 8).window(2, 2).stride(2, 2).build();
        double[] x = normal(random, shape.xLength());
        double[] dy = normal(random, shape.yLength());
        PoolLayer pool = new PoolLayer(strategy, shape);
        double[] numeric = GradientCheck.numeric(y -> pool.forward(x, y), x, dy, 1e-5);
        pool.forward(x, new double[shape.yLength()]);
        double[] dx = new double[x.length];
        pool.backward(dy, dx);
        return GradientCheck.relativeError(dx, numeric);
    }

    static double speedUp(Strategy fast, SplitMix random) {
        ConvShape shape = ConvShape.builder()
                .input(100, 3, 31, 31)
                .filters(25, 3, 3)
                .stride(2, 2)
                .pad(1, 1)
                .build();
        double[] x = normal(random, shape.xLength());
        double[] w = normal(random, shape.wLength());
        double[] b = normal(random, 25);
        double[] y = new double[shape.yLength()];
        ConvLayer slow = new ConvLayer(Strategies.reference(), shape);
        ConvLayer quick = new ConvLayer(fast, shape);
        return seconds(() -> slow.forward(x, w, b, y)) / seconds(() -> quick.forward(x, w, b, y));
    }

    static double seconds(Runnable call) {
        double best = Double.POSITIVE_INFINITY;
        for (int k = 0; k < 20; k++) {
            long start = System.nanoTime();
            call.run();
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        return best;
    }

    static double convReluPool(Strategy strategy, SplitMix random) {
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
        double[] x = normal(random, conv.xLength());
        double[] w = normal(random, conv.wLength());
        double[] b = normal(random, 3);
        double[] dy = normal(random, pool.yLength());
        ConvReluPool layer = new ConvReluPool(strategy, conv, pool, true);
        double[] numeric = GradientCheck.numeric(y -> layer.forward(x, w, b, y), w, dy, 1e-5);
        double[] y = new double[pool.yLength()];
        double[] dx = new double[x.length];
        double[] dw = new double[w.length];
        layer.forward(x, w, b, y);
        layer.backward(x, w, y, dy, dx, dw, new double[3]);
        return GradientCheck.relativeError(dw, numeric);
    }

    static double convRelu(Strategy strategy, SplitMix random) {
        ConvShape shape =
                ConvShape.builder().input(2, 3, 8, 8).filters(3, 3, 3).pad(1, 1).build();
        double[] x = normal(random, shape.xLength());
        double[] w = normal(random, shape.wLength());
        double[] b = normal(random, 3);
        double[] dy = normal(random, shape.yLength());
        ConvRelu layer = new ConvRelu(strategy, shape, true);
        double[] numeric = GradientCheck.numeric(y -> layer.forward(x, w, b, y), x, dy, 1e-5);
        double[] y = new double[shape.yLength()];
        double[] dx = new double[x.length];
        layer.forward(x, w, b, y);
        layer.backward(x, w, y, dy, dx, new double[w.length], new double[3]);
        return GradientCheck.relativeError(dx, numeric);
    }

    static double[] lossAtTheStart(SplitMix random) {
        ThreeLayerConvNet model =
                new ThreeLayerConvNet(ThreeLayerConvNet.Options.builder().build());
        double[] x = normal(random, 50 * 3 * 32 * 32);
        int[] labels = new int[50];
        for (int k = 0; k < 50; k++) {
            labels[k] = random.nextInt(10);
        }
        double plain = model.loss(x, labels);
        model.setReg(0.5);
        return new double[] {plain, model.loss(x, labels)};
    }

    static double networkGradients(SplitMix random) {
        ThreeLayerConvNet model = new ThreeLayerConvNet(ThreeLayerConvNet.Options.builder()
                .input(3, 16, 16)
                .filters(3, 3)
                .hidden(7)
                .build());
        double[] x = normal(random, 2 * 3 * 16 * 16);
        int[] labels = {random.nextInt(10), random.nextInt(10)};
        Parameters gradients = model.parameters().zeros();
        model.loss(x, labels, gradients);
        double worst = 0;
        for (String name : gradients.names()) {
            double[] numeric = GradientCheck.numeric(
                    () -> model.loss(x, labels), model.parameters().get(name), 1e-6);
            worst = Math.max(worst, GradientCheck.relativeError(numeric, gradients.get(name)));
        }
        return worst;
    }

    static Trainer overfit(Splits splits, int epochs) {
        ThreeLayerConvNet model = new ThreeLayerConvNet(
                ThreeLayerConvNet.Options.builder().weightScale(1e-2).build());
        Trainer.Options options = Trainer.Options.builder()
                .rule(UpdateRule.named("adam"))
                .learningRate(1e-3)
                .batchSize(50)
                .epochs(epochs)
                .build();
        Trainer trainer = new Trainer(model, splits.train().range(0, 100), splits.val(), options);
        trainer.train(new ProgressListener() {
            @Override
            public void epoch(int epoch, int epochs, double trainAccuracy, double valAccuracy) {
                System.out.println("epoch " + epoch + ": train " + trainAccuracy + ", validation " + valAccuracy);
            }
        });
        return trainer;
    }

    static double[] batchNormInTraining(SplitMix random) {
        BatchNormShape shape = new BatchNormShape(2, 3, 4, 5);
        double[] x = normal(random, shape.length());
        for (int k = 0; k < x.length; k++) {
            x[k] = 4 * x[k] + 10;
        }
        double[] y = new double[x.length];
        SpatialBatchNorm norm = new SpatialBatchNorm(Strategies.reference(), shape);
        norm.forwardTrain(x, new double[] {3, 4, 5}, new double[] {6, 7, 8}, y);
        return y;
    }

    static double[] batchNormInTest(SplitMix random) {
        BatchNormShape shape = new BatchNormShape(10, 4, 11, 12);
        double[] gamma = {1, 1, 1, 1};
        double[] beta = new double[4];
        double[] y = new double[shape.length()];
        SpatialBatchNorm norm = new SpatialBatchNorm(Strategies.reference(), shape);
        for (int t = 0; t < 50; t++) {
            norm.forwardTrain(normal(random, shape.length()), gamma, beta, y);
        }
        norm.forwardTest(normal(random, shape.length()), gamma, beta, y);
        return y;
    }

    static double batchNormBackward(SplitMix random) {
        BatchNormShape shape = new BatchNormShape(2, 3, 4, 5);
        double[] x = normal(random, shape.length());
        double[] gamma = normal(random, 3);
        double[] beta = normal(random, 3);
        double[] dy = normal(random, shape.length());
        SpatialBatchNorm norm = new SpatialBatchNorm(Strategies.reference(), shape);
        double[] numeric = GradientCheck.numeric(y -> norm.forwardTrain(x, gamma, beta, y), x, dy, 1e-5);
        double[] dx = new double[x.length];
        norm.forwardTrain(x, gamma, beta, new double[x.length]);
        norm.backwardTrain(x, gamma, dy, dx, new double[3], new double[3]);
        return GradientCheck.relativeError(dx, numeric);
    }

    static Trainer training(Splits splits, int epochs) {
        ThreeLayerConvNet model = new ThreeLayerConvNet(ThreeLayerConvNet.Options.builder()
                .weightScale(1e-3)
                .hidden(200)
                .reg(1e-3)
                .build());
        Trainer.Options options = Trainer.Options.builder()
                .rule(UpdateRule.named("adam"))
                .learningRate(1e-3)
                .batchSize(50)
                .epochs(epochs)
                .build();
        Trainer trainer = new Trainer(model, splits.train(), splits.val(), options);
        trainer.train(ProgressListener.NONE);
        return trainer;
    }
}
