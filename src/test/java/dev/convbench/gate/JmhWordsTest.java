package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class JmhWordsTest {
    @Test
    void aForkGetsTheOptionsButNotTheSelection() {
        assertEquals(
                List.of("-wi", "2", "-bm=avgt", "-tu", "ms"),
                JmhWords.options(List.of(
                        "Conv", "-wi", "2", "-p", "n=1,2", "Pool", "-bm=avgt", "-e", "Slow", "-p=m=3", "-tu", "ms")));
        assertEquals(List.of(), JmhWords.options(List.of("Conv", "-e=Slow", "Pool")));
        assertEquals(
                List.of("-gc"), JmhWords.options(List.of("-gc")), "a value that is missing is JMH's to complain of");
    }

    @Test
    void knowsWhatSaysHowLong() {
        for (String word : List.of("-wi", "-w", "-i", "-r", "-bm", "-wbs", "-bs", "-i=3")) {
            assertTrue(JmhWords.areTimed(List.of("Conv", word, "3")), word);
        }
        for (String word : List.of("-p", "-prof", "-rf", "-t", "-wf", "i")) {
            assertFalse(JmhWords.areTimed(List.of("Conv", word, "3")), word);
        }
    }
}
