package dev.convbench.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random shapes repeat by seed and index, stay small, and meet every property on which kernels break. */
class ShapeGeneratorTest {
    private static final int MANY = 1000;

    private static List<ConvShape> convolutions(long seed) {
        ShapeGenerator generator = new ShapeGenerator(seed);
        return IntStream.range(0, MANY).mapToObj(generator::convolution).toList();
    }

    private static List<PoolShape> poolings(long seed) {
        ShapeGenerator generator = new ShapeGenerator(seed);
        return IntStream.range(0, MANY).mapToObj(generator::pooling).toList();
    }

    @Test
    void aShapeDependsOnSeedAndIndexAlone() {
        List<ConvShape> all = convolutions(5);
        List<PoolShape> pools = poolings(5);
        for (int k = MANY - 1; k >= 0; k -= 111) {
            assertEquals(all.get(k), new ShapeGenerator(5).convolution(k));
            assertEquals(pools.get(k), new ShapeGenerator(5).pooling(k));
        }
        assertNotEquals(all, convolutions(6));
    }

    @Test
    void shapesRarelyRepeat() {
        assertTrue(new HashSet<>(convolutions(5)).size() > 0.98 * MANY);
        assertTrue(new HashSet<>(poolings(5)).size() > 0.95 * MANY);
    }

    @Test
    void workIsBounded() {
        for (double flops : new double[] {2, 100, 5000, ShapeGenerator.DEFAULT_MAX_FLOPS}) {
            ShapeGenerator generator = new ShapeGenerator(9, flops);
            for (int k = 0; k < 300; k++) {
                assertTrue(generator.convolution(k).nominalFlops(Pass.FORWARD) <= flops);
                PoolShape pool = generator.pooling(k);
                assertTrue((double) pool.yLength() * pool.windowCells() <= flops);
            }
        }
        double mean = convolutions(5).stream()
                .mapToDouble(shape -> shape.nominalFlops(Pass.FORWARD))
                .average()
                .orElseThrow();
        assertTrue(mean > 5000, "shapes are not all trivial: " + mean);
        assertThrows(IllegalArgumentException.class, () -> new ShapeGenerator(1, 1));
    }

    @Test
    void largeShapesAreLargeInEachWay() {
        ShapeGenerator generator = ShapeGenerator.large(4);
        Map<String, Predicate<ConvShape>> properties = new LinkedHashMap<>();
        properties.put("many rows", shape -> shape.oh() > 100 && shape.ow() < 40);
        properties.put("long rows", shape -> shape.ow() > 100 && shape.oh() < 40);
        properties.put("many channels", shape -> shape.icPerGroup() > 100);
        properties.put("many outputs", shape -> shape.ocPerGroup() > 100);
        properties.put("many pixels and channels", shape -> shape.oh() * shape.ow() > 300 && shape.ic() > 64);
        properties.forEach((name, property) -> assertTrue(
                IntStream.range(0, MANY).mapToObj(generator::convolution).anyMatch(property), name));
        for (int k = 0; k < MANY; k++) {
            assertTrue(generator.convolution(k).nominalFlops(Pass.FORWARD) <= 2e6);
            PoolShape pool = generator.pooling(k);
            assertTrue((double) pool.yLength() * pool.windowCells() <= 2e6);
        }
    }

    @Test
    void everyPropertyOfConvolutionsOccurs() {
        Map<String, Predicate<ConvShape>> properties = new LinkedHashMap<>(ShapeProperties.convolutions());
        for (int size : ShapeProperties.LANES) {
            properties.put("oc = " + size, shape -> shape.oc() == size);
            properties.put("ic per group = " + size, shape -> shape.icPerGroup() == size);
            properties.put("ow = " + size, shape -> shape.ow() == size);
        }
        properties.remove("every dimension 1");
        assertEachOccurs(properties, convolutions(5), 3);
    }

    @Test
    void everyPropertyOfPoolingsOccurs() {
        Map<String, Predicate<PoolShape>> properties = new LinkedHashMap<>(ShapeProperties.poolings());
        for (int size : ShapeProperties.LANES) {
            properties.put("ow = " + size, shape -> shape.ow() == size);
        }
        properties.remove("every dimension 1");
        assertEachOccurs(properties, poolings(5), 3);
    }

    static <S> void assertEachOccurs(Map<String, Predicate<S>> properties, List<S> shapes, int least) {
        Set<String> absent = new HashSet<>();
        properties.forEach((name, property) -> {
            long count = shapes.stream().filter(property).count();
            if (count < least) {
                absent.add(name + " (" + count + ")");
            }
        });
        assertEquals(Set.of(), absent, "properties that occur too seldom");
    }
}
