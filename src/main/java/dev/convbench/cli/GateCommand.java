package dev.convbench.cli;

import picocli.CommandLine.Command;

/** {@code gate}: {@code ab} in two stages, with a verdict and an exit code for a pipeline. */
@Command(
        name = "gate",
        description = {
            "Fails if the head became slower than the base, and only then: measures both on this machine, forks in turn,",
            "and what looks slower a second time in new JVMs. Works with any benchmarks.jar of JMH."
        },
        customSynopsis = "convbench gate [REVISION] [OPTIONS] [JMH OPTIONS] [REGEXP...]%n",
        sortOptions = false,
        footerHeading = "%nExit codes%n",
        footer = {
            "  0    nothing became slower",
            "  1    a benchmark or a build failed",
            "  2    wrong usage, nothing matches, unreadable input",
            "  3    a regression",
            "  5    something could not be judged, with --fail-on inconclusive",
            "  130  interrupted; --resume DIR goes on"
        })
final class GateCommand extends AbCommand {
    @Override
    boolean isGate() {
        return true;
    }
}
