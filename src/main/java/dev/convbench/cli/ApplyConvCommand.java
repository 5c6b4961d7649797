package dev.convbench.cli;

import dev.convbench.check.ConvArrays;
import dev.convbench.check.ConvInputs;
import dev.convbench.check.Expected;
import dev.convbench.check.GivenCheck;
import dev.convbench.npy.NdArray;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import dev.convbench.run.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code apply conv}: a convolution of the user's arrays, forward and its gradients. */
@Command(
        name = "conv",
        description =
                "Convolution y = x * w + b (cross-correlation), and its gradients. Layouts: input and its gradient"
                        + " (mb, ic, ih, iw), weights (oc, ic/groups, kh, kw), bias (oc), output and its gradient (mb, oc, oh, ow).")
final class ApplyConvCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ApplyOptions options;

    @Mixin
    private PaddingOptions padding;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "The input x.")
    private String input;

    @Option(names = "--weights", required = true, paramLabel = "FILE", description = "The weights w.")
    private String weights;

    @Option(names = "--bias", paramLabel = "FILE", description = "The bias b; none if not given.")
    private String bias;

    @Option(names = "--output", paramLabel = "FILE.npy", description = "Write y here.")
    private String output;

    @Option(
            names = "--grad-output",
            paramLabel = "FILE",
            description = "The gradient of the output, for the gradients below.")
    private String gradOutput;

    @Option(names = "--grad-input", paramLabel = "FILE.npy", description = "Write the gradient of x here.")
    private String gradInput;

    @Option(names = "--grad-weights", paramLabel = "FILE.npy", description = "Write the gradient of w here.")
    private String gradWeights;

    @Option(names = "--grad-bias", paramLabel = "FILE.npy", description = "Write the gradient of b here.")
    private String gradBias;

    @Option(
            names = "--stride",
            paramLabel = "H,W",
            defaultValue = "1",
            converter = Extents.Pair.class,
            description = "Strides; 1 if not given. One number stands for both.")
    private Extents stride;

    @Option(
            names = "--groups",
            paramLabel = "G",
            defaultValue = "1",
            description = "Groups of channels; 1 if not given.")
    private int groups;

    private final TensorFiles files = new TensorFiles();

    @Override
    public Integer call() throws Exception {
        Map<Pass, String> wanted = wanted();
        if (Relaunch.isNeeded()) {
            return Relaunch.run(spec.root().commandLine().getParseResult().originalArgs());
        }
        Strategy strategy = options.strategy();
        NdArray x = files.read("--input", input, "images", "channels", "height", "width");
        NdArray w = files.read("--weights", weights, "output channels", "input channels of a group", "height", "width");
        NdArray b = files.readIfGiven("--bias", bias, "output channels");
        NdArray dy = files.readIfGiven("--grad-output", gradOutput, "images", "output channels", "height", "width");
        ConvShape shape = ApplyOptions.shape(() -> shape(x.shape(), w.shape()));
        TensorFiles.requireShape("--weights", w, shape.oc(), shape.icPerGroup(), shape.kh(), shape.kw());
        TensorFiles.requireShape("--bias", b, shape.oc());
        TensorFiles.requireShape("--grad-output", dy, shape.mb(), shape.oc(), shape.oh(), shape.ow());
        Precision precision = options.precision(files);
        for (Pass pass : wanted.keySet()) {
            ApplyOptions.require(strategy, strategy.supports(shape, pass, precision));
        }
        Convolution plan = strategy.convolution(shape, precision);
        Scratch scratch = plan.newScratch();
        double[] pixels = x.doubles();
        double[] taps = w.doubles();
        double[] summands = b == null ? null : b.doubles();
        double[] gradient = dy == null ? null : dy.doubles();
        GivenReport report = new GivenReport(spec.commandLine().getOut());
        for (Map.Entry<Pass, String> entry : wanted.entrySet()) {
            ConvInputs inputs = new ConvInputs(shape, entry.getKey(), pixels, taps, summands, gradient).in(precision);
            ConvArrays arrays = new ConvArrays(inputs);
            arrays.run(plan, scratch);
            if (entry.getValue() != null) {
                files.add(
                        entry.getValue(),
                        outputShape(shape, entry.getKey()),
                        arrays.out().array());
            }
            if (options.check) {
                Expected expected = GivenCheck.expected(inputs);
                report.begin("conv " + entry.getKey().text() + ", " + precision.text() + ", " + shape);
                options.all().forEach(each -> report.add(GivenCheck.of(each, inputs, expected)));
                report.end();
            }
        }
        files.write(spec.commandLine().getOut());
        return report.ok() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** What to compute and where to write it; null for nowhere. */
    private Map<Pass, String> wanted() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("--output", output);
        names.put("--grad-input", gradInput);
        names.put("--grad-weights", gradWeights);
        names.put("--grad-bias", gradBias);
        TensorFiles.requireDistinct(names);
        Map<Pass, String> wanted = new LinkedHashMap<>();
        put(wanted, Pass.FORWARD, output, gradOutput == null);
        put(wanted, Pass.BACKWARD_DATA, gradInput, gradOutput != null);
        put(wanted, Pass.BACKWARD_WEIGHTS, gradWeights, gradOutput != null);
        put(wanted, Pass.BACKWARD_BIAS, gradBias, gradOutput != null);
        if (gradOutput == null && (gradInput != null || gradWeights != null || gradBias != null)) {
            throw new UsageException("a gradient is wanted, which needs --grad-output");
        }
        if (wanted.isEmpty()) {
            throw new UsageException("nothing to do: say where to write with --output, --grad-input, --grad-weights or"
                    + " --grad-bias, or --check");
        }
        padding.requireSense();
        return wanted;
    }

    private void put(Map<Pass, String> wanted, Pass pass, String name, boolean checked) {
        if (name != null || (options.check && checked)) {
            wanted.put(pass, name);
        }
    }

    private ConvShape shape(int[] in, int[] kernel) {
        if (groups >= 1 && kernel[1] * (long) groups != in[1]) {
            throw new UsageException("--weights takes " + kernel[1] + " channels in each of " + groups
                    + " groups, --input has " + in[1] + " in all");
        }
        int[] sides = padding.sides(in, kernel[2], kernel[3], stride);
        return ConvShape.builder()
                .input(in[0], in[1], in[2], in[3])
                .filters(kernel[0], kernel[2], kernel[3])
                .groups(groups)
                .stride(stride.height(), stride.width())
                .dilation(padding.dilation().height(), padding.dilation().width())
                .pad(sides[0], sides[1], sides[2], sides[3])
                .build();
    }

    private static int[] outputShape(ConvShape shape, Pass pass) {
        return switch (pass) {
            case FORWARD -> new int[] {shape.mb(), shape.oc(), shape.oh(), shape.ow()};
            case BACKWARD_DATA -> new int[] {shape.mb(), shape.ic(), shape.ih(), shape.iw()};
            case BACKWARD_WEIGHTS -> new int[] {shape.oc(), shape.icPerGroup(), shape.kh(), shape.kw()};
            case BACKWARD_BIAS -> new int[] {shape.oc()};
        };
    }
}
