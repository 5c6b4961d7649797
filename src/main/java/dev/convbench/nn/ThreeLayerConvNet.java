package dev.convbench.nn;

import dev.convbench.op.ChunkRunner;
import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The notebook's network: conv − relu − 2x2 max pool − affine − relu − affine − softmax, for images (channels, height, width).
 *
 * <p>The convolution has stride 1 and padding (filterSize − 1) / 2. Parameters, in the order in which they are drawn: W1 (filters,
 * channels, filterSize, filterSize), W2 (filters · pooled pixels, hidden), W3 (hidden, classes) are normal with deviation weightScale;
 * b1, b2, b3 are zeros. For one thread; memory for each batch size is made at its first use and kept.
 */
public final class ThreeLayerConvNet {
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    /**
     * What the network is made of.
     *
     * @param channels of an image
     * @param height of an image
     * @param width of an image
     * @param filters of the convolution
     * @param filterSize their height and width
     * @param hidden units of the first affine layer
     * @param classes units of the second
     * @param weightScale standard deviation of the weights at the start
     * @param reg weight of the regularisation, ½·reg·(|W1|² + |W2|² + |W3|²)
     * @param seed of the weights
     * @param strategy computes convolution and pooling; its runner does the rest
     * @param fused whether relu works on the pooled map, see {@link ConvReluPool}
     */
    public record Options(
            int channels,
            int height,
            int width,
            int filters,
            int filterSize,
            int hidden,
            int classes,
            double weightScale,
            double reg,
            long seed,
            Strategy strategy,
            boolean fused) {
        /** Rejects sizes below 1. */
        public Options {
            Checks.positive(channels, "channels");
            Checks.positive(height, "height");
            Checks.positive(width, "width");
            Checks.positive(filters, "filters");
            Checks.positive(filterSize, "filterSize");
            Checks.positive(hidden, "hidden");
            Checks.positive(classes, "classes");
            Objects.requireNonNull(strategy, "strategy");
        }

        /** The notebook's defaults: 3x32x32, 32 filters of 7x7, 100 hidden, 10 classes, scale 1e-3, no regularisation. */
        public static Builder builder() {
            return new Builder();
        }

        ConvShape conv(int n) {
            return ConvShape.builder()
                    .input(n, channels, height, width)
                    .filters(filters, filterSize, filterSize)
                    .pad((filterSize - 1) / 2, (filterSize - 1) / 2)
                    .build();
        }

        PoolShape pool(int n) {
            ConvShape conv = conv(n);
            return PoolShape.builder()
                    .input(n, filters, conv.oh(), conv.ow())
                    .window(2, 2)
                    .stride(2, 2)
                    .build();
        }
    }

    /** Collects {@link Options}. */
    public static final class Builder {
        private int channels = 3;
        private int height = 32;
        private int width = 32;
        private int filters = 32;
        private int filterSize = 7;
        private int hidden = 100;
        private int classes = 10;
        private double weightScale = 1e-3;
        private double reg;
        private long seed;
        private Strategy strategy;
        private boolean fused = true;

        private Builder() {}

        /** Size of an image. */
        public Builder input(int imageChannels, int imageHeight, int imageWidth) {
            channels = imageChannels;
            height = imageHeight;
            width = imageWidth;
            return this;
        }

        /** How many filters, and their height and width. */
        public Builder filters(int count, int size) {
            filters = count;
            filterSize = size;
            return this;
        }

        /** Units of the hidden layer. */
        public Builder hidden(int units) {
            hidden = units;
            return this;
        }

        /** Number of classes. */
        public Builder classes(int count) {
            classes = count;
            return this;
        }

        /** Standard deviation of the weights at the start. */
        public Builder weightScale(double scale) {
            weightScale = scale;
            return this;
        }

        /** Weight of the regularisation. */
        public Builder reg(double weight) {
            reg = weight;
            return this;
        }

        /** Seed of the weights. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Who computes; unless given, the first available strategy of the registry. */
        public Builder strategy(Strategy value) {
            strategy = value;
            return this;
        }

        /** Whether relu works on the pooled map; unless given, it does. */
        public Builder fused(boolean value) {
            fused = value;
            return this;
        }

        /** The options. */
        public Options build() {
            return new Options(
                    channels,
                    height,
                    width,
                    filters,
                    filterSize,
                    hidden,
                    classes,
                    weightScale,
                    reg,
                    seed,
                    strategy == null ? best() : strategy,
                    fused);
        }

        private static Strategy best() {
            return Strategies.all().stream()
                    .filter(strategy -> strategy.available().ok())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What is regularised. */
    private static final String[] WEIGHTS = {"W1", "W2", "W3"};

    private final Options options;
    private final Parameters parameters;
    /** One for each batch size so far; not a map, whose keys would be objects made anew by each call. */
    private Batch[] batches = {};

    private double reg;

    /** A network with fresh weights. */
    public ThreeLayerConvNet(Options options) {
        this.options = options;
        reg = options.reg();
        PoolShape pool = options.pool(1);
        int pooled = pool.yLength();
        Map<String, double[]> byName = new LinkedHashMap<>();
        SplitMix random = new SplitMix(options.seed());
        byName.put("W1", weights(options.conv(1).wLength(), random));
        byName.put("b1", new double[options.filters()]);
        byName.put("W2", weights(product("the pooled image", pooled, "hidden", options.hidden()), random));
        byName.put("b2", new double[options.hidden()]);
        byName.put("W3", weights(product("hidden", options.hidden(), "classes", options.classes()), random));
        byName.put("b3", new double[options.classes()]);
        parameters = new Parameters(byName);
    }

    private static int product(String rows, int height, String columns, int width) {
        long elements = (long) height * width;
        if (elements > MOST_ELEMENTS) {
            throw new IllegalArgumentException(
                    columns + " is " + width + ": " + rows + " has " + height + " values, and " + elements
                            + " weights are more than one Java array can hold (" + MOST_ELEMENTS + ")");
        }
        return (int) elements;
    }

    private double[] weights(int length, SplitMix random) {
        double[] weights = new double[length];
        random.fillGaussian(weights, options.weightScale());
        return weights;
    }

    /** What it is made of. */
    public Options options() {
        return options;
    }

    /** W1, b1, W2, b2, W3, b3; to be read and changed in place. */
    public Parameters parameters() {
        return parameters;
    }

    /** Weight of the regularisation. */
    public double reg() {
        return reg;
    }

    /** Changes the weight of the regularisation. */
    public void setReg(double weight) {
        reg = weight;
    }

    /** Who runs chunks of work. */
    ChunkRunner runner() {
        return options.strategy().runner();
    }

    /**
     * Scores of each class.
     *
     * @param x images, (n, channels, height, width)
     * @param scores receives (n, classes); its length says how many images there are
     * @throws IllegalArgumentException for an array of the wrong length
     */
    public void scores(double[] x, double[] scores) {
        int n = scores.length / options.classes();
        if (n * options.classes() != scores.length) {
            throw new IllegalArgumentException(
                    "scores has " + scores.length + " elements, must be a multiple of " + options.classes());
        }
        batch(n).forward(x, parameters, scores);
    }

    /**
     * The loss of a batch.
     *
     * @param x images, (n, channels, height, width)
     * @param labels class of each; their number is that of the images
     * @throws IllegalArgumentException for an array of the wrong length or a label that is no class
     */
    public double loss(double[] x, int[] labels) {
        return batch(labels.length).loss(x, labels, parameters, reg);
    }

    /**
     * The loss of a batch and its gradient by all parameters.
     *
     * @param x images, (n, channels, height, width)
     * @param labels class of each; their number is that of the images
     * @param gradients are overwritten
     * @throws IllegalArgumentException for an array of the wrong length or a label that is no class
     */
    public double loss(double[] x, int[] labels, Parameters gradients) {
        parameters.requireSameForm(gradients);
        return batch(labels.length).loss(x, labels, parameters, reg, gradients);
    }

    private Batch batch(int n) {
        for (Batch batch : batches) {
            if (batch.size == n) {
                return batch;
            }
        }
        Batch batch = new Batch(options, n);
        batches = Arrays.copyOf(batches, batches.length + 1);
        batches[batches.length - 1] = batch;
        return batch;
    }

    /** Layers and activations for one batch size. */
    private static final class Batch {
        private final int size;
        private final ConvReluPool convReluPool;
        private final Affine affine1;
        private final Relu relu;
        private final Affine affine2;
        private final SoftmaxLoss softmax;
        private final double[] pooled;
        private final double[] dpooled;
        private final double[] hidden;
        private final double[] dhidden;
        private final double[] dactivated;
        private final double[] scores;
        private final double[] dscores;

        Batch(Options options, int n) {
            size = n;
            Strategy strategy = options.strategy();
            ChunkRunner runner = strategy.runner();
            PoolShape pool = options.pool(n);
            convReluPool = new ConvReluPool(strategy, options.conv(n), pool, options.fused());
            int units = options.hidden();
            affine1 = new Affine(n, pool.yLength() / n, units, runner);
            relu = new Relu(n * units, runner);
            affine2 = new Affine(n, units, options.classes(), runner);
            softmax = new SoftmaxLoss(n, options.classes());
            pooled = new double[pool.yLength()];
            dpooled = new double[pool.yLength()];
            hidden = new double[n * units];
            dhidden = new double[n * units];
            dactivated = new double[n * units];
            scores = new double[n * options.classes()];
            dscores = new double[n * options.classes()];
        }

        void forward(double[] x, Parameters p, double[] out) {
            convReluPool.forward(x, p.get("W1"), p.get("b1"), pooled);
            affine1.forward(pooled, p.get("W2"), p.get("b2"), hidden);
            relu.forward(hidden, hidden);
            affine2.forward(hidden, p.get("W3"), p.get("b3"), out);
        }

        double loss(double[] x, int[] labels, Parameters p, double reg) {
            forward(x, p, scores);
            return softmax.loss(scores, labels, null) + penalty(p, reg);
        }

        double loss(double[] x, int[] labels, Parameters p, double reg, Parameters gradients) {
            forward(x, p, scores);
            double data = softmax.loss(scores, labels, dscores);
            affine2.backward(hidden, p.get("W3"), dscores, dactivated, gradients.get("W3"), gradients.get("b3"));
            relu.backward(hidden, dactivated, dhidden);
            affine1.backward(pooled, p.get("W2"), dhidden, dpooled, gradients.get("W2"), gradients.get("b2"));
            convReluPool.backward(x, p.get("W1"), pooled, dpooled, null, gradients.get("W1"), gradients.get("b1"));
            double loss = data + penalty(p, reg);
            if (reg != 0) {
                for (String weights : WEIGHTS) {
                    addScaled(p.get(weights), reg, gradients.get(weights));
                }
            }
            return loss;
        }
    }

    private static double penalty(Parameters p, double reg) {
        if (reg == 0) {
            return 0;
        }
        double sum = 0;
        for (String weights : WEIGHTS) {
            sum += sumOfSquares(p.get(weights));
        }
        return 0.5 * reg * sum;
    }

    private static double sumOfSquares(double[] w) {
        double even = 0;
        double odd = 0;
        int k = 0;
        for (; k + 1 < w.length; k += 2) {
            even += w[k] * w[k];
            odd += w[k + 1] * w[k + 1];
        }
        return k < w.length ? even + odd + w[k] * w[k] : even + odd;
    }

    private static void addScaled(double[] w, double reg, double[] dw) {
        for (int k = 0; k < w.length; k++) {
            dw[k] += reg * w[k];
        }
    }
}
