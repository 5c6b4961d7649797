package dev.convbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.strategy.parallel.ForkingStrategy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network in float: near the one in double, as reproducible, and kept in checkpoints without loss. */
class FloatNetworkTest {
    private static final Splits IMAGES = SyntheticImages.draw(40, 20, 10, 5);

    @TempDir
    private Path folder;

    private static ThreeLayerConvNet.Options network(Strategy strategy) {
        return ThreeLayerConvNet.Options.builder()
                .filters(3, 3)
                .hidden(8)
                .weightScale(1e-2)
                .reg(0.01)
                .seed(2)
                .strategy(strategy)
                .build();
    }

    private static Trainer.Builder options() {
        return Trainer.Options.builder()
                .rule(Adam.DEFAULT)
                .learningRateDecay(0.9)
                .batchSize(10)
                .epochs(2)
                .seed(3);
    }

    private static TrainingSession session(Precision precision, Strategy strategy) {
        return TrainingSession.of(precision, network(strategy), options().build(), IMAGES.train(), IMAGES.val());
    }

    private static ProgressListener stopping(TrainingSession session, int after) {
        return new ProgressListener() {
            @Override
            public void step(int step, int steps, double loss, double imagesPerSecond) {
                if (step == after) {
                    session.stop();
                }
            }
        };
    }

    /** Relative Euclidean distance: 2⁻²⁴ times the root of the longest sum, 3,072 pixels, is 3e-6. */
    private static double distance(float[] actual, double[] expected) {
        double error = 0;
        double norm = 0;
        for (int k = 0; k < expected.length; k++) {
            error += (actual[k] - expected[k]) * (actual[k] - expected[k]);
            norm += expected[k] * expected[k];
        }
        return Math.sqrt(error / norm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"naive", "loops", "im2col", "simd"})
    void lossAndGradientsAreThoseOfDoubleButForRounding(String name) {
        Strategy strategy = Strategies.named(name);
        if (!strategy.available().ok()) {
            return;
        }
        ThreeLayerConvNet expected = new ThreeLayerConvNet(network(Strategies.reference()));
        ThreeLayerConvNetF32 actual = new ThreeLayerConvNetF32(Conversion.options(network(strategy)));
        int n = 6;
        double[] x = IMAGES.train().range(0, n).toArray();
        float[] xf = new float[x.length];
        for (int k = 0; k < x.length; k++) {
            xf[k] = (float) x[k];
        }
        int[] labels = IMAGES.train().range(0, n).labels();
        Parameters gradients = expected.parameters().zeros();
        ParametersF32 gradientsF32 = actual.parameters().zeros();
        double loss = expected.loss(x, labels, gradients);
        assertEquals(loss, actual.loss(xf, labels, gradientsF32), 1e-5 * loss);
        for (String parameter : gradients.names()) {
            double distance = distance(gradientsF32.get(parameter), gradients.get(parameter));
            assertTrue(distance > 0 && distance < 1e-5, () -> parameter + " differs by " + distance);
        }
    }

    @Test
    void learnsAlmostAsInDouble() {
        TrainingSession f64 = session(Precision.F64, Strategies.named("loops"));
        TrainingSession f32 = session(Precision.F32, Strategies.named("loops"));
        f64.train(ProgressListener.NONE);
        f32.train(ProgressListener.NONE);
        double[] expected = f64.history().losses();
        double[] actual = f32.history().losses();
        assertEquals(8, actual.length);
        assertEquals(expected[0], actual[0], 1e-6);
        assertArrayEquals(expected, actual, 1e-2);
        assertTrue(actual[7] != expected[7], "the float training computes in double");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simd-parallel", "loops-parallel"})
    void isTheSameToTheBitForEveryNumberOfWorkers(String name) {
        Strategy registered = Strategies.named(name);
        if (!registered.available().ok()) {
            return;
        }
        TrainingSession serial = session(Precision.F32, Strategies.named(name.replace("-parallel", "")));
        serial.train(ProgressListener.NONE);
        for (int workers = 2; workers <= 3; workers++) {
            TrainingSession parallel = session(Precision.F32, ForkingStrategy.of(registered, workers));
            parallel.train(ProgressListener.NONE);
            assertArrayEquals(serial.history().losses(), parallel.history().losses());
            assertSame(serial, parallel);
        }
    }

    private static void assertSame(TrainingSession expected, TrainingSession actual) {
        Parameters wanted = expected.checkpoint(Map.of()).state().parameters();
        Parameters found = actual.checkpoint(Map.of()).state().parameters();
        for (String name : wanted.names()) {
            Fixtures.assertSameBits(wanted.get(name), found.get(name), name);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void goesOnFromACheckpointAsIfNothingHadHappened(int stopAfter) throws Exception {
        Strategy strategy = Strategies.named("loops");
        TrainingSession whole = session(Precision.F32, strategy);
        whole.train(ProgressListener.NONE);

        TrainingSession first = session(Precision.F32, strategy);
        first.train(stopping(first, stopAfter));
        Path file = folder.resolve("checkpoint");
        first.checkpoint(Map.of()).write(file);

        TrainingSession second = session(Precision.F32, strategy);
        second.restore(Checkpoint.read(file));
        assertEquals(stopAfter, second.steps());
        second.train(ProgressListener.NONE);
        assertTrue(second.isDone());
        assertArrayEquals(whole.history().losses(), second.history().losses());
        assertArrayEquals(whole.history().valAccuracies(), second.history().valAccuracies());
        assertSame(whole, second);
    }

    @Test
    void refusesACheckpointInDouble() {
        TrainingSession f64 = session(Precision.F64, Strategies.named("loops"));
        f64.train(stopping(f64, 2));
        TrainingSession f32 = session(Precision.F32, Strategies.named("loops"));
        Checkpoint checkpoint = f64.checkpoint(Map.of());
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> f32.restore(checkpoint));
        assertTrue(refused.getMessage().contains("numbers that are no floats"), refused.getMessage());
        assertEquals(0, f32.steps(), "it is as it was");
    }

    @Test
    void refusesARuleOfItsOwnSettings() {
        Trainer.Options own = options().rule(new Adam(1e-3, 0.5, 0.999, 1e-8)).build();
        ThreeLayerConvNet.Options network = network(Strategies.named("loops"));
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainingSession.of(Precision.F32, network, own, IMAGES.train(), IMAGES.val()));
    }
}
