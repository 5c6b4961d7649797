package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.BenchmarkListEntry;

class SelectionTest {
    private static Selection of(String words) {
        return Selection.parse(words.isEmpty() ? List.of() : List.of(words.split(" ")));
    }

    private static List<String> names(Selection selection) {
        return selection.benchmarks().stream()
                .map(BenchmarkListEntry::getUsername)
                .map(name -> name.replaceAll(".*\\.(\\w+\\.\\w+)$", "$1"))
                .toList();
    }

    @Test
    void parametersAreFoundInAllTheirForms() {
        Selection selection = of("Conv -p a=1,2 -p=b=x=y --p c=3 --p=d=4 -p a=2,5 -prof gc");
        assertEquals(
                Map.of("a", List.of("1", "2", "5"), "b", List.of("x=y"), "c", List.of("3"), "d", List.of("4")),
                selection.params());
        assertEquals(List.of("a", "b", "c", "d"), List.copyOf(selection.params().keySet()));
        assertEquals(Map.of(), of("Conv").params());
    }

    @Test
    void nothingSaidIsThePreset() {
        Selection preset = of("");
        assertTrue(preset.isPreset());
        assertFalse(preset.isExplicit() || preset.selects() || preset.counts());
        assertTrue(names(preset).contains("ConvForward.forward"), names(preset).toString());
        assertFalse(
                names(preset).contains("ConvInference.forward"), names(preset).toString());
        Selection less = of("-e ConvForward");
        assertTrue(less.isPreset() && less.isExplicit());
        assertFalse(names(less).contains("ConvForward.forward"), names(less).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Conv", "-e Conv", "-p strategy=simd", "-bm avgt"})
    void whatIsMeasuredWasChosen(String words) {
        Selection selection = of(words);
        assertTrue(selection.selects() && selection.isExplicit());
        assertFalse(selection.counts());
        assertEquals(words.equals("Conv"), !selection.isPreset());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-f 2",
                "-wf 1",
                "-wi 3",
                "-w 10ms",
                "-wbs 2",
                "-wm BULK",
                "-wmb Conv",
                "-i 3",
                "-r 10ms",
                "-t 2",
                "-tg 1,1"
            })
    void howOftenAndHowLongWasChosen(String words) {
        Selection selection = of(words);
        assertTrue(selection.counts() && selection.isExplicit());
        assertFalse(selection.selects());
        assertTrue(selection.isPreset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-prof gc", "-rf json", "-gc true", "-jvmArgs -Xmx1g", "-tu us", "-v SILENT"})
    void theRestChoosesNothing(String words) {
        assertFalse(of(words).isExplicit());
    }

    @Test
    void benchmarksAreThoseFound() {
        assertEquals(List.of("TinyBenchmark.tiny"), names(of("Tiny")));
        assertEquals(List.of("PoolForward.forward"), names(of("Pool -e Backward -e Relu")));
        String message = assertThrows(
                        UsageException.class, () -> of("Nothing -e Conv").benchmarks())
                .getMessage();
        assertTrue(message.startsWith("no benchmark matches 'Nothing' without 'Conv'; there are "), message);
        assertTrue(message.contains("TinyBenchmark.tiny"), message);
        message = assertThrows(UsageException.class, () -> of("(").benchmarks()).getMessage();
        assertTrue(message.startsWith("'(' is not a regular expression: "), message);
    }
}
