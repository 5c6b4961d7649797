package dev.convbench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code apply}: computes an operation on the user's own arrays.
 *
 * <p>Exit codes: 0 fine, 1 a strategy differs from the reference ({@code --check}), 2 wrong usage or unreadable input.
 */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Computes an operation, forward or backward, on your own arrays.",
            "",
            "Files are NumPy's: .npy, or FILE.npz:NAME for an array of an archive; float32 or float64. Outputs are written as"
                    + " .npy when all of them are computed, so that no half result is left.",
            ""
        },
        subcommands = {
            ApplyConvCommand.class,
            ApplyMaxPoolCommand.class,
            ApplyAvgPoolCommand.class,
            ApplyBatchNormCommand.class
        })
final class ApplyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "apply needs an operation: conv, maxpool, avgpool or batchnorm");
    }
}
