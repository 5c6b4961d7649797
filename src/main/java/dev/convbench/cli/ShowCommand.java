package dev.convbench.cli;

import dev.convbench.results.RunReader;
import dev.convbench.results.RunReport;
import dev.convbench.results.TableRenderer;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.run.UsageException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code show}: the tables of a run folder, also of an interrupted run or one under way. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Prints the tables of a run folder again.")
final class ShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The run folder.")
    private Path folder;

    @Option(
            names = "--format",
            paramLabel = "text|md",
            description = "Text for a terminal (the default) or Markdown.",
            defaultValue = "text")
    private String format;

    @Override
    public Integer call() throws UnreadableRunException {
        TableRenderer.Format wanted = switch (format.toLowerCase(Locale.ROOT)) {
            case "text" -> TableRenderer.Format.TEXT;
            case "md", "markdown" -> TableRenderer.Format.MD;
            default -> throw new UsageException("--format is '" + format + "', must be text or md");
        };
        spec.commandLine().getOut().print(TableRenderer.render(RunReport.of(RunReader.read(folder)), wanted));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
