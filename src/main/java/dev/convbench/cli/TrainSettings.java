package dev.convbench.cli;

import dev.convbench.nn.NetworkSupport;
import dev.convbench.nn.Splits;
import dev.convbench.nn.ThreeLayerConvNet;
import dev.convbench.nn.Trainer;
import dev.convbench.nn.TrainingSession;
import dev.convbench.nn.UpdateRule;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.run.UsageException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a training is started with, beside its data: all that decides its numbers. As texts by the name of the option it goes into a
 * checkpoint and comes back from there.
 *
 * @param strategy name of who computes convolution and pooling
 * @param precision element type
 * @param epochs how often as many images as there are are drawn
 * @param batchSize images of a step
 * @param updateRule name of the rule
 * @param learningRate of the rule
 * @param reg weight of the regularisation
 * @param hidden units of the hidden layer
 * @param filters of the convolution
 * @param filterSize their height and width
 * @param weightScale deviation of the weights at the start
 * @param seed of weights and of the drawing of images
 */
record TrainSettings(
        String strategy,
        Precision precision,
        int epochs,
        int batchSize,
        String updateRule,
        double learningRate,
        double reg,
        int hidden,
        int filters,
        int filterSize,
        double weightScale,
        long seed) {
    private static final String STRATEGY = "strategy";
    private static final String EPOCHS = "epochs";
    /** What may differ from the start where a training goes on. */
    private static final Set<String> MAY_CHANGE = Set.of(STRATEGY, EPOCHS);

    /**
     * Settings from what the user gave, what a checkpoint holds, and the notebook's values for the rest.
     *
     * @param given texts of the options that the user gave
     * @param before texts of the checkpoint; empty without one
     * @param checkpoint the file, for messages
     * @throws UsageException with a sentence on the first value that cannot be
     */
    static TrainSettings resolve(Map<String, String> given, Map<String, String> before, Path checkpoint) {
        given.forEach((name, text) -> {
            String old = before.get(name);
            if (old != null && !old.equals(text) && !MAY_CHANGE.contains(name)) {
                throw new UsageException("--" + name + " is " + text + ", but " + checkpoint + " was started with "
                        + old + ": leave the option out to go on");
            }
        });
        Map<String, String> texts = new LinkedHashMap<>(before);
        texts.putAll(given);
        String rule = texts.getOrDefault("update-rule", "adam");
        return new TrainSettings(
                texts.getOrDefault(STRATEGY, defaultStrategy()),
                precision(texts.getOrDefault("precision", Precision.F64.text())),
                count(texts, EPOCHS, 10),
                count(texts, "batch-size", 50),
                rule(rule).name(),
                number(texts, "learning-rate", rule(rule).learningRate(), false),
                number(texts, "reg", 0, true),
                count(texts, "hidden", 100),
                count(texts, "filters", 32),
                count(texts, "filter-size", 7),
                number(texts, "weight-scale", 1e-3, false),
                Long.parseLong(texts.getOrDefault("seed", "0")));
    }

    private static String defaultStrategy() {
        return Strategies.all().stream()
                .filter(strategy -> strategy.available().ok())
                .findFirst()
                .orElse(Strategies.reference())
                .name();
    }

    private static Precision precision(String text) {
        try {
            return Precision.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static UpdateRule rule(String name) {
        try {
            return UpdateRule.named(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static int count(Map<String, String> texts, String name, int otherwise) {
        int value = texts.containsKey(name) ? Integer.parseInt(texts.get(name)) : otherwise;
        if (value < 1) {
            throw new UsageException("--" + name + " is " + value + ", must be at least 1");
        }
        return value;
    }

    private static double number(Map<String, String> texts, String name, double otherwise, boolean mayBeZero) {
        double value = texts.containsKey(name) ? Double.parseDouble(texts.get(name)) : otherwise;
        if (!(mayBeZero ? value >= 0 : value > 0) || !Double.isFinite(value)) {
            throw new UsageException(
                    "--" + name + " is " + value + ", must be a number " + (mayBeZero ? "from 0 up" : "above 0"));
        }
        return value;
    }

    /** Every setting as text, by the name of its option. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(STRATEGY, strategy);
        texts.put("precision", precision.text());
        texts.put(EPOCHS, Integer.toString(epochs));
        texts.put("batch-size", Integer.toString(batchSize));
        texts.put("update-rule", updateRule);
        texts.put("learning-rate", Double.toString(learningRate));
        texts.put("reg", Double.toString(reg));
        texts.put("hidden", Integer.toString(hidden));
        texts.put("filters", Integer.toString(filters));
        texts.put("filter-size", Integer.toString(filterSize));
        texts.put("weight-scale", Double.toString(weightScale));
        texts.put("seed", Long.toString(seed));
        return texts;
    }

    /**
     * A network and its trainer at the start.
     *
     * @param workers threads of a parallel strategy; null for the processors
     * @throws UsageException if the strategy cannot do it, or the sizes are too large
     */
    TrainingSession trainer(Splits splits, Integer workers) {
        try {
            ThreeLayerConvNet.Options network = ThreeLayerConvNet.Options.builder()
                    .input(
                            splits.train().c(),
                            splits.train().h(),
                            splits.train().w())
                    .classes(splits.train().classes())
                    .filters(filters, filterSize)
                    .hidden(hidden)
                    .weightScale(weightScale)
                    .reg(reg)
                    .seed(seed)
                    .strategy(chosen(workers))
                    .build();
            Support support = NetworkSupport.of(network, batchSize, precision);
            if (!support.ok()) {
                throw new UsageException(
                        "cannot train with " + strategy + " in " + precision.text() + ": " + support.reason());
            }
            Trainer.Options options = Trainer.Options.builder()
                    .rule(rule(updateRule))
                    .learningRate(learningRate)
                    .batchSize(batchSize)
                    .epochs(epochs)
                    // Another stream than that of the weights.
                    .seed(~seed)
                    .build();
            return TrainingSession.of(precision, network, options, splits.train(), splits.val());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private Strategy chosen(Integer workers) {
        Strategy named = Strategies.named(strategy);
        if (workers == null) {
            return named;
        }
        if (workers < 1) {
            throw new UsageException("--workers is " + workers + ", must be at least 1");
        }
        return named.withWorkers(workers);
    }

    /** The network and how it learns, for people. */
    String description() {
        return String.format(
                Locale.ROOT,
                "%,d filters %dx%d, hidden %,d; %s, learning rate %s, batches of %,d, reg %s, weight scale %s, seed %d; %s, %s",
                filters,
                filterSize,
                filterSize,
                hidden,
                updateRule,
                plain(learningRate),
                batchSize,
                plain(reg),
                plain(weightScale),
                seed,
                strategy,
                precision.text());
    }

    private static String plain(double value) {
        return new java.math.BigDecimal(Double.toString(value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
