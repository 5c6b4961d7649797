package dev.convbench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Entry point of {@code benchmarks.jar}. Prints its usage; the subcommands come with the code that they run. */
@Command(
        name = "convbench",
        mixinStandardHelpOptions = true,
        subcommands = VerifyCommand.class,
        description = "Convolution and pooling in pure Java: measures, checks and compares every strategy.")
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
