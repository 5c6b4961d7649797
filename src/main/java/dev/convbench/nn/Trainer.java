package dev.convbench.nn;

import java.util.Arrays;
import java.util.Objects;

/**
 * Trains a {@link ThreeLayerConvNet} as the notebook does: batches drawn with replacement; the learning rate decays after each
 * epoch; the accuracy is measured after the first step and after each epoch, on up to {@link Options#accuracySamples} training images
 * drawn with replacement and on all validation images; the parameters with the best validation accuracy win.
 *
 * <p>A seed makes a run reproducible to the bit, whatever the number of workers. Everything that decides how it goes on is in
 * {@link State}: a trainer that is given one continues as if nothing had happened.
 */
public final class Trainer {
    /**
     * How to train.
     *
     * @param rule how parameters follow their gradients
     * @param learningRate at the start
     * @param learningRateDecay factor after each epoch
     * @param batchSize images of a step
     * @param epochs how often as many images as the training set has are drawn
     * @param accuracySamples training images behind an accuracy
     * @param seed of the drawing of images
     */
    public record Options(
            UpdateRule rule,
            double learningRate,
            double learningRateDecay,
            int batchSize,
            int epochs,
            int accuracySamples,
            long seed) {
        /** Rejects sizes below 1. */
        public Options {
            Objects.requireNonNull(rule, "rule");
            Checks.positive(batchSize, "batchSize");
            Checks.positive(epochs, "epochs");
            Checks.positive(accuracySamples, "accuracySamples");
        }

        /** The notebook's defaults: sgd at its own rate, no decay, batches of 100, 10 epochs. */
        public static Builder builder() {
            return new Builder();
        }
    }

    /** Collects {@link Options}. */
    public static final class Builder {
        private UpdateRule rule = Sgd.DEFAULT;
        private double learningRate = Double.NaN;
        private double learningRateDecay = 1;
        private int batchSize = 100;
        private int epochs = 10;
        private int accuracySamples = 1000;
        private long seed;

        private Builder() {}

        /** How parameters follow their gradients. */
        public Builder rule(UpdateRule value) {
            rule = value;
            return this;
        }

        /** Learning rate at the start; that of the rule unless given. */
        public Builder learningRate(double rate) {
            learningRate = rate;
            return this;
        }

        /** Factor of the learning rate after each epoch. */
        public Builder learningRateDecay(double factor) {
            learningRateDecay = factor;
            return this;
        }

        /** Images of a step. */
        public Builder batchSize(int images) {
            batchSize = images;
            return this;
        }

        /** Number of epochs. */
        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        /** Training images behind an accuracy. */
        public Builder accuracySamples(int images) {
            accuracySamples = images;
            return this;
        }

        /** Seed of the drawing of images. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** The options. */
        public Options build() {
            double rate = Double.isNaN(learningRate) ? rule.learningRate() : learningRate;
            return new Options(rule, rate, learningRateDecay, batchSize, epochs, accuracySamples, seed);
        }
    }

    /**
     * Everything that decides how a training goes on: what a checkpoint holds, beside the options of model and trainer.
     *
     * @param epoch epochs done
     * @param step steps done
     * @param parameters of the model
     * @param optimiser what the update rule remembers, and the present learning rate
     * @param bestValAccuracy best accuracy on the validation set so far; 0 if there is none
     * @param best parameters that gave it; null if there is none
     * @param losses loss of each step
     * @param trainAccuracies accuracies on the training set, one after the first step and one after each epoch
     * @param valAccuracies accuracies on the validation set, likewise
     * @param randomState state of the generator that draws images
     */
    public record State(
            int epoch,
            int step,
            Parameters parameters,
            Optimiser.State optimiser,
            double bestValAccuracy,
            Parameters best,
            double[] losses,
            double[] trainAccuracies,
            double[] valAccuracies,
            long randomState) {}

    private final ThreeLayerConvNet model;
    private final Dataset train;
    private final Dataset val;
    private final Options options;
    private final Optimiser optimiser;
    private final Parameters gradients;
    private final int stepsPerEpoch;
    private final int steps;

    private final double[] images;
    private final int[] labels;
    private final double[] scores;

    private SplitMix random;
    private int epoch;
    private int step;
    private double bestValAccuracy;
    /** Null until an accuracy is above 0. */
    private Parameters best;

    private final double[] losses;
    private final double[] trainAccuracies;
    private final double[] valAccuracies;
    private int accuracies;
    private volatile boolean stopped;

    /**
     * A trainer at the start.
     *
     * @param model is changed in place
     * @param train images to learn from
     * @param val images to choose the best parameters by
     * @throws IllegalArgumentException if images or classes are not those of the model, or there would be more steps than an
     *     array can hold
     */
    public Trainer(ThreeLayerConvNet model, Dataset train, Dataset val, Options options) {
        this.model = model;
        this.train = requireFit(model, train, "train");
        this.val = requireFit(model, val, "val");
        this.options = options;
        stepsPerEpoch = Math.max(1, train.n() / options.batchSize());
        steps = Math.multiplyExact(stepsPerEpoch, options.epochs());
        optimiser = new Optimiser(options.rule(), model.parameters(), model.runner());
        optimiser.setLearningRate(options.learningRate());
        gradients = model.parameters().zeros();
        random = new SplitMix(options.seed());
        images = new double[Math.multiplyExact(options.batchSize(), train.imageLength())];
        labels = new int[options.batchSize()];
        scores = new double[options.batchSize() * train.classes()];
        losses = new double[steps];
        trainAccuracies = new double[options.epochs() + 1];
        valAccuracies = new double[options.epochs() + 1];
    }

    private static Dataset requireFit(ThreeLayerConvNet model, Dataset data, String name) {
        ThreeLayerConvNet.Options made = model.options();
        if (data.c() != made.channels()
                || data.h() != made.height()
                || data.w() != made.width()
                || data.classes() > made.classes()) {
            throw new IllegalArgumentException(name + " has " + data + ", but the model is for " + made.channels() + "x"
                    + made.height() + "x" + made.width() + " in " + made.classes() + " classes");
        }
        return data;
    }

    /**
     * Goes on until all epochs are done or {@link #stop} is called. At the end the model has the best parameters.
     *
     * @param listener hears of each step and epoch
     */
    public void train(ProgressListener listener) {
        double secondsPerStep = Double.NaN;
        while (step < steps && !stopped) {
            long start = System.nanoTime();
            double loss = update();
            double seconds = (System.nanoTime() - start) * 1e-9;
            secondsPerStep = Double.isNaN(secondsPerStep) ? seconds : 0.9 * secondsPerStep + 0.1 * seconds;
            boolean measured = endStep();
            // Only now is everything in place for a state that loses nothing.
            listener.step(step, steps, loss, options.batchSize() / secondsPerStep);
            if (measured) {
                listener.epoch(epoch, options.epochs(), trainAccuracies[accuracies - 1], valAccuracies[accuracies - 1]);
            }
        }
        if (step == steps && best != null) {
            model.parameters().set(best);
        }
    }

    /** Lets {@link #train} return after the step under way; from any thread. The model keeps its present parameters. */
    public void stop() {
        stopped = true;
    }

    /** Steps of an epoch. */
    public int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /** Steps done. */
    public int steps() {
        return step;
    }

    /** Whether all epochs are done. */
    public boolean isDone() {
        return step == steps;
    }

    private double update() {
        for (int k = 0; k < labels.length; k++) {
            take(train, random.nextInt(train.n()), k);
        }
        double loss = model.loss(images, labels, gradients);
        optimiser.update(model.parameters(), gradients);
        losses[step++] = loss;
        return loss;
    }

    private void take(Dataset data, int image, int place) {
        data.copyImage(image, images, place * data.imageLength());
        labels[place] = data.label(image);
    }

    /** Whether the accuracy was measured. */
    private boolean endStep() {
        boolean epochEnds = step % stepsPerEpoch == 0;
        if (epochEnds) {
            epoch++;
            optimiser.setLearningRate(optimiser.learningRate() * options.learningRateDecay());
        }
        if (!epochEnds && step != 1) {
            return false;
        }
        trainAccuracies[accuracies] = sampledAccuracy(train, options.accuracySamples());
        valAccuracies[accuracies] = accuracy(val);
        if (valAccuracies[accuracies] > bestValAccuracy) {
            bestValAccuracy = valAccuracies[accuracies];
            keepBest();
        }
        accuracies++;
        return true;
    }

    private void keepBest() {
        if (best == null) {
            best = model.parameters().copy();
        } else {
            best.set(model.parameters());
        }
    }

    /** Share of the images that the model recognises with its present parameters. */
    public double accuracy(Dataset data) {
        return (double) recognised(data) / data.n();
    }

    /** How many of the images the model recognises with its present parameters. */
    public int recognised(Dataset data) {
        return recognised(data, data.n(), false);
    }

    private double sampledAccuracy(Dataset data, int samples) {
        return data.n() > samples ? (double) recognised(data, samples, true) / samples : accuracy(data);
    }

    private int recognised(Dataset data, int count, boolean drawn) {
        int right = 0;
        for (int first = 0; first < count; first += labels.length) {
            int size = Math.min(labels.length, count - first);
            for (int k = 0; k < labels.length; k++) {
                // The last batch is filled up with an image that is not counted.
                int place = Math.min(first + k, count - 1);
                take(data, drawn && k < size ? random.nextInt(data.n()) : place, k);
            }
            model.scores(images, scores);
            for (int k = 0; k < size; k++) {
                right += labels[k] == largest(k) ? 1 : 0;
            }
        }
        return right;
    }

    /** The class with the highest score, the first of equal ones. */
    private int largest(int image) {
        int classes = scores.length / labels.length;
        int at = image * classes;
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (scores[at + k] > scores[at + best]) {
                best = k;
            }
        }
        return best;
    }

    /** The model, as it is now. */
    public ThreeLayerConvNet model() {
        return model;
    }

    /** How it trains. */
    public Options options() {
        return options;
    }

    /** Loss of each step so far. */
    public double[] losses() {
        return Arrays.copyOf(losses, step);
    }

    /** Accuracies on the training set so far: one after the first step and one after each epoch. */
    public double[] trainAccuracies() {
        return Arrays.copyOf(trainAccuracies, accuracies);
    }

    /** Accuracies on the validation set so far, likewise. */
    public double[] valAccuracies() {
        return Arrays.copyOf(valAccuracies, accuracies);
    }

    /** The best accuracy on the validation set so far; 0 if there is none. */
    public double bestValAccuracy() {
        return bestValAccuracy;
    }

    /** A copy of everything that decides how the training goes on. Only between two steps. */
    public State state() {
        return new State(
                epoch,
                step,
                model.parameters().copy(),
                optimiser.state(),
                bestValAccuracy,
                best == null ? null : best.copy(),
                losses(),
                trainAccuracies(),
                valAccuracies(),
                random.state());
    }

    /**
     * Goes back, or on, to a state of a trainer with the same options and data.
     *
     * @throws IllegalArgumentException if it cannot be one
     */
    public void restore(State state) {
        if (state.step() > steps
                || state.losses().length != state.step()
                || state.epoch() != state.step() / stepsPerEpoch
                || state.trainAccuracies().length != measurements(state.step())
                || state.valAccuracies().length != state.trainAccuracies().length) {
            throw new IllegalArgumentException("the state is that of another training: step " + state.step()
                    + " of epoch "
                    + state.epoch() + " with " + state.losses().length + " losses and "
                    + state.trainAccuracies().length + " accuracies; this one has " + steps + " steps, " + stepsPerEpoch
                    + " an epoch");
        }
        model.parameters().requireSameForm(state.parameters());
        if (state.best() != null) {
            model.parameters().requireSameForm(state.best());
        }
        optimiser.restore(state.optimiser());
        model.parameters().set(state.parameters());
        best = state.best() == null ? null : state.best().copy();
        bestValAccuracy = state.bestValAccuracy();
        epoch = state.epoch();
        step = state.step();
        accuracies = state.trainAccuracies().length;
        System.arraycopy(state.losses(), 0, losses, 0, step);
        System.arraycopy(state.trainAccuracies(), 0, trainAccuracies, 0, accuracies);
        System.arraycopy(state.valAccuracies(), 0, valAccuracies, 0, accuracies);
        random = new SplitMix(state.randomState());
        stopped = false;
    }

    /** How many accuracies have been measured after that many steps. */
    private int measurements(int done) {
        int afterEpochs = done / stepsPerEpoch;
        return done >= 1 && stepsPerEpoch > 1 ? afterEpochs + 1 : afterEpochs;
    }
}
