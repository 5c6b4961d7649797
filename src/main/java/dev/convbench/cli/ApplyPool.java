package dev.convbench.cli;

import dev.convbench.check.Expected;
import dev.convbench.check.GivenCheck;
import dev.convbench.check.PoolArrays;
import dev.convbench.check.PoolInputs;
import dev.convbench.check.References;
import dev.convbench.npy.NdArray;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import dev.convbench.run.UsageException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What both {@code apply maxpool} and {@code apply avgpool} take, and do with it. */
final class ApplyPool {
    @Mixin
    private ApplyOptions options;

    @Mixin
    private PaddingOptions padding;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "The input x (mb, c, ih, iw).")
    private String input;

    @Option(names = "--output", paramLabel = "FILE.npy", description = "Write y (mb, c, oh, ow) here.")
    private String output;

    @Option(names = "--grad-output", paramLabel = "FILE", description = "The gradient of the output, for --grad-input.")
    private String gradOutput;

    @Option(names = "--grad-input", paramLabel = "FILE.npy", description = "Write the gradient of x here.")
    private String gradInput;

    @Option(
            names = "--kernel",
            required = true,
            paramLabel = "H,W",
            converter = Extents.Pair.class,
            description = "Size of the window. One number stands for both.")
    private Extents kernel;

    @Option(
            names = "--stride",
            paramLabel = "H,W",
            converter = Extents.Pair.class,
            description = "Strides; the size of the window if not given.")
    private Extents stride;

    @Option(names = "--ceil-mode", description = "Round the size of the output up.")
    private boolean ceilMode;

    private final TensorFiles files = new TensorFiles();

    /**
     * Computes and writes.
     *
     * @param argmaxName where to write the places of the maxima; null for nowhere
     * @return the exit code
     */
    int run(PoolKind kind, String argmaxName, PrintWriter out) {
        Strategy strategy = options.strategy();
        NdArray x = files.read("--input", input, "images", "channels", "height", "width");
        NdArray dy = files.readIfGiven("--grad-output", gradOutput, "images", "channels", "height", "width");
        PoolShape shape = ApplyOptions.shape(() -> shape(kind, x.shape()));
        TensorFiles.requireShape("--grad-output", dy, shape.mb(), shape.c(), shape.oh(), shape.ow());
        Precision precision = options.precision(files);
        ApplyOptions.require(strategy, strategy.supports(shape, Pass.FORWARD, precision));
        if (dy != null) {
            ApplyOptions.require(strategy, strategy.supports(shape, Pass.BACKWARD_DATA, precision));
        }
        Pooling plan = strategy.pooling(shape, precision);
        Scratch scratch = plan.newScratch();
        GivenReport report = new GivenReport(out);
        int[] outputShape = {shape.mb(), shape.c(), shape.oh(), shape.ow()};
        int[] argmax = null;
        // The gradient of an average needs no forward pass, that of a maximum does.
        if (output != null || shape.isMax() || options.check) {
            PoolInputs forward = new PoolInputs(shape, Pass.FORWARD, x.doubles(), null).in(precision);
            PoolArrays arrays = new PoolArrays(forward);
            arrays.run(plan, scratch);
            argmax = arrays.argmaxOut();
            if (output != null) {
                files.add(output, outputShape, arrays.out().array());
            }
            if (argmaxName != null) {
                files.add(argmaxName, outputShape, argmax);
            }
            if (options.check) {
                check(report, forward);
            }
        }
        if (dy != null) {
            PoolInputs backward = new PoolInputs(shape, Pass.BACKWARD_DATA, dy.doubles(), argmax).in(precision);
            PoolArrays gradients = new PoolArrays(backward);
            gradients.run(plan, scratch);
            if (gradInput != null) {
                files.add(gradInput, x.shape(), gradients.out().array());
            }
            if (options.check) {
                check(report, backward);
            }
        }
        files.write(out);
        return report.ok() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Refuses what cannot be, before anything is read. */
    void requireSense(String argmaxName) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("--output", output);
        names.put("--argmax", argmaxName);
        names.put("--grad-input", gradInput);
        TensorFiles.requireDistinct(names);
        if (gradInput != null && gradOutput == null) {
            throw new UsageException("a gradient is wanted, which needs --grad-output");
        }
        if (output == null && argmaxName == null && gradInput == null && !options.check) {
            throw new UsageException("nothing to do: say where to write with --output or --grad-input, or --check");
        }
        padding.requireSense();
    }

    private void check(GivenReport report, PoolInputs inputs) {
        Expected expected = References.expected(inputs);
        boolean places = inputs.shape().isMax() && inputs.pass() == Pass.FORWARD;
        int[] argmax = places ? References.argmax(inputs) : null;
        report.begin("pool " + inputs.pass().text() + ", " + inputs.precision().text() + ", " + inputs.shape());
        options.all().forEach(each -> report.add(GivenCheck.of(each, inputs, expected, argmax)));
        report.end();
    }

    private PoolShape shape(PoolKind kind, int[] in) {
        Extents step = stride == null ? kernel : stride;
        int[] sides = padding.sides(in, kernel.height(), kernel.width(), step);
        return PoolShape.builder()
                .kind(kind)
                .input(in[0], in[1], in[2], in[3])
                .window(kernel.height(), kernel.width())
                .stride(step.height(), step.width())
                .dilation(padding.dilation().height(), padding.dilation().width())
                .pad(sides[0], sides[1], sides[2], sides[3])
                .ceilMode(ceilMode)
                .build();
    }
}
