package dev.convbench.cli;

import dev.convbench.chart.RunPicture;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chart}: a picture of a run folder. */
@Command(
        name = "chart",
        description = "Draws the speed of every strategy in a run folder, a panel an operation, as SVG.")
final class ChartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The run folder.")
    private Path folder;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.svg",
            required = true,
            description = "The picture; a file of that name is replaced.")
    private Path output;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    @Override
    public Integer call() throws UnreadableRunException {
        String picture = RunPicture.speed(folder);
        try {
            Files.writeString(output, picture);
        } catch (IOException e) {
            throw new UsageException("cannot write " + output + ": " + reason(e), e);
        }
        spec.commandLine().getOut().println(output);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private String reason(IOException e) {
        if (Files.isDirectory(output)) {
            return "it is a folder";
        }
        Path parent = output.toAbsolutePath().getParent();
        return Files.isDirectory(parent) ? e.toString() : parent + " is not a folder";
    }
}
