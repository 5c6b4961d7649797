package dev.convbench.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks by name: layers, patterns, aliases, and what is said of names that do not exist. */
class CatalogueTest {
    @Test
    void everyNetworkIsThereWithAllItsLayers() {
        TreeMap<String, Integer> layers = new TreeMap<>();
        for (String network : Catalogue.networks()) {
            layers.put(network, Catalogue.convolutions(network).size());
        }
        assertEquals(
                "{alexnet=10, cs231n=5, deepbench_conv=192, googlenet_v1=49, mobilenet_v1=19, notebook=2, resnet50=20,"
                        + " resnet50_v1_5=23, unet=34, vgg16=9}",
                layers.toString());
        assertEquals(List.of("pool", "notebook"), Catalogue.poolNetworks());
        assertEquals(17, Catalogue.poolings("pool").size());
    }

    @Test
    void aLayerIsFoundByItsName() {
        List<NamedConv> found = Catalogue.convolutions("resnet50:conv1");
        ConvShape shape = ConvShape.builder()
                .input(1, 3, 224, 224)
                .filters(64, 7, 7)
                .stride(2, 2)
                .pad(3, 3)
                .build();
        assertEquals(List.of(new NamedConv("resnet50:conv1", shape, 1)), found);
        assertEquals(4, Catalogue.convolutions("resnet50:res2a_branch1").get(0).count());
    }

    /** ResNet-50 has 53 convolutions and 4.1 billion multiply-adds with its stride in the 3x3 layers; VGG-16 has 13. */
    @Test
    void countsAddUpToTheNetwork() {
        assertEquals(53, layers("resnet50"));
        assertEquals(53, layers("resnet50_v1_5"));
        assertEquals(13, layers("vgg16"));
        assertEquals(27, layers("mobilenet_v1"));
        assertEquals(57, layers("googlenet_v1"));
        assertEquals(3.86e9, multiplyAdds("resnet50"), 0.02e9);
        assertEquals(4.09e9, multiplyAdds("resnet50_v1_5"), 0.02e9);
        assertEquals(15.35e9, multiplyAdds("vgg16"), 0.02e9);
        assertEquals(0.568e9, multiplyAdds("mobilenet_v1"), 0.01e9);
    }

    private static int layers(String network) {
        return Catalogue.convolutions(network).stream()
                .mapToInt(NamedConv::count)
                .sum();
    }

    private static double multiplyAdds(String network) {
        return Catalogue.convolutions(network).stream()
                .mapToDouble(layer -> layer.count() * layer.shape().nominalFlops(Pass.FORWARD) / 2)
                .sum();
    }

    @Test
    void aPatternMatchesWholeLayerNamesInTheirOrder() {
        assertEquals(Catalogue.convolutions("resnet50"), Catalogue.convolutions("resnet50:.*"));
        assertEquals(
                List.of("mobilenet_v1:dw1", "mobilenet_v1:dw2", "mobilenet_v1:dw3"),
                Catalogue.convolutions("mobilenet_v1:dw[1-3]").stream()
                        .map(NamedConv::name)
                        .toList());
    }

    @Test
    void aDescriptorIsAShapeOfItsOwn() {
        NamedConv conv = Catalogue.convolutions("ic3ih9oc4kh3").get(0);
        assertEquals("g1mb1ic3ih9iw9oc4oh7ow7kh3kw3sh1sw1dh0dw0ph0pw0", conv.name());
        assertEquals(Descriptors.convolution("ic3ih9oc4kh3"), conv.shape());
        NamedPool pool = Catalogue.poolings("avg_p_ic3ih9kh3").get(0);
        assertEquals(Descriptors.pooling("avg_p_ic3ih9kh3"), pool.shape());
    }

    @Test
    void theNotebookHasNamesOfItsOwn() {
        assertEquals(
                Catalogue.convolutions("cs231n:fast_layers").get(0).shape(),
                Catalogue.convolutions("notebook:conv").get(0).shape());
        assertEquals(
                Catalogue.convolutions("cs231n:three_layer_net").get(0).shape(),
                Catalogue.convolutions("notebook:net").get(0).shape());
        NamedPool pool = Catalogue.poolings("notebook:pool").get(0);
        assertEquals(Catalogue.poolings("pool:cs231n_pool").get(0).shape(), pool.shape());
        assertEquals("notebook:pool", pool.name());
        assertEquals(2, Catalogue.convolutions("notebook").size());
        assertEquals(1, Catalogue.poolings("notebook:.*").size());
    }

    @Test
    void globalPoolsAverageTheWholePlane() {
        for (NamedPool layer : Catalogue.poolings("pool:.*_gap")) {
            PoolShape shape = layer.shape();
            assertEquals(PoolKind.AVERAGE_EXCLUDE_PADDING, shape.kind(), layer.name());
            assertEquals(1, shape.oh() * shape.ow(), layer.name());
        }
        assertEquals(3, Catalogue.poolings("pool:.*_gap").size());
    }

    @Test
    void distinctShapesAreListedOnceWithTheirCounts() {
        NamedConv a = new NamedConv("n:a", Descriptors.convolution("ic3ih9oc4kh3"), 2);
        NamedConv b = new NamedConv("n:b", Descriptors.convolution("ic3ih8oc4kh3"), 1);
        NamedConv c = new NamedConv("n:c", a.shape(), 3);
        assertEquals(List.of(new NamedConv("n:a", a.shape(), 5), b), Catalogue.distinct(List.of(a, b, c)));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            resnet5:conv1       | neither a descriptor nor in the catalogue; the closest network is resnet50, there are cs231n
            vgg                 | the closest network is vgg16
            resnet50:conv9      | no layer of resnet50 matches 'conv9'; the closest are conv1,
            resnet50:           | no layer of resnet50 matches ''
            resnet50:(          | '(' is not a regular expression: Unclosed group
            pool:cs231n_pool    | pool has only poolings
            ic3ih9oc4kh3zz1     | character 13: unknown field 'zz'
            """)
    void anUnknownConvolutionIsRefused(String spec, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> Catalogue.convolutions(spec))
                .getMessage();
        assertTrue(message.contains("'" + spec + "'"), message);
        assertTrue(message.contains(expected), message);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            resnet50:conv1      | resnet50 has only convolutions
            pool:cs231_pool     | no layer of pool matches 'cs231_pool'; the closest are cs231n_pool
            max_ic3             | character 8: field ih is missing
            """)
    void anUnknownPoolingIsRefused(String spec, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> Catalogue.poolings(spec))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void emptySpecsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Catalogue.convolutions(""));
        assertThrows(IllegalArgumentException.class, () -> Catalogue.poolings(null));
    }

    @Test
    void distanceCountsEdits() {
        assertEquals(0, Closest.distance("abc", "abc"));
        assertEquals(3, Closest.distance("", "abc"));
        assertEquals(3, Closest.distance("kitten", "sitting"));
    }
}
