package dev.convbench.nn;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trainings in both precisions as doubles. Every float is a double, so nothing is lost on the way out; on the way back a double
 * that is no float is refused. Histories are for people: a float becomes the double of its shortest decimal form.
 */
final class Conversion {
    private Conversion() {}

    static TrainingHistory history(Trainer trainer) {
        return new TrainingHistory(
                trainer.losses(), trainer.trainAccuracies(), trainer.valAccuracies(), trainer.bestValAccuracy());
    }

    static TrainingHistory history(TrainerF32 trainer) {
        return new TrainingHistory(
                decimal(trainer.losses()),
                decimal(trainer.trainAccuracies()),
                decimal(trainer.valAccuracies()),
                decimal(trainer.bestValAccuracy()));
    }

    static Trainer.State state(Trainer trainer) {
        return trainer.state();
    }

    static Trainer.State state(TrainerF32 trainer) {
        TrainerF32.State state = trainer.state();
        TrainingHistory history = history(trainer);
        return new Trainer.State(
                state.epoch(),
                state.step(),
                widened(state.parameters()),
                new Optimiser.State(
                        state.optimiser().updates(),
                        state.optimiser().learningRate(),
                        widened(state.optimiser().slots())),
                history.bestValAccuracy(),
                state.best() == null ? null : widened(state.best()),
                history.losses(),
                history.trainAccuracies(),
                history.valAccuracies(),
                state.randomState());
    }

    static void restore(Trainer trainer, Trainer.State state) {
        trainer.restore(state);
    }

    /**
     * Brings a trainer to a state.
     *
     * @throws IllegalArgumentException if it cannot be one of this trainer, or is one in double
     */
    static void restore(TrainerF32 trainer, Trainer.State state) {
        Map<String, ParametersF32> slots = new LinkedHashMap<>();
        state.optimiser().slots().forEach((name, slot) -> slots.put(name, narrowed(slot)));
        trainer.restore(new TrainerF32.State(
                state.epoch(),
                state.step(),
                narrowed(state.parameters()),
                new OptimiserF32.State(
                        state.optimiser().updates(), (float) state.optimiser().learningRate(), slots),
                (float) state.bestValAccuracy(),
                state.best() == null ? null : narrowed(state.best()),
                rounded(state.losses()),
                rounded(state.trainAccuracies()),
                rounded(state.valAccuracies()),
                state.randomState()));
    }

    static ThreeLayerConvNetF32.Options options(ThreeLayerConvNet.Options options) {
        return new ThreeLayerConvNetF32.Options(
                options.channels(),
                options.height(),
                options.width(),
                options.filters(),
                options.filterSize(),
                options.hidden(),
                options.classes(),
                (float) options.weightScale(),
                (float) options.reg(),
                options.seed(),
                options.strategy(),
                options.fused());
    }

    static TrainerF32.Options options(Trainer.Options options) {
        if (!options.rule().equals(UpdateRule.named(options.rule().name()))) {
            throw new IllegalArgumentException(
                    "in float the update rules have their usual settings, not those of " + options.rule());
        }
        return new TrainerF32.Options(
                UpdateRuleF32.named(options.rule().name()),
                (float) options.learningRate(),
                (float) options.learningRateDecay(),
                options.batchSize(),
                options.epochs(),
                options.accuracySamples(),
                options.seed());
    }

    private static Map<String, Parameters> widened(Map<String, ParametersF32> slots) {
        Map<String, Parameters> widened = new LinkedHashMap<>();
        slots.forEach((name, slot) -> widened.put(name, widened(slot)));
        return widened;
    }

    private static Parameters widened(ParametersF32 parameters) {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        parameters.asMap().forEach((name, array) -> {
            double[] doubles = new double[array.length];
            for (int k = 0; k < array.length; k++) {
                doubles[k] = array[k];
            }
            arrays.put(name, doubles);
        });
        return new Parameters(arrays);
    }

    private static ParametersF32 narrowed(Parameters parameters) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        parameters.asMap().forEach((name, array) -> {
            float[] floats = rounded(array);
            for (int k = 0; k < array.length; k++) {
                if (Double.compare(floats[k], array[k]) != 0) {
                    throw new IllegalArgumentException(name + " holds numbers that are no floats, such as " + array[k]);
                }
            }
            arrays.put(name, floats);
        });
        return new ParametersF32(arrays);
    }

    private static float[] rounded(double[] array) {
        float[] floats = new float[array.length];
        for (int k = 0; k < array.length; k++) {
            floats[k] = (float) array[k];
        }
        return floats;
    }

    private static double[] decimal(float[] array) {
        double[] doubles = new double[array.length];
        for (int k = 0; k < array.length; k++) {
            doubles[k] = decimal(array[k]);
        }
        return doubles;
    }

    private static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }
}
