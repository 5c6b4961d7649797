package dev.convbench.strategy.auto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.ConvArrays;
import dev.convbench.check.ConvInputs;
import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.shapes.Descriptors;
import dev.convbench.strategy.im2col.Im2colStrategy;
import dev.convbench.strategy.naive.NaiveStrategy;
import dev.convbench.strategy.simd.SimdDepthwiseStrategy;
import dev.convbench.strategy.simd.SimdStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoStrategyTest {
    private static final ConvShape WIDE = Descriptors.convolution("mb1ic32ih28oc32kh3ph1");
    private static final ConvShape STRIDED = Descriptors.convolution("mb1ic32ih28oc32kh3ph1sh2");
    private static final List<Strategy> SOME =
            List.of(new SimdStrategy(), new SimdDepthwiseStrategy(), new Im2colStrategy(), new NaiveStrategy());

    private static String explain(AutoStrategy auto, ConvShape shape, Pass pass) {
        return auto.explain(shape, pass, Precision.F64);
    }

    @Test
    void theRuleSaysWhichAndWhy() {
        Strategy auto = Strategies.named("auto");
        String forward = auto.explain(WIDE, Pass.FORWARD, Precision.F64);
        assertEquals("winograd (by rule: 3x3 of stride 1 with many channels and outputs)", forward);
        assertEquals(forward, auto.explain(WIDE, Pass.BACKWARD_DATA, Precision.F32));
        String direct = "simd (by rule: its own rule knows best)";
        assertEquals(direct, auto.explain(WIDE, Pass.BACKWARD_WEIGHTS, Precision.F64));
        assertEquals(direct, auto.explain(STRIDED, Pass.FORWARD, Precision.F64));
        String plan = auto.convolution(WIDE, Precision.F64).toString();
        assertTrue(plan.startsWith("auto " + WIDE + ": forward by " + forward + ", backwardData by winograd"), plan);
        String parallel = Strategies.named("auto-parallel")
                .convolution(WIDE, Precision.F32)
                .toString();
        assertTrue(parallel.startsWith("auto-parallel " + WIDE + ": forward by " + forward), parallel);
    }

    @ParameterizedTest
    @CsvSource({
        "mb1ic64ih56oc64kh3ph1, winograd",
        "mb1ic512ih7oc512kh3ph1, winograd-2",
        "mb1ic192ih7oc384kh3ph1, simd",
        "mb2ic512ih7oc512kh3ph1, winograd",
        "mb1ic3ih56oc64kh3ph1, simd",
        "g32mb1ic32ih56oc32kh3ph1, simd",
        "mb1ic256ih56oc128kh1sh2, simd",
        "mb1ic1024ih14oc512kh1sh2, simd",
        "mb1ic480ih14oc64kh1, simd",
        "mb1ic1024ih14oc256kh1, simd",
        "mb1ic832ih7oc384kh1, simd",
        "mb1ic512ih14oc48kh5ph2, winograd",
        "mb1ic64ih27oc192kh5ph2, winograd",
        "mb1ic32ih7oc128kh5ph2, simd",
        "mb1ic32ih64oc32kh11ph5, fft",
        "mb50ic3ih32oc32kh7ph3, simd",
        "mb1ic16ih12iw8oc16kh3ph1, winograd",
        "mb1ic15ih12iw8oc16kh3ph1, simd",
        "mb1ic256ih5iw19oc256kh3ph1, winograd-2",
        "mb1ic255ih5iw19oc256kh3ph1, simd",
        "mb1ic256ih5iw19oc256kh5ph2, simd",
        "mb8ic64ih3iw32oc64kh3ph1, winograd",
        "mb8ic64ih2iw32oc64kh3ph1, simd",
        "mb1ic32ih64oc32kh7ph3, fft",
        "mb1ic32ih64oc32kh6ph2, simd",
        "mb1ic64ih56oc64kh3kw5ph1pw2, simd",
        "mb1ic64ih56oc64kh3sh2sw1ph1, simd",
        "mb1ic64ih56oc64kh3sh1sw2ph1, simd",
        "mb1ic64ih56oc64kh3dh1dw0ph1, simd",
        "mb1ic64ih56oc64kh3dh0dw1ph1, simd"
    })
    void theRuleByShape(String descriptor, String strategy) {
        assertEquals(
                strategy,
                AutoRule.of(Descriptors.convolution(descriptor), Pass.FORWARD).strategy());
    }

    /** Its outputs are pixels of the input: 100 of them here, where the forward pass has 64. */
    @Test
    void theGradientOfTheInputHasOutputsOfItsOwn() {
        ConvShape valid = Descriptors.convolution("mb1ic512ih10oc512kh3");
        assertEquals("winograd-2", AutoRule.of(valid, Pass.FORWARD).strategy());
        assertEquals("winograd", AutoRule.of(valid, Pass.BACKWARD_DATA).strategy());
        ConvShape tiny = Descriptors.convolution("mb1ic512ih7oc512kh3ph1");
        assertEquals("simd", AutoRule.of(tiny, Pass.BACKWARD_DATA).strategy());
        assertEquals("simd", AutoRule.of(valid, Pass.BACKWARD_WEIGHTS).strategy());
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void whatItComputesIsWhatTheChosenOneComputes(Precision precision) {
        for (ConvShape shape : List.of(WIDE, STRIDED)) {
            for (Pass pass : Pass.values()) {
                String text = Strategies.named("auto").explain(shape, pass, precision);
                Strategy chosen = Strategies.named(text.substring(0, text.indexOf(' ')));
                assertArrayEquals(
                        run(chosen, shape, pass, precision), run(Strategies.named("auto"), shape, pass, precision));
            }
        }
    }

    private static double[] run(Strategy strategy, ConvShape shape, Pass pass, Precision precision) {
        ConvArrays arrays =
                new ConvArrays(ConvInputs.random(shape, pass, 3, Data::uniform).in(precision));
        Convolution plan = strategy.convolution(shape, precision);
        arrays.run(plan, plan.newScratch());
        return arrays.out().doubles();
    }

    @Test
    void whatWasMeasuredComesFirst() {
        AutoChoices choices = new AutoChoices();
        choices.put(
                WIDE, Pass.FORWARD, Precision.F64, Map.of("simd", 2.0, "im2col", 1.5, "simd-depthwise", 0.5, "x", 0.1));
        AutoStrategy auto = new AutoStrategy(SOME, () -> choices);
        String why = explain(auto, WIDE, Pass.FORWARD);
        assertEquals("im2col (measured here: 1.500 ms a call)", why, "the fastest that exists and supports it");
        assertEquals("simd (by rule: its own rule knows best)", explain(auto, WIDE, Pass.BACKWARD_WEIGHTS));
    }

    @Test
    void whoeverCanTakesWhatTheRuleCannotHave() {
        AutoStrategy auto = new AutoStrategy(SOME, AutoChoices::new);
        assertEquals("simd (the first that can run it here)", explain(auto, WIDE, Pass.FORWARD));
        AutoStrategy plain = new AutoStrategy(List.of(new NaiveStrategy()), AutoChoices::new);
        assertEquals("naive (the first that can run it here)", explain(plain, WIDE, Pass.FORWARD));
    }

    @Test
    void choicesAreKeptByMachine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sub").resolve("choices.txt");
        AutoChoices choices = new AutoChoices();
        choices.put(WIDE, Pass.FORWARD, Precision.F64, Map.of("simd", 2.0, "winograd", 0.51234567));
        choices.write(file);
        List<String> lines = Files.readAllLines(file);
        assertEquals(
                List.of(
                        "convbench choices 1",
                        "",
                        "machine " + AutoChoices.machine(),
                        "f64 forward " + WIDE + " winograd=0.5123 simd=2.000"),
                lines);
        List<String> more = new ArrayList<>(lines);
        more.add("machine of another kind");
        more.add("f64 forward " + STRIDED + " simd=1");
        Files.write(file, more);
        AutoChoices again = AutoChoices.read(file);
        assertEquals(
                List.of("winograd", "simd"),
                List.copyOf(again.times(WIDE, Pass.FORWARD, Precision.F64).keySet()));
        assertEquals(Map.of(), again.times(STRIDED, Pass.FORWARD, Precision.F64), "of another machine");
        assertEquals(Map.of(), again.times(WIDE, Pass.FORWARD, Precision.F32));
        again.put(WIDE, Pass.FORWARD, Precision.F64, Map.of("simd", 0.25));
        again.write(file);
        String text = Files.readString(file);
        assertTrue(text.contains("machine of another kind\nf64 forward " + STRIDED + " simd=1.000"), text);
        assertEquals(Map.of("simd", 0.25), AutoChoices.read(file).times(WIDE, Pass.FORWARD, Precision.F64));
        assertEquals(Map.of(), AutoChoices.read(folder.resolve("none")).times(WIDE, Pass.FORWARD, Precision.F64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "convbench choices 2",
                "convbench choices 1\nf64 forward x simd=1",
                "convbench choices 1\nmachine x\nf64 forward x",
                "convbench choices 1\nmachine x\nf64 forward x simd=0",
                "convbench choices 1\nmachine x\nf64 forward x =1",
                "convbench choices 1\nmachine x\nf64 forward x simd=fast"
            })
    void aDamagedFileIsRefusedWhole(String text, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("choices.txt");
        Files.writeString(file, text);
        Exception e = assertThrows(IllegalArgumentException.class, () -> AutoChoices.read(file));
        int line = Math.max(1, (int) text.lines().count());
        assertTrue(e.getMessage().startsWith("line " + line + " of the choices in " + file), e.getMessage());
    }
}
