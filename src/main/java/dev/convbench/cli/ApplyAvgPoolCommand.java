package dev.convbench.cli;

import dev.convbench.op.PoolKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code apply avgpool}: the means of windows of the user's array, and their gradient. */
@Command(name = "avgpool", description = "Average pooling, and its gradient. Padding is not counted unless asked for.")
final class ApplyAvgPoolCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ApplyPool pool;

    @Option(names = "--count-include-pad", description = "Count padding as zeros in the means.")
    private boolean countIncludePad;

    @Override
    public Integer call() throws Exception {
        pool.requireSense(null);
        PoolKind kind = countIncludePad ? PoolKind.AVERAGE_INCLUDE_PADDING : PoolKind.AVERAGE_EXCLUDE_PADDING;
        return Relaunch.isNeeded()
                ? Relaunch.run(spec.root().commandLine().getParseResult().originalArgs())
                : pool.run(kind, null, spec.commandLine().getOut());
    }
}
