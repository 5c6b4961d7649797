package dev.convbench.shapes;

import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Shapes picked by hand: each has a property on which kernels break. */
public final class EdgeCases {
    /**
     * A convolution with a property.
     *
     * @param property what is special
     * @param shape sizes
     */
    public record Conv(String property, ConvShape shape) {}

    /**
     * A pooling with a property.
     *
     * @param property what is special
     * @param shape sizes
     */
    public record Pool(String property, PoolShape shape) {}

    /** Lane counts of double and float vectors from 128 to 512 bits, each with its neighbours. */
    private static final int[] LANES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17};

    private static final String[][] CONVOLUTIONS = {
        {"every dimension 1", "ic1ih1oc1kh1"},
        {"dimension 1: mb", "mb1ic3ih6iw7oc4kh3kw2ph1"},
        {"dimension 1: ic", "mb2ic1ih6iw7oc4kh3kw2ph1"},
        {"dimension 1: oc", "mb2ic3ih6iw7oc1kh3kw2ph1"},
        {"dimension 1: ih", "mb2ic3ih1iw7oc4kh3kw2ph1"},
        {"dimension 1: iw", "mb2ic3ih6iw1oc4kh3kw2ph1"},
        {"dimension 1: ih, iw", "mb2ic3ih1iw1oc4kh3kw3ph1"},
        {"dimension 1: kh", "mb2ic3ih6iw7oc4kh1kw3pw1ph0"},
        {"dimension 1: kw", "mb2ic3ih6iw7oc4kh3kw1ph1pw0"},
        {"dimension 1: oh", "mb2ic3ih3iw7oc4kh3kw2"},
        {"dimension 1: ow", "mb2ic3ih6iw2oc4kh3kw2"},
        {"dimension 1: oh, ow", "mb2ic3ih5iw4oc4kh5kw4"},
        {"stride > kernel", "mb2ic3ih9iw11oc4kh2kw3sh3sw4"},
        {"stride > kernel", "mb1ic2ih8oc3kh1sh2"},
        {"stride > kernel, padded", "mb2ic2ih9iw10oc3kh2sh3sw5ph1"},
        {"stride > 3x3 kernel", "mb2ic3ih12iw14oc4kh3sh5sw4"},
        {"stride > input", "mb2ic2ih4iw5oc3kh2sh7"},
        {"padding >= kernel", "mb2ic3ih4iw5oc4kh2kw3ph2pw3"},
        {"padding >= kernel", "mb1ic2ih3oc3kh3sh2ph5"},
        {"padding >= kernel, bottom and right", "mb1ic2ih4oc3kh2ph0pb3pr4"},
        {"padding = kernel - 1", "mb2ic3ih5oc4kh3ph2"},
        {"windows of padding only", "mb1ic2ih2iw3oc3kh2sh2ph4"},
        {"kernel > input", "mb2ic3ih2iw3oc4kh5kw4ph2"},
        {"1x1", "mb2ic5ih6iw7oc4kh1"},
        {"1x1, stride 2", "mb2ic5ih7iw8oc4kh1sh2"},
        {"1x1, padded", "mb2ic3ih4iw5oc4kh1ph1"},
        {"depthwise", "g6mb2ic6ih7iw8oc6kh3ph1"},
        {"depthwise, stride 2", "g5mb1ic5ih9oc5kh3sh2ph1"},
        {"depthwise, multiplier", "g4mb2ic4ih6iw7oc8kh3kw2ph1"},
        {"depthwise, reducing", "g3mb2ic6ih6iw7oc3kh3ph1"},
        {"groups", "g2mb2ic6ih6iw7oc4kh3ph1"},
        {"groups", "g3mb1ic9ih5oc15kh2sh2"},
        {"dilation", "mb2ic3ih9iw10oc4kh3dh1ph2"},
        {"dilation, rectangular", "mb1ic2ih11iw12oc3kh3kw2dh2dw3ph1sh2"},
        {"dilation, groups", "g2mb1ic4ih9oc6kh3dh2ph2"},
        {"a sum of more than a thousand terms", "mb1ic110ih10oc8kh3ph1"},
        {"a kernel of more than a thousand taps", "mb1ic1ih34oc2kh32ph2"},
        {"dilation of a 1x1 kernel", "mb1ic3ih5oc2kh1dh4"},
        {"asymmetric", "mb2ic3ih6iw7oc4kh3ph0pw2pb2pr0"},
        {"asymmetric", "mb1ic2ih5iw6oc3kh4kw3sh2ph2pw1pb1pr2"},
        {"rectangular", "mb2ic3ih5iw13oc4kh2kw5sh1sw3ph1pw2"},
        {"rectangular", "mb2ic3ih14iw4oc4kh7kw2sh3sw1ph3pw0"},
        {"primes", "mb3ic5ih11iw13oc7kh3kw5sh2ph1pw2"},
        {"primes", "mb2ic7ih17iw19oc13kh5kw3ph2"},
        {"last row and column never visited", "mb2ic3ih6iw8oc4kh3sh2"},
        {"last row and column never visited", "mb1ic2ih10iw11oc3kh2sh4sw3ph1"},
        {"last row never visited", "mb1ic3ih8iw7oc4kh3sh2ph0"},
    };

    private static final String[][] POOLINGS = {
        {"every dimension 1", "ic1ih1kh1"},
        {"dimension 1: mb", "mb1ic3ih6iw7kh2kw3"},
        {"dimension 1: ic", "mb2ic1ih6iw7kh2kw3"},
        {"dimension 1: ih", "mb2ic3ih1iw7kh1kw3"},
        {"dimension 1: iw", "mb2ic3ih6iw1kh2kw1"},
        {"dimension 1: oh, ow (global)", "mb2ic3ih5iw7kh5kw7"},
        {"1x1", "mb2ic3ih5iw6kh1"},
        {"1x1, stride 2", "mb2ic3ih5iw6kh1sh2"},
        {"windows tile", "mb2ic3ih8iw10kh2sh2"},
        {"windows tile", "mb1ic2ih9iw8kh3kw4sh3sw4"},
        {"overlapping", "mb2ic3ih7iw9kh3sh2"},
        {"overlapping, stride 1", "mb2ic3ih6iw8kh3ph1"},
        {"stride > kernel", "mb2ic3ih9iw11kh2kw3sh3sw4"},
        {"padding >= kernel", "mb2ic3ih4iw5kh2kw3sh2ph2pw3"},
        {"windows of padding only", "mb1ic2ih2iw3kh2sh2ph4"},
        {"window > input", "mb2ic3ih2iw3kh5kw4ph2"},
        {"asymmetric", "mb2ic3ih6iw7kh3sh2ph0pw2pb2pr0"},
        {"rectangular", "mb2ic3ih5iw13kh2kw5sh1sw3ph1pw2"},
        {"ceil mode", "mb2ic3ih6iw8kh3sh2cm1"},
        {"ceil mode, padded", "mb2ic3ih7iw8kh3kw2sh3ph1cm1"},
        {"ceil mode, last window would start in the padding", "mb1ic2ih4iw5kh2sh3ph1cm1"},
        {"ceil mode, windows beyond the padded input", "mb1ic2ih5kh2sh4ph0cm1"},
        {"primes", "mb3ic5ih11iw13kh3kw5sh2ph1pw2"},
        {"last row and column never visited", "mb2ic3ih6iw8kh3sh2"},
        {"last row and column never visited", "mb2ic3ih7iw9kh2sh2"},
        {"dilation", "mb2ic3ih9iw10kh3dh1sh2ph1"},
        {"dilation beyond the padding", "mb1ic2ih6iw20kh2kw3dh4dw5ph3pw4"},
        {"dilation, rectangular", "mb1ic2ih11iw12kh3kw2dh2dw3ph1"},
    };

    private EdgeCases() {}

    /** The convolutions, several for most properties. */
    public static List<Conv> convolutions() {
        List<Conv> cases = new ArrayList<>();
        for (String[] text : CONVOLUTIONS) {
            cases.add(new Conv(text[0], Descriptors.convolution(text[1])));
        }
        for (int lanes : LANES) {
            cases.add(lane("oc", lanes, "mb1ic3ih5iw6oc" + lanes + "kh3ph1"));
            cases.add(lane("ow", lanes, "mb1ic3ih4iw" + lanes + "oc4kh3ph1"));
            cases.add(lane("ic", lanes, "mb1ic" + lanes + "ih4iw5oc3kh2"));
            cases.add(lane("depthwise ow", lanes, "g2mb1ic2ih5iw" + (2 * lanes + 1) + "oc2kh3sh2ph1"));
        }
        return Collections.unmodifiableList(cases);
    }

    private static Conv lane(String field, int lanes, String text) {
        return new Conv("lane count, -1, 0, +1: " + field + " = " + lanes, Descriptors.convolution(text));
    }

    /** The poolings, each as maximum and as both averages. */
    public static List<Pool> poolings() {
        List<Pool> cases = new ArrayList<>();
        for (String prefix : new String[] {"max_", "avg_p_", "avg_np_"}) {
            for (String[] text : POOLINGS) {
                cases.add(new Pool(text[0], Descriptors.pooling(prefix + text[1])));
            }
            for (int lanes : LANES) {
                String property = "lane count, -1, 0, +1: ow = " + lanes;
                cases.add(new Pool(property, Descriptors.pooling(prefix + "ic2ih4iw" + 2 * lanes + "kh2sh2")));
                cases.add(new Pool(property, Descriptors.pooling(prefix + "ic2ih4iw" + lanes + "kh3ph1")));
            }
        }
        return Collections.unmodifiableList(cases);
    }
}
