package dev.convbench.strategy.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convbench.check.ConvCase;
import dev.convbench.check.ConvCheck;
import dev.convbench.check.ConvInputs;
import dev.convbench.check.Data;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.shapes.Descriptors;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What small shapes do not meet: several blocks of terms, of pixels, of images and of outputs, and pixels that are columns. */
@Tag("kernel")
@Order(2)
class IgemmPassTest {
    private final Strategy igemm = Strategies.named("simd-igemm");

    @BeforeEach
    void needsVectors() {
        assumeTrue(igemm.available().ok(), () -> igemm.available().reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mb1ic1000ih7oc21kh1",
                "mb1ic130ih7oc19kh3ph1",
                "mb7ic130ih7oc9kh3ph1",
                "g2mb3ic80ih7oc26kh3ph1",
                "mb1ic300ih14oc17kh1",
                "mb1ic260ih9iw31oc24kh1",
                "mb1ic150ih29iw28oc9kh1sh2",
                "mb1ic37ih40iw57oc33kh1",
                "mb1ic20ih56oc16kh3ph1",
                "mb1ic1000ih5oc21kh1",
                "mb2ic9ih64iw3oc8kh3ph1",
                "mb1ic8ih95iw5oc8kh3ph1",
                "mb1ic64ih127iw13oc64kh1"
            })
    void isExactOnIntegers(String descriptor) {
        ConvShape shape = Descriptors.convolution(descriptor);
        for (Pass pass : new Pass[] {Pass.FORWARD, Pass.BACKWARD_DATA, Pass.BACKWARD_WEIGHTS}) {
            if (igemm.supports(shape, pass, Precision.F64).ok()) {
                assertArrayEquals(
                        OnIntegers.run(Strategies.reference(), shape, pass),
                        OnIntegers.run(igemm, shape, pass),
                        pass.text());
            }
        }
    }

    /** The last rows of a map have pixels that are columns, and so longer panels than the blocks before: of 8 lanes, then of 16. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mb1ic8ih95iw5oc8kh3ph1",
                "mb1ic64ih127iw13oc64kh1",
                "mb1ic64ih79iw13oc64kh1",
                "mb1ic32ih47iw27oc64kh1",
                "mb1ic32ih63iw27oc64kh1",
                "mb1ic32ih127iw26oc64kh1"
            })
    void lastRowsMayTakeMoreThanTheOthers(String descriptor) {
        for (Precision precision : Precision.values()) {
            ConvCase given = new ConvCase(Descriptors.convolution(descriptor), Pass.FORWARD, 5, precision);
            ConvCheck.run(igemm, 1, given).requireOk();
        }
    }

    @Test
    void aRowThatNoPanelHoldsIsRefused() {
        ConvShape shape = Descriptors.convolution("mb1ic2ih1iw1500000oc2kh1kw960");
        assertEquals(
                "the taps of a channel do not fit a block of terms, or the pixels of a row a panel: use simd-direct",
                igemm.supports(shape, Pass.FORWARD, Precision.F64).reason());
        ConvPlan plan = (ConvPlan) Strategies.named("simd").convolution(shape, Precision.F64);
        assertEquals("DirectPass", plan.kernel(Pass.FORWARD).getClass().getSimpleName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mb1ic1000ih7oc21kh1", "mb7ic130ih7oc9kh3ph1", "mb1ic260ih9iw31oc24kh1"})
    void preparedWeightsGiveTheSameBits(String descriptor) {
        ConvShape shape = Descriptors.convolution(descriptor);
        ConvInputs inputs = ConvInputs.random(shape, Pass.FORWARD, 5, Data::uniform);
        Convolution plan = igemm.convolution(shape, Precision.F64);
        double[] plain = new double[shape.yLength()];
        double[] prepared = plain.clone();
        Arrays.fill(prepared, Double.NaN);
        plan.forward(inputs.x(), inputs.w(), inputs.b(), plain, plan.newScratch());
        plan.forward(inputs.x(), plan.prepare(inputs.w()), inputs.b(), prepared, plan.newScratch());
        assertArrayEquals(plain, prepared);
    }

    @ParameterizedTest
    @CsvSource({
        "mb1ic256ih56oc64kh1, IgemmPass",
        "mb1ic256ih56oc16kh1, DirectPass",
        "mb1ic256ih56oc16kh1sh2, IgemmPass",
        "mb1ic64ih56oc64kh3ph1, DirectPass",
        "mb1ic512ih6oc512kh7ph3, IgemmPass",
        "mb1ic128ih56oc256kh3ph1, DirectPass",
        "mb1ic352ih56oc256kh3ph1, IgemmPass",
        "mb1ic341ih56oc256kh3ph1, DirectPass",
        "g2mb1ic512ih56oc512kh3ph1, DirectPass",
        "mb1ic15ih56oc5832kh3ph1, DirectPass",
        "mb1ic16ih56oc5464kh3ph1, IgemmPass",
        "mb1ic16ih56oc12288kh2, DirectPass",
        "mb1ic512ih7oc4096kh7, DirectPass",
        "mb1ic3ih224oc64kh7sh2ph3, DirectPass",
        "g64mb1ic64ih28oc64kh3ph1, DepthwisePass"
    })
    void simdChoosesByShape(String descriptor, String kernel) {
        assertEquals(kernel, chosen(descriptor, Pass.FORWARD));
    }

    @ParameterizedTest
    @CsvSource({
        "mb1ic64ih56oc256kh1, IgemmPass",
        "mb1ic64ih56oc63kh1, DirectPass",
        "mb1ic63ih56oc64kh1, DirectPass",
        "mb1ic64ih56oc256kh1sh2, DirectPass",
        "mb1ic512ih14oc512kh3ph1, IgemmPass",
        "mb1ic512ih7oc512kh3ph1, DirectPass",
        "mb1ic256ih14oc256kh3ph1, DirectPass",
        "g64mb1ic64ih28oc64kh3ph1, DepthwisePass"
    })
    void simdChoosesForTheGradientByShape(String descriptor, String kernel) {
        assertEquals(kernel, chosen(descriptor, Pass.BACKWARD_DATA));
    }

    private static String chosen(String descriptor, Pass pass) {
        ConvPlan plan =
                (ConvPlan) Strategies.named("simd").convolution(Descriptors.convolution(descriptor), Precision.F64);
        return plan.kernel(pass).getClass().getSimpleName();
    }
}
