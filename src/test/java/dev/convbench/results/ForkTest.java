package dev.convbench.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

/** What JMH's JSON of one fork says, in all its ways of saying it. */
class ForkTest {
    private static Fork fork(String result) throws JsonProcessingException {
        return new Fork(
                Fork.TYPE,
                0,
                0,
                1,
                null,
                Fork.OK,
                null,
                "",
                "",
                0,
                Json.mapper().readTree(result));
    }

    @Test
    void throughputWithTextsForNumbers() throws JsonProcessingException {
        Fork fork = fork(
                "{\"threads\":4,\"primaryMetric\":{\"scoreUnit\":\"ops/ms\",\"rawData\":[[1.5,\"NaN\",\"+INF\",2.0]]},"
                        + "\"secondaryMetrics\":{\"a\":{\"score\":3.0},\"b\":{\"score\":\"-INF\"}}}");
        assertArrayEquals(new double[] {1500, 2000}, fork.operationsPerSecond(), 1e-9);
        assertEquals(4, fork.threads());
        assertEquals(3, fork.secondary("a"));
        assertEquals(Double.NEGATIVE_INFINITY, fork.secondary("b"));
        assertTrue(Double.isNaN(fork.secondary("c")));
    }

    @Test
    void averageTime() throws JsonProcessingException {
        Fork fork = fork("{\"primaryMetric\":{\"scoreUnit\":\"ms/op\",\"rawData\":[[4.0, 5.0]]}}");
        assertArrayEquals(new double[] {250, 200}, fork.operationsPerSecond(), 1e-9);
    }

    @Test
    void samplesAreAveragedByIteration() throws JsonProcessingException {
        Fork fork = fork("{\"primaryMetric\":{\"scoreUnit\":\"ms/op\","
                + "\"rawDataHistogram\":[[[[1.0,3],[5.0,1]],[[4.0,2]]]]}}");
        assertArrayEquals(new double[] {500, 250}, fork.operationsPerSecond(), 1e-9);
    }
}
