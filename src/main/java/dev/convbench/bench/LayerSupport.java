package dev.convbench.bench;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.shapes.Descriptors;
import java.util.Map;

/** Whether the benchmarks of layers can be carried out, asked before they run. */
public final class LayerSupport {
    private static final String NORM = "norm";

    private LayerSupport() {}

    /**
     * Checks the value of a parameter that only layers have; others are left to their own checks.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static void check(String parameter, String value) {
        switch (parameter) {
            case NORM -> Descriptors.batchNorm(value);
            case "fused" -> Layers.flag(parameter, value);
            case "hidden", "batch" -> Layers.count(parameter, value);
            default -> {
                return;
            }
        }
    }

    /**
     * The sizes of a layer as one text.
     *
     * @param params values by parameter
     * @param conv what the parameter conv stands for, or null
     */
    public static String sizes(Map<String, String> params, ConvShape conv) {
        if (conv != null) {
            return conv.toString();
        }
        return params.containsKey(NORM) ? params.get(NORM) : params.get("hidden") + " " + params.get("batch");
    }

    /**
     * Whether a strategy can do a layer.
     *
     * @param benchmark simple name of the benchmark class
     * @param sizes what {@link #sizes} gave
     * @throws IllegalArgumentException if there is no such benchmark
     */
    public static Support of(String benchmark, String sizes, Strategy strategy, Precision precision) {
        switch (benchmark) {
            case "BatchNormForward", "BatchNormBackward" -> {
                return Layers.batchNorm(strategy, Descriptors.batchNorm(sizes), precision);
            }
            case "ConvReluPoolForward", "ConvReluPoolBackward" -> {
                return Layers.sandwich(strategy, Descriptors.convolution(sizes), precision);
            }
            case "TrainStep" -> {
                String[] counts = sizes.split(" ");
                return Layers.step(
                        strategy, Layers.count("hidden", counts[0]), Layers.count("batch", counts[1]), precision);
            }
            default -> throw new IllegalArgumentException("no layer is measured by " + benchmark);
        }
    }
}
