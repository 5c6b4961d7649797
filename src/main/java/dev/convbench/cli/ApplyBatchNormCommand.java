package dev.convbench.cli;

import dev.convbench.check.BatchNormArrays;
import dev.convbench.check.BatchNormExpected;
import dev.convbench.check.BatchNormInputs;
import dev.convbench.check.Elements;
import dev.convbench.check.GivenCheck;
import dev.convbench.npy.NdArray;
import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;
import dev.convbench.op.RunningStatistics;
import dev.convbench.op.Strategy;
import dev.convbench.run.UsageException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code apply batchnorm}: spatial batch normalisation of the user's array, and its gradients. */
@Command(
        name = "batchnorm",
        description =
                "Spatial batch normalisation y = gamma * (x - mean) / sqrt(variance + eps) + beta of each channel, and"
                        + " its gradients: by the statistics of the batch, or by those given with --mean and --variance.")
final class ApplyBatchNormCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ApplyOptions options;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "The input x (mb, c, h, w).")
    private String input;

    @Option(names = "--gamma", required = true, paramLabel = "FILE", description = "Factor of each channel (c).")
    private String gamma;

    @Option(names = "--beta", required = true, paramLabel = "FILE", description = "Summand of each channel (c).")
    private String beta;

    @Option(names = "--mean", paramLabel = "FILE", description = "Normalise by this mean of each channel (c).")
    private String mean;

    @Option(names = "--variance", paramLabel = "FILE", description = "Normalise by this variance of each channel (c).")
    private String variance;

    @Option(
            names = "--eps",
            paramLabel = "E",
            defaultValue = "1e-5",
            description = "Added to the variance; 1e-5 if not given.")
    private double eps;

    @Option(names = "--output", paramLabel = "FILE.npy", description = "Write y here.")
    private String output;

    @Option(
            names = "--grad-output",
            paramLabel = "FILE",
            description = "The gradient of the output, for the gradients below.")
    private String gradOutput;

    @Option(names = "--grad-input", paramLabel = "FILE.npy", description = "Write the gradient of x here.")
    private String gradInput;

    @Option(names = "--grad-gamma", paramLabel = "FILE.npy", description = "Write the gradient of gamma here.")
    private String gradGamma;

    @Option(names = "--grad-beta", paramLabel = "FILE.npy", description = "Write the gradient of beta here.")
    private String gradBeta;

    @Option(
            names = "--running-mean",
            paramLabel = "FILE",
            description = "Statistics of earlier batches, to be updated.")
    private String runningMean;

    @Option(names = "--running-variance", paramLabel = "FILE", description = "Likewise.")
    private String runningVariance;

    @Option(
            names = "--new-running-mean",
            paramLabel = "FILE.npy",
            description = "Write the updated mean here. Without --running-mean it starts from 0.")
    private String newRunningMean;

    @Option(
            names = "--new-running-variance",
            paramLabel = "FILE.npy",
            description =
                    "Write the updated variance here. Without --running-variance it starts from 1, in the notebook's"
                            + " convention from 0.")
    private String newRunningVariance;

    @Option(
            names = "--convention",
            paramLabel = "NAME",
            defaultValue = "pytorch",
            description =
                    "How statistics are kept: pytorch (unbiased variance) or notebook (biased); pytorch if not given.")
    private String convention;

    @Option(
            names = "--keep",
            paramLabel = "SHARE",
            defaultValue = "0.9",
            description =
                    "Share of the old statistics that stays; 0.9 if not given. PyTorch's momentum is 1 minus this.")
    private double keep;

    private final TensorFiles files = new TensorFiles();

    @Override
    public Integer call() throws Exception {
        requireSense();
        if (Relaunch.isNeeded()) {
            return Relaunch.run(spec.root().commandLine().getParseResult().originalArgs());
        }
        Strategy strategy = options.strategy();
        NdArray x = files.read("--input", input, "images", "channels", "height", "width");
        NdArray dy = files.readIfGiven("--grad-output", gradOutput, "images", "channels", "height", "width");
        int[] in = x.shape();
        BatchNormShape shape = ApplyOptions.shape(() -> new BatchNormShape(in[0], in[1], in[2], in[3]));
        TensorFiles.requireShape("--grad-output", dy, in);
        double[] factors = channels("--gamma", gamma, shape);
        double[] summands = channels("--beta", beta, shape);
        double[] givenMean = channels("--mean", mean, shape);
        double[] givenVariance = channels("--variance", variance, shape);
        double[] oldMean = channels("--running-mean", runningMean, shape);
        double[] oldVariance = channels("--running-variance", runningVariance, shape);
        Precision precision = options.precision(files);
        ApplyOptions.require(strategy, strategy.supports(shape, precision));
        BatchNormInputs inputs = new BatchNormInputs(
                shape,
                precision,
                x.doubles(),
                factors,
                summands,
                eps,
                givenMean,
                givenVariance,
                dy == null ? null : dy.doubles());
        BatchNormArrays arrays = new BatchNormArrays(inputs);
        BatchNorm plan = strategy.batchNorm(shape, precision);
        arrays.run(plan, plan.newScratch());
        add(output, in, arrays.y().array());
        if (dy != null) {
            add(gradInput, in, arrays.dx().array());
            add(gradGamma, new int[] {shape.c()}, arrays.dgamma().array());
            add(gradBeta, new int[] {shape.c()}, arrays.dbeta().array());
        }
        if (newRunningMean != null || newRunningVariance != null) {
            update(arrays, shape, precision, oldMean, oldVariance);
        }
        GivenReport report = new GivenReport(spec.commandLine().getOut());
        if (options.check) {
            BatchNormExpected expected = new BatchNormExpected(inputs);
            report.begin("batchnorm, " + precision.text() + ", " + shape);
            options.all().forEach(each -> report.add(GivenCheck.of(each, inputs, expected)));
            report.end();
        }
        files.write(spec.commandLine().getOut());
        return report.ok() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void requireSense() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("--output", output);
        names.put("--grad-input", gradInput);
        names.put("--grad-gamma", gradGamma);
        names.put("--grad-beta", gradBeta);
        names.put("--new-running-mean", newRunningMean);
        names.put("--new-running-variance", newRunningVariance);
        TensorFiles.requireDistinct(names);
        boolean gradients = gradInput != null || gradGamma != null || gradBeta != null;
        boolean statistics = newRunningMean != null || newRunningVariance != null;
        if (gradients && gradOutput == null) {
            throw new UsageException("a gradient is wanted, which needs --grad-output");
        }
        if ((mean == null) != (variance == null)) {
            throw new UsageException("--mean and --variance go together");
        }
        if (mean != null && (statistics || runningMean != null || runningVariance != null)) {
            throw new UsageException(
                    "running statistics are updated by those of a batch, not by --mean and --variance");
        }
        if (output == null && !gradients && !statistics && !options.check) {
            throw new UsageException("nothing to do: say where to write with --output, --grad-input, --grad-gamma or"
                    + " --grad-beta, or --check");
        }
        if (!(eps >= 0)) {
            throw new UsageException("--eps is " + eps + ", must be at least 0");
        }
        if (!convention.equals("pytorch") && !convention.equals("notebook")) {
            throw new UsageException("--convention is '" + convention + "', must be pytorch or notebook");
        }
        if (!(keep >= 0 && keep <= 1)) {
            throw new UsageException("--keep is " + keep + ", must be between 0 and 1");
        }
    }

    private double[] channels(String option, String name, BatchNormShape shape) {
        NdArray array = files.readIfGiven(option, name, "channels");
        TensorFiles.requireShape(option, array, shape.c());
        return array == null ? null : array.doubles();
    }

    private void add(String name, int[] shape, Object values) {
        if (name != null) {
            files.add(name, shape, values);
        }
    }

    private void update(
            BatchNormArrays arrays, BatchNormShape shape, Precision precision, double[] oldMean, double[] oldVariance) {
        boolean pytorch = convention.equals("pytorch");
        double[] newMean = oldMean == null ? new double[shape.c()] : oldMean.clone();
        double[] newVariance = oldVariance == null ? new double[shape.c()] : oldVariance.clone();
        if (oldVariance == null && pytorch) {
            Arrays.fill(newVariance, 1);
        }
        try {
            new RunningStatistics(keep, pytorch)
                    .update(arrays.mean().doubles(), arrays.variance().doubles(), shape.count(), newMean, newVariance);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
        int[] channels = {shape.c()};
        add(newRunningMean, channels, Elements.of(newMean, precision).array());
        add(newRunningVariance, channels, Elements.of(newVariance, precision).array());
    }
}
