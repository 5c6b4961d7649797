package dev.convbench.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The edge list covers every property that it promises, and its entries have the property they are named after. */
class EdgeCasesTest {
    private static final List<ConvShape> CONVOLUTIONS =
            EdgeCases.convolutions().stream().map(EdgeCases.Conv::shape).toList();
    private static final List<PoolShape> POOLINGS =
            EdgeCases.poolings().stream().map(EdgeCases.Pool::shape).toList();

    @Test
    void everyPropertyOfConvolutionsOccurs() {
        ShapeGeneratorTest.assertEachOccurs(ShapeProperties.convolutions(), CONVOLUTIONS, 1);
    }

    @Test
    void everyPropertyOfPoolingsOccurs() {
        ShapeGeneratorTest.assertEachOccurs(ShapeProperties.poolings(), POOLINGS, 1);
    }

    @Test
    void laneCountsAndTheirNeighboursOccurInEveryVectorisedDimension() {
        for (int lanes : ShapeProperties.LANES) {
            assertTrue(CONVOLUTIONS.stream().anyMatch(s -> s.oc() == lanes), "oc " + lanes);
            assertTrue(CONVOLUTIONS.stream().anyMatch(s -> s.ow() == lanes), "ow " + lanes);
            assertTrue(CONVOLUTIONS.stream().anyMatch(s -> s.icPerGroup() == lanes), "ic " + lanes);
            assertTrue(POOLINGS.stream().anyMatch(s -> s.ow() == lanes && s.sw() == 2), "pool ow " + lanes);
        }
    }

    @Test
    void entriesHaveThePropertyTheyAreNamedAfter() {
        Map<String, Predicate<ConvShape>> properties = ShapeProperties.convolutions();
        int named = 0;
        for (EdgeCases.Conv edge : EdgeCases.convolutions()) {
            Predicate<ConvShape> property = properties.get(edge.property());
            if (property != null) {
                named++;
                assertTrue(property.test(edge.shape()), edge.toString());
            }
        }
        Map<String, Predicate<PoolShape>> poolProperties = ShapeProperties.poolings();
        for (EdgeCases.Pool edge : EdgeCases.poolings()) {
            Predicate<PoolShape> property = poolProperties.get(edge.property());
            if (property != null) {
                named++;
                assertTrue(property.test(edge.shape()), edge.toString());
            }
        }
        assertTrue(named > 40, "entries under the name of a property: " + named);
    }

    @Test
    void entriesDifferAndAreSmall() {
        assertTrue(new HashSet<>(CONVOLUTIONS).size() > CONVOLUTIONS.size() - 5);
        assertEquals(
                List.of(),
                CONVOLUTIONS.stream()
                        .filter(s -> s.nominalFlops(Pass.FORWARD) > ShapeGenerator.DEFAULT_MAX_FLOPS * 10)
                        .toList());
    }
}
