package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every convolution and pooling that PyTorch computed in double, {@code golden/torch_float64.json}. */
@Tag("kernel")
class GoldenTest {
    private static final double TOLERANCE = 1e-10;
    private static final int CONVOLUTIONS = 35;
    private static final int MAX_POOLINGS = 6;
    private static final int AVERAGE_POOLINGS = 6;

    private static final JsonNode CASES = read();

    private static JsonNode read() {
        try (InputStream json = GoldenTest.class.getResourceAsStream("/golden/torch_float64.json")) {
            assertNotNull(json, "golden/torch_float64.json is missing");
            return new ObjectMapper().readTree(json).get("cases");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> cases(String op) {
        return StreamSupport.stream(CASES.spliterator(), false)
                .filter(golden -> golden.get("op").asText().equals(op))
                .toList();
    }

    @Test
    void theFileHoldsWhatThisTestExpects() {
        assertEquals(CONVOLUTIONS, cases("conv2d").size());
        assertEquals(MAX_POOLINGS, cases("maxpool2d").size());
        assertEquals(AVERAGE_POOLINGS, cases("avgpool2d").size());
        for (JsonNode golden : cases("avgpool2d")) {
            JsonNode override = golden.get("params").get("divisor_override");
            assertTrue(override.isNull(), "poolings here have no divisor of their own: " + golden.get("name"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void convolutions(Strategy strategy) {
        int checked = 0;
        List<String> refused = new ArrayList<>();
        for (JsonNode golden : cases("conv2d")) {
            ConvShape shape = convolution(golden);
            Convolution plan = null;
            for (Pass pass : Pass.values()) {
                boolean skip = pass == Pass.BACKWARD_BIAS && !golden.has("db");
                if (skip || !Registered.supports(strategy, shape, pass)) {
                    refused.add(pass.text() + " " + shape);
                    continue;
                }
                plan = plan == null ? strategy.convolution(shape, Precision.F64) : plan;
                check(golden, plan, pass);
                checked++;
            }
        }
        assertEquals(CONVOLUTIONS * Pass.values().length, checked + refused.size());
        if (strategy.name().startsWith(Strategies.REFERENCE)) {
            int withoutBias = 2;
            assertEquals(withoutBias, refused.size(), refused.toString());
        }
    }

    private static ConvShape convolution(JsonNode golden) {
        JsonNode params = golden.get("params");
        JsonNode x = golden.get("x").get("shape");
        JsonNode w = golden.get("w").get("shape");
        return ConvShape.builder()
                .input(
                        x.get(0).asInt(),
                        x.get(1).asInt(),
                        x.get(2).asInt(),
                        x.get(3).asInt())
                .groups(params.get("groups").asInt())
                .filters(w.get(0).asInt(), w.get(2).asInt(), w.get(3).asInt())
                .stride(vertical(params, "stride"), horizontal(params, "stride"))
                .dilation(vertical(params, "dilation"), horizontal(params, "dilation"))
                .pad(vertical(params, "pad"), horizontal(params, "pad"))
                .build();
    }

    private static int vertical(JsonNode params, String name) {
        return params.get(name).get(0).asInt();
    }

    private static int horizontal(JsonNode params, String name) {
        return params.get(name).get(1).asInt();
    }

    private static void check(JsonNode golden, Convolution plan, Pass pass) {
        Scratch scratch = plan.newScratch();
        double[] x = data(golden, "x");
        double[] w = data(golden, "w");
        double[] dy = data(golden, "dout");
        String output = switch (pass) {
            case FORWARD -> "out";
            case BACKWARD_DATA -> "dx";
            case BACKWARD_WEIGHTS -> "dw";
            case BACKWARD_BIAS -> "db";
        };
        double[] expected = data(golden, output);
        double[] actual = Data.nan(expected.length);
        switch (pass) {
            case FORWARD -> plan.forward(x, w, golden.has("b") ? data(golden, "b") : null, actual, scratch);
            case BACKWARD_DATA -> plan.backwardData(dy, w, actual, scratch);
            case BACKWARD_WEIGHTS -> plan.backwardWeights(x, dy, actual, scratch);
            case BACKWARD_BIAS -> plan.backwardBias(dy, actual, scratch);
        }
        assertClose(expected, actual, output, golden);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void poolings(Strategy strategy) {
        List<JsonNode> all = new ArrayList<>(cases("maxpool2d"));
        all.addAll(cases("avgpool2d"));
        int checked = 0;
        int refused = 0;
        for (JsonNode golden : all) {
            PoolShape shape = pooling(golden);
            if (Registered.supports(strategy, shape)) {
                check(golden, strategy.pooling(shape, Precision.F64));
                checked++;
            } else {
                refused++;
            }
        }
        assertEquals(MAX_POOLINGS + AVERAGE_POOLINGS, checked + refused);
        if (strategy.name().startsWith(Strategies.REFERENCE)) {
            assertEquals(0, refused);
        }
    }

    private static PoolShape pooling(JsonNode golden) {
        JsonNode params = golden.get("params");
        JsonNode x = golden.get("x").get("shape");
        PoolShape.Builder shape = PoolShape.builder()
                .input(
                        x.get(0).asInt(),
                        x.get(1).asInt(),
                        x.get(2).asInt(),
                        x.get(3).asInt())
                .window(vertical(params, "kernel"), horizontal(params, "kernel"))
                .stride(vertical(params, "stride"), horizontal(params, "stride"))
                .pad(vertical(params, "pad"), horizontal(params, "pad"))
                .ceilMode(params.get("ceil_mode").asBoolean());
        if (golden.get("op").asText().equals("maxpool2d")) {
            return shape.dilation(vertical(params, "dilation"), horizontal(params, "dilation"))
                    .build();
        }
        boolean counted = params.get("count_include_pad").asBoolean();
        return shape.kind(counted ? PoolKind.AVERAGE_INCLUDE_PADDING : PoolKind.AVERAGE_EXCLUDE_PADDING)
                .build();
    }

    private static void check(JsonNode golden, Pooling plan) {
        Scratch scratch = plan.newScratch();
        double[] expected = data(golden, "out");
        double[] y = Data.nan(expected.length);
        int[] argmax = plan.shape().isMax() ? new int[y.length] : null;
        plan.forward(data(golden, "x"), y, argmax, scratch);
        assertClose(expected, y, "out", golden);
        if (argmax != null) {
            int[] places = StreamSupport.stream(golden.get("argmax").get("data").spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .toArray();
            assertArrayEquals(places, argmax, "argmax of " + golden.get("name"));
        }
        double[] dx = Data.nan(plan.shape().xLength());
        plan.backward(data(golden, "dout"), argmax, dx, scratch);
        assertClose(data(golden, "dx"), dx, "dx", golden);
    }

    private static double[] data(JsonNode golden, String name) {
        return StreamSupport.stream(golden.get(name).get("data").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static void assertClose(double[] expected, double[] actual, String array, JsonNode golden) {
        for (int k = 0; k < expected.length; k++) {
            double allowed = TOLERANCE * Math.max(1, Math.abs(expected[k]));
            if (!(Math.abs(actual[k] - expected[k]) <= allowed)) {
                throw new AssertionError(array + "[" + k + "] of case " + golden.get("id") + " " + golden.get("name")
                        + " is " + actual[k] + ", PyTorch has " + expected[k]);
            }
        }
    }
}
