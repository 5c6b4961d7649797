package dev.convbench.nn;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** Cases that PyTorch computed in double, {@code golden/torch_float64.json}. */
public final class Golden {
    private static final double TOLERANCE = 1e-10;
    private static final JsonNode CASES = read();

    private Golden() {}

    private static JsonNode read() {
        try (InputStream json = Golden.class.getResourceAsStream("/golden/torch_float64.json")) {
            assertNotNull(json, "golden/torch_float64.json is missing");
            return new ObjectMapper().readTree(json).get("cases");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<JsonNode> cases(String op) {
        return StreamSupport.stream(CASES.spliterator(), false)
                .filter(golden -> golden.get("op").asText().equals(op))
                .toList();
    }

    public static int size(JsonNode golden, String array, int axis) {
        return golden.get(array).get("shape").get(axis).asInt();
    }

    public static double[] data(JsonNode golden, String array) {
        return StreamSupport.stream(golden.get(array).get("data").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    static int[] labels(JsonNode golden) {
        return StreamSupport.stream(golden.get("labels").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    public static void assertClose(JsonNode golden, String array, double[] actual) {
        assertClose(data(golden, array), actual, golden.get("name").asText() + " " + array);
    }

    static void assertClose(double[] expected, double[] actual, String what) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + " has " + actual.length + " elements, PyTorch has " + expected.length);
        }
        for (int k = 0; k < expected.length; k++) {
            assertClose(expected[k], actual[k], what + "[" + k + "]");
        }
    }

    static void assertClose(double expected, double actual, String what) {
        if (!(Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
            throw new AssertionError(what + " is " + actual + ", PyTorch has " + expected);
        }
    }
}
