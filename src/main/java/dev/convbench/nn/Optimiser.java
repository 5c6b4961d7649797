package dev.convbench.nn;

import dev.convbench.op.ChunkRunner;
import java.util.LinkedHashMap;
import java.util.Map;

/** Applies an {@link UpdateRule} to all parameters of a model, and keeps what the rule remembers. For one thread. */
public final class Optimiser implements ChunkRunner.Chunks {
    /** Elements of a chunk: with the four arrays of adam half a megabyte, some ten microseconds. */
    private static final int BLOCK = 1 << 14;

    /**
     * All that an optimiser remembers.
     *
     * @param updates how many updates there have been
     * @param learningRate the present one
     * @param slots what the rule remembers, by the name of the slot
     */
    public record State(long updates, double learningRate, Map<String, Parameters> slots) {}

    private final UpdateRule rule;
    private final ChunkRunner runner;
    private final Parameters[] slots;
    /** Slots by parameter: the same arrays. */
    private final double[][][] slotsOf;

    private double learningRate;
    private long updates;

    private double[] w;
    private double[] dw;
    private double[][] memory;

    /**
     * An optimiser.
     *
     * @param rule how
     * @param form parameters of the form that will be optimised
     * @param runner who works
     */
    public Optimiser(UpdateRule rule, Parameters form, ChunkRunner runner) {
        this.rule = rule;
        this.runner = runner;
        learningRate = rule.learningRate();
        slots = new Parameters[rule.slots().size()];
        slotsOf = new double[form.size()][slots.length][];
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = form.zeros();
            for (int index = 0; index < form.size(); index++) {
                slotsOf[index][slot] = slots[slot].get(index);
            }
        }
    }

    /** The present learning rate. */
    public double learningRate() {
        return learningRate;
    }

    /** Sets the learning rate. */
    public void setLearningRate(double rate) {
        learningRate = rate;
    }

    /**
     * One update of all parameters.
     *
     * @param parameters are changed in place
     * @param gradients of the same form
     * @throws IllegalArgumentException if the forms differ
     */
    public void update(Parameters parameters, Parameters gradients) {
        parameters.requireSameForm(gradients);
        updates++;
        for (int index = 0; index < parameters.size(); index++) {
            w = parameters.get(index);
            dw = gradients.get(index);
            memory = slotsOf[index];
            runner.run(this, (w.length - 1) / BLOCK + 1, 8.0 * w.length);
        }
        w = null;
        dw = null;
        memory = null;
    }

    @Override
    public void run(int chunk, int lane) {
        int from = chunk * BLOCK;
        rule.update(w, dw, memory, learningRate, updates, from, Math.min(w.length, from + BLOCK));
    }

    /** A copy of all that is remembered. */
    public State state() {
        Map<String, Parameters> copies = new LinkedHashMap<>();
        for (int slot = 0; slot < slots.length; slot++) {
            copies.put(rule.slots().get(slot), slots[slot].copy());
        }
        return new State(updates, learningRate, copies);
    }

    /**
     * Goes back to a state.
     *
     * @throws IllegalArgumentException if it is that of another rule or of parameters of another form
     */
    public void restore(State state) {
        if (!java.util.List.copyOf(state.slots().keySet()).equals(rule.slots())) {
            throw new IllegalArgumentException("the state remembers "
                    + state.slots().keySet() + ", but " + rule.name() + " needs " + rule.slots());
        }
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot].requireSameForm(state.slots().get(rule.slots().get(slot)));
        }
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot].set(state.slots().get(rule.slots().get(slot)));
        }
        updates = state.updates();
        learningRate = state.learningRate();
    }
}
