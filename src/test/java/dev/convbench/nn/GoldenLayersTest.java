package dev.convbench.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.check.Data;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ChunkRunner;
import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import dev.convbench.op.RunningStatistics;
import dev.convbench.op.Strategy;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers, losses, the network and update rules against what PyTorch computed in double. */
@Tag("kernel")
class GoldenLayersTest {
    @Test
    void theFileHoldsWhatThisTestExpects() {
        assertEquals(3, Golden.cases("batchnorm2d").size());
        assertEquals(1, Golden.cases("conv_relu_pool").size());
        assertEquals(2, Golden.cases("softmax_loss").size());
        assertEquals(1, Golden.cases("three_layer_convnet").size());
        assertEquals(4, Golden.cases("optimizer").size());
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#batchNorms")
    void batchNorm(Strategy strategy) {
        for (JsonNode golden : Golden.cases("batchnorm2d")) {
            JsonNode params = golden.get("params");
            boolean train = params.get("train").asBoolean();
            BatchNormShape shape = new BatchNormShape(
                    Golden.size(golden, "x", 0),
                    Golden.size(golden, "x", 1),
                    Golden.size(golden, "x", 2),
                    Golden.size(golden, "x", 3));
            RunningStatistics statistics =
                    new RunningStatistics(1 - params.get("momentum").asDouble(), true);
            SpatialBatchNorm layer =
                    new SpatialBatchNorm(strategy, shape, params.get("eps").asDouble(), statistics);
            copy(Golden.data(golden, "running_mean_before"), layer.runningMean());
            copy(Golden.data(golden, "running_var_before"), layer.runningVariance());
            double[] x = Golden.data(golden, "x");
            double[] gamma = Golden.data(golden, "gamma");
            double[] beta = Golden.data(golden, "beta");
            double[] dy = Golden.data(golden, "dout");
            double[] y = Data.nan(x.length);
            double[] dx = Data.nan(x.length);
            double[] dgamma = Data.nan(shape.c());
            double[] dbeta = Data.nan(shape.c());
            if (train) {
                layer.forwardTrain(x, gamma, beta, y);
                layer.backwardTrain(x, gamma, dy, dx, dgamma, dbeta);
            } else {
                layer.forwardTest(x, gamma, beta, y);
                layer.backwardTest(x, gamma, dy, dx, dgamma, dbeta);
            }
            Golden.assertClose(golden, "out", y);
            Golden.assertClose(golden, "running_mean_after", layer.runningMean());
            Golden.assertClose(golden, "running_var_after", layer.runningVariance());
            Golden.assertClose(golden, "dx", dx);
            Golden.assertClose(golden, "dgamma", dgamma);
            Golden.assertClose(golden, "dbeta", dbeta);
        }
    }

    private static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#networks")
    void convReluPool(Strategy strategy) {
        JsonNode golden = Golden.cases("conv_relu_pool").get(0);
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
        for (boolean fused : new boolean[] {false, true}) {
            ConvReluPool layer = new ConvReluPool(strategy, conv, pool, fused);
            double[] x = Golden.data(golden, "x");
            double[] w = Golden.data(golden, "w");
            double[] y = Data.nan(pool.yLength());
            layer.forward(x, w, Golden.data(golden, "b"), y);
            Golden.assertClose(golden, "out", y);
            double[] dx = Data.nan(x.length);
            double[] dw = Data.nan(w.length);
            double[] db = Data.nan(3);
            layer.backward(x, w, y, Golden.data(golden, "dout"), dx, dw, db);
            Golden.assertClose(golden, "dx", dx);
            Golden.assertClose(golden, "dw", dw);
            Golden.assertClose(golden, "db", db);
        }
    }

    @Test
    void softmaxLoss() {
        for (JsonNode golden : Golden.cases("softmax_loss")) {
            double[] scores = Golden.data(golden, "x");
            double[] dscores = Data.nan(scores.length);
            SoftmaxLoss softmax = new SoftmaxLoss(Golden.size(golden, "x", 0), Golden.size(golden, "x", 1));
            double loss = softmax.loss(scores, Golden.labels(golden), dscores);
            Golden.assertClose(
                    golden.get("loss").asDouble(), loss, golden.get("name").asText());
            Golden.assertClose(golden, "dx", dscores);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#networks")
    void network(Strategy strategy) {
        JsonNode golden = Golden.cases("three_layer_convnet").get(0);
        ThreeLayerConvNet model = new ThreeLayerConvNet(ThreeLayerConvNet.Options.builder()
                .input(3, 16, 16)
                .filters(3, 3)
                .hidden(7)
                .strategy(strategy)
                .build());
        for (String name : model.parameters().names()) {
            copy(Golden.data(golden, name), model.parameters().get(name));
        }
        double[] x = Golden.data(golden, "X");
        double[] scores = Data.nan(20);
        model.scores(x, scores);
        Golden.assertClose(golden, "scores", scores);
        Parameters gradients = model.parameters().zeros();
        double loss = model.loss(x, Golden.labels(golden), gradients);
        Golden.assertClose(golden.get("loss").asDouble(), loss, "loss");
        for (String name : gradients.names()) {
            Golden.assertClose(golden, "d" + name, gradients.get(name));
        }
    }

    @Test
    void updateRules() {
        for (JsonNode golden : Golden.cases("optimizer")) {
            UpdateRule rule = switch (golden.get("params").get("rule").asText()) {
                case "sgd" -> new Sgd(rate(golden));
                case "sgd_momentum" ->
                    new Momentum(
                            rate(golden), golden.get("params").get("momentum").asDouble());
                case "rmsprop" ->
                    new RmsProp(
                            rate(golden),
                            golden.get("params").get("decay_rate").asDouble(),
                            golden.get("params").get("epsilon").asDouble(),
                            true);
                case "adam" -> Adam.DEFAULT;
                default -> throw new AssertionError(golden.get("params").toString());
            };
            assertEquals(rate(golden), rule.learningRate());
            Parameters w = new Parameters(Map.of("w", Golden.data(golden, "w0")));
            double[] gradients = Golden.data(golden, "grads");
            double[] after = Golden.data(golden, "w_after_each_step");
            Optimiser optimiser = new Optimiser(rule, w, ChunkRunner.SERIAL);
            int length = w.get(0).length;
            for (int step = 0; step < gradients.length / length; step++) {
                int from = step * length;
                optimiser.update(w, new Parameters(Map.of("w", Arrays.copyOfRange(gradients, from, from + length))));
                Golden.assertClose(
                        Arrays.copyOfRange(after, from, from + length), w.get(0), rule.name() + " step " + step);
            }
        }
    }

    private static double rate(JsonNode golden) {
        return golden.get("params").get("learning_rate").asDouble();
    }
}
