package dev.convbench.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code history}: how fast each benchmark was, commit by commit. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Keeps what runs measured, commit by commit, and finds where a benchmark changed its level.",
        subcommands = {HistoryAddCommand.class, HistoryListCommand.class, HistoryPlotCommand.class})
final class HistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }
}
