package dev.convbench.nn.notebook;

import dev.convbench.nn.Adam;
import dev.convbench.nn.Dataset;
import dev.convbench.nn.GradientCheck;
import dev.convbench.nn.Parameters;
import dev.convbench.nn.SplitMix;
import dev.convbench.nn.ThreeLayerConvNet;
import dev.convbench.nn.Trainer;

/** The cells on the network: its loss, its gradients, and its trainings. */
final class NetworkCells {
    private static final int BATCH = 50;
    private static final int SMALL = 100;
    private static final int CLASSES = 10;

    /** ½·0.5·(expected |W1|² + |W2|² + |W3|²) with deviation 1e-3: 4,704 + 819,200 + 1,000 weights. */
    private static final double PENALTY = 0.5 * 0.5 * (4704 + 819_200 + 1000) * 1e-6;

    /** What the large training reaches on CIFAR-10: lowest of several seeds, less a little. */
    private static final double FIRST_EPOCH = 0.44;

    private static final double BEST_OF_TEN = 0.53;

    /** What is asked of the small training on CIFAR-10, and on drawn images, which are learned more slowly. */
    private static final double OVERFIT = 0.98;

    private static final double OVERFIT_DRAWN = 0.9;

    private final Settings settings;

    NetworkCells(Settings settings) {
        this.settings = settings;
    }

    private ThreeLayerConvNet.Builder model(SplitMix random) {
        return ThreeLayerConvNet.Options.builder().strategy(settings.strategy()).seed(random.nextLong());
    }

    /** A network for the images of the trainings. */
    private ThreeLayerConvNet.Builder trained(SplitMix random) {
        Dataset images = settings.data().train();
        return model(random).input(images.c(), images.h(), images.w()).classes(images.classes());
    }

    private static int[] labels(SplitMix random, int count) {
        int[] labels = new int[count];
        for (int k = 0; k < count; k++) {
            labels[k] = random.nextInt(CLASSES);
        }
        return labels;
    }

    void data(CellBuilder cell, SplitMix random) {
        describe(cell, "X_train", settings.data().train());
        describe(cell, "X_val", settings.data().val());
        describe(cell, "X_test", settings.data().test());
    }

    private static void describe(CellBuilder cell, String name, Dataset part) {
        cell.line("%s: (%d, %d, %d, %d)", name, part.n(), part.c(), part.h(), part.w());
    }

    void initialLoss(CellBuilder cell, SplitMix random) {
        ThreeLayerConvNet model = new ThreeLayerConvNet(model(random).build());
        double[] x = Numbers.normal(random, BATCH * 3 * 32 * 32);
        int[] labels = labels(random, BATCH);
        double loss = model.loss(x, labels);
        cell.line("exp(loss) = %.6f", Math.exp(loss));
        cell.error("distance of the loss from log(10)", Math.abs(loss - Math.log(CLASSES)), 1e-2, "exp(loss) = 10");
        model.setReg(0.5);
        double regularised = model.loss(x, labels);
        cell.line("loss with reg 0.5 = %.6f", regularised);
        cell.error(
                "distance of the regularised loss from log(10) + the expected penalty",
                Math.abs(regularised - Math.log(CLASSES) - PENALTY),
                1e-2,
                "2.508");
    }

    void gradients(CellBuilder cell, SplitMix random) {
        ThreeLayerConvNet model = new ThreeLayerConvNet(
                model(random).input(3, 16, 16).filters(3, 3).hidden(7).build());
        double[] x = Numbers.normal(random, 2 * 3 * 16 * 16);
        int[] labels = labels(random, 2);
        Parameters gradients = model.parameters().zeros();
        model.loss(x, labels, gradients);
        for (String name : gradients.names()) {
            double[] numeric = GradientCheck.numeric(
                    () -> model.loss(x, labels), model.parameters().get(name), 1e-6);
            cell.error(name, GradientCheck.relativeError(numeric, gradients.get(name)), 1e-2, "");
        }
    }

    void overfit(CellBuilder cell, SplitMix random) {
        Dataset train = settings.data().train();
        Trainer trainer = train(
                cell,
                new ThreeLayerConvNet(trained(random).weightScale(1e-2).build()),
                train.range(0, Math.min(SMALL, train.n())),
                settings.overfitEpochs(),
                random.nextLong());
        double[] accuracies = trainer.trainAccuracies();
        double[] val = trainer.valAccuracies();
        cell.line("validation accuracy %.3f", val[val.length - 1]);
        if (settings.overfitEpochs() >= Settings.OVERFIT_EPOCHS) {
            double limit = settings.real() ? OVERFIT : OVERFIT_DRAWN;
            cell.check(Check.atLeast("train accuracy", accuracies[accuracies.length - 1], limit, ""));
        }
    }

    void training(CellBuilder cell, SplitMix random) {
        Trainer trainer = train(
                cell,
                new ThreeLayerConvNet(
                        trained(random).weightScale(1e-3).hidden(200).reg(1e-3).build()),
                settings.data().train(),
                settings.epochs(),
                random.nextLong());
        int classes = settings.data().train().classes();
        cell.error(
                "distance of the first loss from log(" + classes + ")",
                Math.abs(trainer.losses()[0] - Math.log(classes)),
                1e-2,
                "2.303");
        cell.line("best validation accuracy %.3f", trainer.bestValAccuracy());
        cell.line("test accuracy %.3f", trainer.accuracy(settings.data().test()));
        if (settings.real()) {
            cell.check(
                    Check.atLeast("validation accuracy after one epoch", trainer.valAccuracies()[1], FIRST_EPOCH, ""));
            if (settings.epochs() >= Settings.EPOCHS) {
                cell.check(Check.atLeast("best validation accuracy", trainer.bestValAccuracy(), BEST_OF_TEN, ""));
            }
        }
    }

    private Trainer train(CellBuilder cell, ThreeLayerConvNet model, Dataset train, int epochs, long seed) {
        Trainer trainer = new Trainer(
                model,
                train,
                settings.data().val(),
                Trainer.Options.builder()
                        .rule(Adam.DEFAULT)
                        .learningRate(1e-3)
                        .batchSize(BATCH)
                        .epochs(epochs)
                        .seed(seed)
                        .build());
        trainer.train(settings.listener());
        cell.line(
                "%d steps, first loss %.4f, last %.4f",
                trainer.losses().length, trainer.losses()[0], trainer.losses()[trainer.losses().length - 1]);
        double[] trainAccuracies = trainer.trainAccuracies();
        cell.line("train accuracy %.3f", trainAccuracies[trainAccuracies.length - 1]);
        cell.curves(new Curves(
                trainer.losses(),
                trainAccuracies,
                trainer.valAccuracies(),
                trainAccuracies.length > epochs ? 0 : 1,
                train.classes()));
        return trainer;
    }
}
