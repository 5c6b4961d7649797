package dev.convbench.cli;

import dev.convbench.op.AutoPadding;
import dev.convbench.run.UsageException;
import picocli.CommandLine.Option;

/** How an operation of {@code apply} spreads its taps, and pads its input: as given, computed as ONNX does, or not at all. */
final class PaddingOptions {
    @Option(
            names = "--pad",
            paramLabel = "H,W|T,L,B,R",
            converter = Extents.Sides.class,
            description = "Padding: height,width or top,left,bottom,right; none if not given.")
    private Extents pad;

    @Option(
            names = "--auto-pad",
            paramLabel = "KIND",
            description = "Compute the padding as ONNX does instead: SAME_UPPER, SAME_LOWER or VALID.")
    private AutoPadding autoPad;

    @Option(
            names = "--dilation",
            paramLabel = "H,W",
            defaultValue = "1",
            converter = Extents.Pair.class,
            description = "Distances of the taps of the kernel or window; 1 (dense) if not given.")
    private Extents dilation;

    /** Distances of the taps. */
    Extents dilation() {
        return dilation;
    }

    /** Refuses two answers to one question. */
    void requireSense() {
        if (autoPad != null && pad != null) {
            throw new UsageException("--pad and --auto-pad exclude each other");
        }
    }

    /**
     * The padding at the top, left, bottom and right.
     *
     * @param in shape of the input (mb, c, ih, iw)
     */
    int[] sides(int[] in, int kh, int kw, Extents stride) {
        if (autoPad == null) {
            return pad == null ? new int[4] : pad.values();
        }
        return new int[] {
            autoPad.begin(in[2], kh, stride.height(), dilation.height()),
            autoPad.begin(in[3], kw, stride.width(), dilation.width()),
            autoPad.end(in[2], kh, stride.height(), dilation.height()),
            autoPad.end(in[3], kw, stride.width(), dilation.width())
        };
    }
}
