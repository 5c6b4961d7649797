package dev.convbench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.shapes.Descriptors;
import dev.convbench.shapes.EdgeCases;
import dev.convbench.shapes.ShapeGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large shapes are held to samples: these agree with the reference, and between them reach every element. */
class SampledExpectedTest {
    private static final ConvShape SHAPE = Descriptors.convolution("g2mb2ic4ih7iw6oc6kh3kw2sh2sw1dh1dw0ph1pw1pb2");

    @Test
    void singleElementsAreThoseOfTheReference() {
        ShapeGenerator generator = new ShapeGenerator(11, 20_000);
        for (int k = 0; k < 60; k++) {
            for (Pass pass : Pass.values()) {
                assertSameElements(ConvInputs.random(generator.convolution(k), pass, k, Data::uniform));
            }
        }
        for (EdgeCases.Conv edge : EdgeCases.convolutions()) {
            for (Pass pass : Pass.values()) {
                assertSameElements(ConvInputs.random(edge.shape(), pass, 5, Data::uniform));
            }
        }
    }

    private static void assertSameElements(ConvInputs inputs) {
        double[] expected = References.compute(inputs);
        double[] magnitudes = References.compute(inputs.absolute());
        double length = (double) inputs.shape().reductionLength(inputs.pass());
        double bound = Bound.of(1, length, Precision.F64).factor();
        SampledReference reference = new SampledReference(inputs);
        for (int k = 0; k < expected.length; k++) {
            reference.at(k);
            double allowed = bound * magnitudes[k];
            assertEquals(expected[k], reference.value(), allowed, inputs.shape() + " " + inputs.pass() + " " + k);
            assertEquals(magnitudes[k], reference.magnitude(), allowed);
        }
    }

    @ParameterizedTest
    @EnumSource(Pass.class)
    void acceptsTheReference(Pass pass) {
        ShapeGenerator generator = new ShapeGenerator(12, 20_000);
        for (int k = 0; k < 40; k++) {
            ConvInputs inputs = ConvInputs.random(generator.convolution(k), pass, k, Data::uniform);
            Comparison comparison = new SampledExpected(inputs, k).compare(References.compute(inputs), 1);
            assertTrue(comparison.ok(), inputs.shape() + " " + comparison);
            ConvInputs whole = ConvInputs.random(generator.convolution(k), pass, k, Data::integers);
            Comparison exact = new SampledExpected(whole, k).compareExactly(References.compute(whole));
            assertTrue(exact.ok(), whole.shape() + " " + exact);
        }
    }

    /** Every channel sum is computed for small shapes, so one wrong element is always seen, sampled itself or not. */
    @ParameterizedTest
    @EnumSource(Pass.class)
    void everyElementIsReachedBySums(Pass pass) {
        ConvInputs inputs = ConvInputs.random(SHAPE, pass, 5, Data::uniform);
        Contraction contraction = new Contraction(SHAPE, pass, 6);
        double[] sound = References.compute(inputs);
        double[] sums = References.compute(contraction.inputs(inputs));
        for (int k = 0; k < sound.length; k++) {
            double[] actual = sound.clone();
            actual[k] += 1e-9;
            int wrong = 0;
            for (int at = 0; at < sums.length; at++) {
                assertEquals(sums[at], contraction.sum(sound, at), 1e-12);
                wrong += Math.abs(sums[at] - contraction.sum(actual, at)) > 1e-10 ? 1 : 0;
            }
            assertEquals(1, wrong, "element " + k + " is in one sum");
        }
    }

    @ParameterizedTest
    @EnumSource(Pass.class)
    void catchesOneWrongElementAnywhere(Pass pass) {
        ConvInputs inputs = ConvInputs.random(SHAPE, pass, 5, Data::uniform);
        SampledExpected expected = new SampledExpected(inputs, 5);
        double[] actual = References.compute(inputs);
        for (int k = 0; k < actual.length; k++) {
            double sound = actual[k];
            for (double wrong : new double[] {sound + 1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
                actual[k] = wrong;
                assertFalse(expected.compare(actual, 1).ok(), "element " + k + " = " + wrong);
            }
            actual[k] = sound;
        }
    }

    @Test
    void bordersAreTheFirstAndLastRowsAndColumnsOfAllPlanes() {
        ConvShape shape = Descriptors.convolution("mb2ic1ih4iw5oc3kh1");
        int[] borders = SampledExpected.borders(shape, Pass.FORWARD).toArray();
        assertEquals(6 * 14, borders.length);
        int[] expected = IntStream.range(0, 6 * 20)
                .filter(k -> k % 20 < 5 || k % 20 >= 15 || k % 5 == 0 || k % 5 == 4)
                .toArray();
        assertEquals(
                IntStream.of(expected).boxed().toList(),
                IntStream.of(borders).boxed().toList());
    }

    @Test
    void bordersOfVeryLargeShapesAreThoseOfSomePlanesWithTheFirstAndTheLast() {
        ConvShape shape = Descriptors.convolution("mb32ic512ih28oc512kh3ph1");
        int[] borders = SampledExpected.borders(shape, Pass.FORWARD).toArray();
        int planes = 32 * 512;
        assertTrue(borders.length < 108 * planes, "capped");
        assertTrue(borders.length * 4608L > 4e8, "but not by much: " + borders.length);
        assertEquals(0, borders[0]);
        assertEquals(planes * 28 * 28 - 1, borders[borders.length - 1]);
    }

    /** 0.3 GFLOP: too large to be compared whole; the fault sits in the middle of a plane. */
    @Test
    void catchesAFaultInALargeShape() {
        ConvShape shape = Descriptors.convolution("mb1ic32ih64oc128kh3ph1");
        assertTrue(shape.nominalFlops(Pass.FORWARD) > References.FULL_FLOPS);
        ConvInputs inputs = ConvInputs.random(shape, Pass.FORWARD, 1, Data::uniform);
        Expected expected = References.expected(inputs, 1);
        double[] actual = References.compute(inputs);
        assertTrue(expected.compare(actual, 1).ok());
        int middle = 77 * 4096 + 33 * 64 + 35;
        actual[middle] += 1e-8;
        assertFalse(expected.compare(actual, 1).ok());
    }
}
