package dev.convbench.nn;

import static dev.convbench.nn.Fixtures.normal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A layer allocates nothing once it is made and warm. On strategies in plain Java, so that what is left is the layers' own; the affine
 * layers use vectors where there are any.
 */
class SteadyStateTest {
    private static final long WARM_UP_NANOS = 20_000_000_000L;

    /** Not before JDK 21: C2 then leaves vectors of small matrix products, which are not the layers' own, on the heap. */
    @ParameterizedTest
    @EnabledForJreRange(min = JRE.JAVA_21)
    @ValueSource(strings = {"loops", "im2col"})
    void aTrainingStepAllocatesNothing(String name) {
        ThreeLayerConvNet model = new ThreeLayerConvNet(ThreeLayerConvNet.Options.builder()
                .input(2, 8, 8)
                .filters(3, 3)
                .hidden(10)
                .reg(0.1)
                .strategy(Strategies.named(name))
                .build());
        double[] x = normal(5 * 2 * 64, 1);
        int[] labels = {0, 1, 2, 3, 4};
        Parameters gradients = model.parameters().zeros();
        Optimiser optimiser = new Optimiser(Adam.DEFAULT, model.parameters(), model.runner());
        double[] scores = new double[50];
        assertAllocatesNothing(() -> {
            model.loss(x, labels, gradients);
            optimiser.update(model.parameters(), gradients);
            model.scores(x, scores);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"loops", "naive"})
    void batchNormAllocatesNothing(String name) {
        Strategy strategy = Strategies.named(name);
        BatchNormShape shape = new BatchNormShape(5, 3, 8, 8);
        SpatialBatchNorm layer = new SpatialBatchNorm(strategy, shape);
        double[] x = normal(shape.length(), 1);
        double[] y = new double[x.length];
        double[] gamma = new double[3];
        double[] beta = new double[3];
        double[] dgamma = new double[3];
        double[] dbeta = new double[3];
        assertAllocatesNothing(() -> {
            layer.forwardTrain(x, gamma, beta, y);
            layer.forwardTest(x, gamma, beta, y);
            layer.backwardTrain(x, gamma, x, y, dgamma, dbeta);
        });
    }

    private static void assertAllocatesNothing(Runnable call) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long allocated = Long.MAX_VALUE;
        // Interpreted vector code makes objects of its vectors, until C2 has compiled it.
        long start = System.nanoTime();
        while (allocated > 0 && System.nanoTime() - start < WARM_UP_NANOS) {
            long before = threads.getThreadAllocatedBytes(id);
            call.run();
            allocated = threads.getThreadAllocatedBytes(id) - before;
        }
        assertEquals(0, allocated, "bytes allocated by a call");
    }
}
