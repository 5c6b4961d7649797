package dev.convbench.conformance;

import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Scratch;
import java.util.List;

/** The arrays of one pass of a convolution by position, so that a test can treat them all alike; the output is last. */
final class ConvCall {
    private final Pass pass;
    private final double[][] arrays;

    private ConvCall(Pass pass, double[][] arrays) {
        this.pass = pass;
        this.arrays = arrays;
    }

    /** Random inputs, and an output of NaN. */
    static ConvCall random(ConvShape shape, Pass pass, long seed) {
        int[] lengths = switch (pass) {
            case FORWARD -> new int[] {shape.xLength(), shape.wLength(), shape.oc(), shape.yLength()};
            case BACKWARD_DATA -> new int[] {shape.yLength(), shape.wLength(), shape.xLength()};
            case BACKWARD_WEIGHTS -> new int[] {shape.xLength(), shape.yLength(), shape.wLength()};
            case BACKWARD_BIAS -> new int[] {shape.yLength(), shape.oc()};
        };
        double[][] arrays = new double[lengths.length][];
        for (int k = 0; k < lengths.length; k++) {
            boolean output = k == lengths.length - 1;
            arrays[k] = output ? Data.nan(lengths[k]) : Data.uniform(lengths[k], Data.seed(seed, k));
        }
        return new ConvCall(pass, arrays);
    }

    /** Names of the arrays, in the order of the method's parameters. */
    static List<String> names(Pass pass) {
        return switch (pass) {
            case FORWARD -> List.of("x", "w", "b", "y");
            case BACKWARD_DATA -> List.of("dy", "w", "dx");
            case BACKWARD_WEIGHTS -> List.of("x", "dy", "dw");
            case BACKWARD_BIAS -> List.of("dy", "db");
        };
    }

    int count() {
        return arrays.length;
    }

    double[] array(int k) {
        return arrays[k];
    }

    double[] output() {
        return arrays[arrays.length - 1];
    }

    /** The same arrays, one of them replaced. */
    ConvCall with(int k, double[] replacement) {
        double[][] changed = arrays.clone();
        changed[k] = replacement;
        return new ConvCall(pass, changed);
    }

    /** Carries out the pass; gives the output. */
    double[] run(Convolution plan, Scratch scratch) {
        switch (pass) {
            case FORWARD -> plan.forward(arrays[0], arrays[1], arrays[2], arrays[3], scratch);
            case BACKWARD_DATA -> plan.backwardData(arrays[0], arrays[1], arrays[2], scratch);
            case BACKWARD_WEIGHTS -> plan.backwardWeights(arrays[0], arrays[1], arrays[2], scratch);
            case BACKWARD_BIAS -> plan.backwardBias(arrays[0], arrays[1], scratch);
        }
        return output();
    }
}
