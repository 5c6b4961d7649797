package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.simd.Widths;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a JVM answers that is asked what it can do: here this one. */
class ProbeTest {
    private static final String SHAPE = "ic3ih8oc4kh3";
    /** One whose weights all kernels lay out first. */
    private static final String WIDE = "ic32ih14oc64kh3ph1";

    private static Question conv(String strategy, String pass) {
        return new Question(Question.CONV, strategy, pass, SHAPE, "f64");
    }

    @Test
    void saysWhatCannotRunAndWhy() {
        Probe.Answers answers = Probe.answer(List.of(
                conv("naive", "backwardBias"),
                conv("simd-depthwise", "forward"),
                new Question(Question.PREPARED_CONV, "naive", "forward", SHAPE, "f64"),
                new Question(Question.PREPARED_CONV, "simd", "forward", WIDE, "f32"),
                new Question(Question.POOL, "winograd", "forward", "max_ic3ih8kh2", "f64"),
                new Question(Question.POOL, "loops", "backwardData", "max_ic3ih8kh2", "f32"),
                new Question(Question.LAYER, "im2col", "BatchNormForward", "ic3ih4", "f64"),
                new Question(Question.PEAK, "scalar", null, null, "f32"),
                new Question(Question.PEAK, "chains12", null, null, "f64")));
        List<String> problems = answers.problems();
        assertEquals("", problems.get(0));
        assertTrue(problems.get(1).startsWith("not depthwise"), problems.get(1));
        assertTrue(problems.get(2).contains("prepare"), problems.get(2));
        assertEquals("", problems.get(3));
        assertTrue(!problems.get(4).isEmpty());
        assertEquals("", problems.get(5));
        assertEquals("im2col has no batch normalisation", problems.get(6));
        assertEquals(List.of("", ""), problems.subList(7, 9));
        assertEquals(List.of(), answers.explanations());
        assertEquals(Map.of(), answers.libraries());
        assertEquals(Widths.bits(), answers.vectorBits());
        assertEquals(System.getProperty("java.vm.name"), answers.vmName());
        assertEquals(System.getProperty("java.vm.version"), answers.vmVersion());
        assertEquals(Runtime.getRuntime().availableProcessors(), answers.processors());
    }

    @Test
    void explainsTheChoiceOfAutoOncePerQuestion() {
        Question pool = new Question(Question.POOL, "auto", "forward", "max_ic3ih8kh2", "f64");
        Question prepared = new Question(Question.PREPARED_CONV, "auto", "forward", WIDE, "f32");
        List<String> explanations = Probe.answer(List.of(
                        conv("auto", "forward"), conv("auto", "forward"), conv("naive", "forward"), pool, prepared))
                .explanations();
        assertEquals(2, explanations.size(), explanations.toString());
        assertTrue(explanations.get(0).startsWith("auto forward f64 " + SHAPE + ": "), explanations.get(0));
        assertTrue(explanations.get(1).startsWith("auto forward f32 " + WIDE + ": "), explanations.get(1));
    }

    @Test
    void aPassThatIsNoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Probe.answer(List.of(conv("naive", "sideways"))));
    }
}
