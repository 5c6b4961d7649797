package dev.convbench.nn;

import static dev.convbench.nn.Fixtures.assertSameBits;
import static dev.convbench.nn.Fixtures.normal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.strategy.parallel.ForkingStrategy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The notebook's training rules: histories, decay, best parameters; and that seed and state decide everything. */
class TrainerTest {
    private static final int CLASSES = 3;

    /** Images whose class is written all over them, with some noise. */
    private static Dataset images(int n, long seed) {
        double[] images = normal(n * 64, seed);
        int[] labels = new int[n];
        for (int image = 0; image < n; image++) {
            labels[image] = image % CLASSES;
            for (int k = 0; k < 64; k++) {
                images[image * 64 + k] += 2 * Math.cos((labels[image] + 1) * 0.1 * k);
            }
        }
        return new Dataset(images, labels, n, 1, 8, 8, CLASSES);
    }

    private static final Dataset TRAIN = images(46, 1);
    private static final Dataset VAL = images(17, 2);

    private static ThreeLayerConvNet model(Strategy strategy) {
        return new ThreeLayerConvNet(ThreeLayerConvNet.Options.builder()
                .input(1, 8, 8)
                .filters(4, 3)
                .hidden(12)
                .classes(CLASSES)
                .weightScale(5e-2)
                .reg(1e-3)
                .seed(3)
                .strategy(strategy)
                .build());
    }

    private static Trainer.Builder options() {
        return Trainer.Options.builder()
                .rule(Adam.DEFAULT)
                .learningRate(5e-3)
                .learningRateDecay(0.5)
                .batchSize(10)
                .epochs(3)
                .accuracySamples(20)
                .seed(4);
    }

    private static Trainer trainer() {
        return new Trainer(
                model(Strategies.named("loops")), TRAIN, VAL, options().build());
    }

    @Test
    void keepsHistoriesAsTheNotebook() {
        Trainer trainer = trainer();
        List<Integer> steps = new ArrayList<>();
        List<Integer> epochs = new ArrayList<>();
        trainer.train(new ProgressListener() {
            @Override
            public void step(int step, int all, double loss, double imagesPerSecond) {
                assertEquals(12, all);
                assertTrue(imagesPerSecond > 0);
                assertEquals(trainer.losses()[step - 1], loss);
                steps.add(step);
            }

            @Override
            public void epoch(int epoch, int all, double trainAccuracy, double valAccuracy) {
                assertEquals(3, all);
                assertEquals(trainer.valAccuracies()[epochs.size()], valAccuracy);
                assertEquals(trainer.trainAccuracies()[epochs.size()], trainAccuracy);
                epochs.add(epoch);
            }
        });
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), steps);
        assertEquals(List.of(0, 1, 2, 3), epochs, "after the first step, then after each epoch");
        assertTrue(trainer.isDone());
        assertEquals(5e-3 / 8, trainer.state().optimiser().learningRate(), "decays after each epoch");
    }

    @Test
    void learns() {
        ThreeLayerConvNet model = model(Strategies.named("loops"));
        Trainer trainer = new Trainer(
                model, TRAIN, VAL, options().learningRateDecay(1).epochs(15).build());
        double before = trainer.accuracy(TRAIN);
        trainer.train(ProgressListener.NONE);
        assertTrue(before < 0.7, () -> "accuracy before " + before);
        assertTrue(trainer.accuracy(TRAIN) >= 0.95, () -> "accuracy after " + trainer.accuracy(TRAIN));
        assertEquals(Math.log(CLASSES), trainer.losses()[0], 0.2);
    }

    @Test
    void endsWithTheBestParameters() {
        // A rate that makes the loss jump, so that the last parameters are not the best.
        ThreeLayerConvNet model = model(Strategies.named("loops"));
        Trainer trainer = new Trainer(
                model,
                TRAIN,
                VAL,
                options().learningRate(1).learningRateDecay(1).epochs(4).build());
        List<Parameters> afterEach = new ArrayList<>();
        trainer.train(new ProgressListener() {
            @Override
            public void epoch(int epoch, int all, double trainAccuracy, double valAccuracy) {
                afterEach.add(model.parameters().copy());
            }
        });
        double[] accuracies = trainer.valAccuracies();
        int best = 0;
        for (int k = 1; k < accuracies.length; k++) {
            best = accuracies[k] > accuracies[best] ? k : best;
        }
        assertTrue(best < accuracies.length - 1, "the last is the best: choose another seed");
        assertEquals(accuracies[best], trainer.bestValAccuracy());
        assertSame(afterEach.get(best), model.parameters());
        assertEquals(accuracies[best], trainer.accuracy(VAL));
    }

    private static void assertSame(Parameters expected, Parameters actual) {
        for (String name : expected.names()) {
            assertSameBits(expected.get(name), actual.get(name), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simd-parallel", "loops-parallel"})
    void isTheSameToTheBitForEveryNumberOfWorkers(String name) {
        Strategy registered = Strategies.named(name);
        if (!registered.available().ok()) {
            return;
        }
        Strategy serial = Strategies.named(name.replace("-parallel", ""));
        Trainer expected = new Trainer(model(serial), TRAIN, VAL, options().build());
        expected.train(ProgressListener.NONE);
        for (int workers = 1; workers <= 3; workers++) {
            Trainer actual = new Trainer(
                    model(ForkingStrategy.of(registered, workers)),
                    TRAIN,
                    VAL,
                    options().build());
            actual.train(ProgressListener.NONE);
            assertSameBits(expected.losses(), actual.losses(), "losses with " + workers + " workers");
            assertSame(expected.model().parameters(), actual.model().parameters());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 9})
    void goesOnFromAStateAsIfNothingHadHappened(int stopAfter) {
        Trainer whole = trainer();
        whole.train(ProgressListener.NONE);

        Trainer first = trainer();
        first.train(new ProgressListener() {
            @Override
            public void step(int step, int all, double loss, double imagesPerSecond) {
                if (step == stopAfter) {
                    first.stop();
                }
            }
        });
        assertFalse(first.isDone());
        Trainer.State state = first.state();
        assertEquals(stopAfter, state.step());

        Trainer second = trainer();
        second.restore(state);
        second.train(ProgressListener.NONE);
        assertSameBits(whole.losses(), second.losses(), "losses");
        assertArrayEquals(whole.valAccuracies(), second.valAccuracies());
        assertArrayEquals(whole.trainAccuracies(), second.trainAccuracies());
        assertSame(whole.model().parameters(), second.model().parameters());
    }

    @Test
    void aStateIsACopy() {
        Trainer trainer = trainer();
        List<Trainer.State> states = new ArrayList<>();
        trainer.train(new ProgressListener() {
            @Override
            public void step(int step, int all, double loss, double imagesPerSecond) {
                if (step == 2) {
                    states.add(trainer.state());
                }
            }
        });
        Trainer.State state = states.get(0);
        assertEquals(2, state.losses().length);
        assertEquals(2, state.optimiser().updates());
        double first = state.parameters().get("W3")[0];
        assertTrue(first != trainer.model().parameters().get("W3")[0]);
    }

    @Test
    void refusesTheStateOfAnotherTraining() {
        Trainer trainer = trainer();
        trainer.train(ProgressListener.NONE);
        Trainer.State state = trainer.state();
        Trainer otherBatches = new Trainer(
                model(Strategies.named("loops")),
                TRAIN,
                VAL,
                options().batchSize(20).build());
        assertThrows(IllegalArgumentException.class, () -> otherBatches.restore(state));
        Trainer otherRule = new Trainer(
                model(Strategies.named("loops")),
                TRAIN,
                VAL,
                options().rule(Sgd.DEFAULT).build());
        assertThrows(IllegalArgumentException.class, () -> otherRule.restore(state));
    }

    @Test
    void refusesImagesThatTheModelIsNotFor() {
        Dataset wide = new Dataset(new double[90], new int[1], 1, 1, 9, 10, CLASSES);
        ThreeLayerConvNet model = model(Strategies.named("loops"));
        Trainer.Options options = options().build();
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new Trainer(model, TRAIN, wide, options));
        assertTrue(refused.getMessage().startsWith("val has 1 images of 1x9x10"), refused.getMessage());
    }

    @Test
    void updateRulesHaveTheNotebooksDefaults() {
        assertEquals(new Sgd(1e-2), UpdateRule.named("sgd"));
        assertEquals(new Momentum(1e-2, 0.9), UpdateRule.named("sgd_momentum"));
        assertEquals(new RmsProp(1e-2, 0.99, 1e-8, false), UpdateRule.named("rmsprop"));
        assertEquals(new Adam(1e-3, 0.9, 0.999, 1e-8), UpdateRule.named("adam"));
        UpdateRule.NAMES.forEach(
                name -> assertEquals(name, UpdateRule.named(name).name()));
        assertThrows(IllegalArgumentException.class, () -> UpdateRule.named("adamw"));
        double[] w = {1};
        double[][] cache = {{0}};
        RmsProp.DEFAULT.update(w, new double[] {2}, cache, 0.1, 1, 0, 1);
        assertEquals(1 - 0.1 * 2 / Math.sqrt(0.01 * 4 + 1e-8), w[0], 1e-15);
    }
}
