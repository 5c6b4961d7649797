package dev.convbench.fuzz;

import dev.convbench.shapes.Catalogue;
import dev.convbench.shapes.Descriptors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** A shape as a user writes it: descriptors of all operations, and names of layers and networks. */
public final class DescriptorFuzz {
    private static final List<Function<String, Object>> PARSERS = List.of(
            Descriptors::convolution,
            Descriptors::pooling,
            Descriptors::batchNorm,
            text -> Catalogue.convolutions(network(text)),
            text -> Catalogue.poolings(network(text)));

    private DescriptorFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        for (Function<String, Object> parser : PARSERS) {
            try {
                Object shape = parser.apply(text);
                if (parser == PARSERS.get(0)
                        && !Descriptors.convolution(shape.toString()).equals(shape)) {
                    throw new AssertionError(text + " is written as " + shape + ", which is another shape");
                }
            } catch (IllegalArgumentException e) {
                Sentence.require(e);
            }
        }
    }

    /** Without what follows a colon: a regular expression of the user's own, which may take as long as it likes. */
    private static String network(String text) {
        return text.indexOf(':') < 0 ? text : text.substring(0, text.indexOf(':'));
    }
}
