package dev.convbench.nn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training that can go on: its state, and texts that say what it was started with, such as sizes of the network and options. A
 * trainer of the same options and data that {@linkplain Trainer#restore restores} the state continues to the bit as if it had
 * never stopped.
 *
 * @param settings what it was started with; names of letters, digits and {@code . _ / -}, texts of one line
 * @param state the state
 */
public record Checkpoint(Map<String, String> settings, Trainer.State state) {
    private static final String SETTING = "setting.";
    private static final String PARAMETERS = "parameters/";
    private static final String BEST = "best/";
    private static final String SLOT = "slot/";

    /** Keeps the map. */
    public Checkpoint {
        settings = Map.copyOf(settings);
    }

    /**
     * Whether a file begins as a checkpoint does.
     *
     * @throws IOException if it cannot be read
     */
    public static boolean isOne(Path file) throws IOException {
        return CheckpointFile.isOne(file);
    }

    /**
     * Writes it beside the file and gives it the name then, so that the file is whole at every moment.
     *
     * @throws IOException if it cannot be written; what was there before is still there
     */
    public void write(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> values.put(SETTING + entry.getKey(), entry.getValue()));
        values.put("epoch", Integer.toString(state.epoch()));
        values.put("step", Integer.toString(state.step()));
        values.put("best-val-accuracy", Double.toString(state.bestValAccuracy()));
        values.put("random-state", Long.toString(state.randomState()));
        values.put("updates", Long.toString(state.optimiser().updates()));
        values.put("learning-rate", Double.toString(state.optimiser().learningRate()));
        values.put("slots", String.join(" ", state.optimiser().slots().keySet()));
        Map<String, double[]> arrays = new LinkedHashMap<>();
        put(arrays, PARAMETERS, state.parameters());
        if (state.best() != null) {
            put(arrays, BEST, state.best());
        }
        state.optimiser().slots().forEach((name, slot) -> put(arrays, SLOT + name + "/", slot));
        arrays.put("losses", state.losses());
        arrays.put("train-accuracies", state.trainAccuracies());
        arrays.put("val-accuracies", state.valAccuracies());
        new CheckpointFile(values, arrays).write(file);
    }

    private static void put(Map<String, double[]> arrays, String prefix, Parameters parameters) {
        parameters.asMap().forEach((name, array) -> arrays.put(prefix + name, array));
    }

    /**
     * Reads a file, all of it or nothing.
     *
     * @throws UnreadableFileException if it cannot be read, is no checkpoint, of another version, cut off, too long or damaged
     */
    public static Checkpoint read(Path file) throws UnreadableFileException {
        CheckpointFile content = CheckpointFile.read(file);
        try {
            return of(content);
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException("the checkpoint " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static Checkpoint of(CheckpointFile content) {
        Map<String, String> settings = new LinkedHashMap<>();
        content.values().forEach((name, text) -> {
            if (name.startsWith(SETTING)) {
                settings.put(name.substring(SETTING.length()), text);
            }
        });
        Map<String, Parameters> slots = new LinkedHashMap<>();
        String names = value(content, "slots");
        for (String name : names.isEmpty() ? List.<String>of() : List.of(names.split(" ", -1))) {
            slots.put(name, parameters(content, SLOT + name + "/"));
        }
        Parameters parameters = parameters(content, PARAMETERS);
        Parameters best = parameters(content, BEST);
        Optimiser.State optimiser = new Optimiser.State(
                Long.parseLong(value(content, "updates")), Double.parseDouble(value(content, "learning-rate")), slots);
        Trainer.State state = new Trainer.State(
                Integer.parseInt(value(content, "epoch")),
                Integer.parseInt(value(content, "step")),
                parameters,
                optimiser,
                Double.parseDouble(value(content, "best-val-accuracy")),
                best.size() == 0 ? null : best,
                array(content, "losses"),
                array(content, "train-accuracies"),
                array(content, "val-accuracies"),
                Long.parseLong(value(content, "random-state")));
        return new Checkpoint(settings, state);
    }

    private static String value(CheckpointFile content, String name) {
        String text = content.values().get(name);
        if (text == null) {
            throw new IllegalArgumentException("it lacks the value " + name);
        }
        return text;
    }

    private static double[] array(CheckpointFile content, String name) {
        double[] array = content.arrays().get(name);
        if (array == null) {
            throw new IllegalArgumentException("it lacks the array " + name);
        }
        return array;
    }

    private static Parameters parameters(CheckpointFile content, String prefix) {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        content.arrays().forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                arrays.put(name.substring(prefix.length()), array);
            }
        });
        return new Parameters(arrays);
    }
}
