package dev.convbench.shapes;

import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import dev.convbench.text.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Layer shapes of real networks by name.
 *
 * <p>A spec is a descriptor ({@link Descriptors}), a layer ({@code resnet50:conv1}), a whole network ({@code resnet50}) or a
 * network with a regular expression that the whole layer name must match ({@code resnet50:res2.*}). Networks and patterns
 * expand to their layers in the order of the network.
 */
public final class Catalogue {
    private static final List<String> CONV_NETWORKS = List.of(
            "cs231n",
            "alexnet",
            "vgg16",
            "googlenet_v1",
            "resnet50",
            "resnet50_v1_5",
            "mobilenet_v1",
            "unet",
            "deepbench_conv");

    private static final String POOL_NETWORK = "pool";

    private Catalogue() {}

    /** Layers by network, then by layer name, in the order of the files; aliases form networks of their own. */
    private static final class Holder {
        static final Map<String, Map<String, NamedConv>> CONVOLUTIONS = new LinkedHashMap<>();
        static final Map<String, Map<String, NamedPool>> POOLINGS = new LinkedHashMap<>();

        static {
            for (String network : CONV_NETWORKS) {
                for (String[] line : CatalogueFile.read(network)) {
                    NamedConv layer = new NamedConv(
                            network + ":" + line[0], Descriptors.convolution(line[1]), Integer.parseInt(line[2]));
                    put(CONVOLUTIONS, network, line[0], layer);
                }
            }
            for (String[] line : CatalogueFile.read(POOL_NETWORK)) {
                NamedPool layer = new NamedPool(POOL_NETWORK + ":" + line[0], Descriptors.pooling(line[1]));
                put(POOLINGS, POOL_NETWORK, line[0], layer);
            }
            for (String[] line : CatalogueFile.read("aliases")) {
                addAlias(line[0].split(":", 2), line[1].split(":", 2));
            }
        }

        private static void addAlias(String[] alias, String[] target) {
            String name = String.join(":", alias);
            if (POOLINGS.containsKey(target[0])) {
                NamedPool layer = POOLINGS.get(target[0]).get(target[1]);
                put(POOLINGS, alias[0], alias[1], new NamedPool(name, layer.shape()));
            } else {
                NamedConv layer = CONVOLUTIONS.get(target[0]).get(target[1]);
                put(CONVOLUTIONS, alias[0], alias[1], new NamedConv(name, layer.shape(), layer.count()));
            }
        }

        private static <L> void put(Map<String, Map<String, L>> networks, String network, String name, L layer) {
            L earlier = networks.computeIfAbsent(network, n -> new LinkedHashMap<>())
                    .putIfAbsent(name, layer);
            if (earlier != null) {
                throw new IllegalStateException("the catalogue lists " + network + ":" + name + " twice");
            }
        }
    }

    /** Names of everything that has convolutions, aliases last. */
    public static List<String> networks() {
        return List.copyOf(Holder.CONVOLUTIONS.keySet());
    }

    /** Names of everything that has poolings, aliases last. */
    public static List<String> poolNetworks() {
        return List.copyOf(Holder.POOLINGS.keySet());
    }

    /**
     * The convolutions that a spec stands for, at least one.
     *
     * @throws IllegalArgumentException if it is no descriptor and names nothing: says what comes close
     */
    public static List<NamedConv> convolutions(String spec) {
        if (isDescriptor(spec, Holder.CONVOLUTIONS)) {
            ConvShape shape = Descriptors.convolution(spec);
            return List.of(new NamedConv(shape.toString(), shape, 1));
        }
        return layers("convolution", spec, Holder.CONVOLUTIONS, "poolings", Holder.POOLINGS);
    }

    /**
     * The poolings that a spec stands for, at least one.
     *
     * @throws IllegalArgumentException if it is no descriptor and names nothing: says what comes close
     */
    public static List<NamedPool> poolings(String spec) {
        if (isDescriptor(spec, Holder.POOLINGS)) {
            PoolShape shape = Descriptors.pooling(spec);
            return List.of(new NamedPool(shape.toString(), shape));
        }
        return layers("pooling", spec, Holder.POOLINGS, "convolutions", Holder.CONVOLUTIONS);
    }

    /** Each shape once, in order of first appearance, under its first name, with the counts added up. */
    public static List<NamedConv> distinct(Collection<NamedConv> layers) {
        Map<ConvShape, NamedConv> byShape = new LinkedHashMap<>();
        for (NamedConv layer : layers) {
            byShape.merge(
                    layer.shape(),
                    layer,
                    (first, again) -> new NamedConv(first.name(), first.shape(), first.count() + again.count()));
        }
        return List.copyOf(byShape.values());
    }

    private static boolean isDescriptor(String spec, Map<String, ?> networks) {
        return spec == null || spec.isBlank() || (!networks.containsKey(spec) && Descriptors.looksLikeDescriptor(spec));
    }

    private static <L> List<L> layers(
            String operation,
            String spec,
            Map<String, Map<String, L>> networks,
            String otherOperation,
            Map<String, ? extends Map<String, ?>> others) {
        int colon = spec.indexOf(':');
        String network = colon < 0 ? spec : spec.substring(0, colon);
        Map<String, L> layers = networks.get(network);
        if (layers == null) {
            throw new IllegalArgumentException(
                    others.containsKey(network)
                            ? operation + " '" + Printable.of(spec) + "': " + network + " has only " + otherOperation
                            : operation + " '" + Printable.of(spec)
                                    + "' is neither a descriptor nor in the catalogue; the closest network is "
                                    + Closest.names(network, networks.keySet(), 1) + ", there are "
                                    + String.join(", ", networks.keySet()));
        }
        return colon < 0
                ? List.copyOf(layers.values())
                : matching(operation, spec, layers, spec.substring(colon + 1), network);
    }

    private static <L> List<L> matching(
            String operation, String spec, Map<String, L> layers, String pattern, String network) {
        if (layers.containsKey(pattern)) {
            return List.of(layers.get(pattern));
        }
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    Printable.of(operation + " '" + spec + "': '" + pattern + "' is not a regular expression: "
                            + e.getDescription()),
                    e);
        }
        List<L> found = new ArrayList<>();
        layers.forEach((name, layer) -> {
            if (compiled.matcher(name).matches()) {
                found.add(layer);
            }
        });
        if (found.isEmpty()) {
            throw new IllegalArgumentException(operation + " '" + Printable.of(spec) + "': no layer of " + network
                    + " matches '" + Printable.of(pattern) + "'; the closest are "
                    + Closest.names(pattern, layers.keySet(), 3));
        }
        return found;
    }
}
