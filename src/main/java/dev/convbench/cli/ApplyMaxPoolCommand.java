package dev.convbench.cli;

import dev.convbench.op.PoolKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code apply maxpool}: the maxima of windows of the user's array, and their gradient. */
@Command(
        name = "maxpool",
        description =
                "Max pooling, and its gradient. Padding counts as -infinity; of equal maxima the first in row-major"
                        + " order takes the gradient; a NaN in a window comes out.")
final class ApplyMaxPoolCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ApplyPool pool;

    @Option(
            names = "--argmax",
            paramLabel = "FILE.npy",
            description = "Write where the maxima stand: int32, row * iw + column in the plane of a channel, -1 for a"
                    + " window without pixels.")
    private String argmax;

    @Override
    public Integer call() throws Exception {
        pool.requireSense(argmax);
        return Relaunch.isNeeded()
                ? Relaunch.run(spec.root().commandLine().getParseResult().originalArgs())
                : pool.run(PoolKind.MAX, argmax, spec.commandLine().getOut());
    }
}
