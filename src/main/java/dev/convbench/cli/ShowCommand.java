package dev.convbench.cli;

import dev.convbench.results.Bars;
import dev.convbench.results.JmhFile;
import dev.convbench.results.RunReport;
import dev.convbench.results.TableRenderer;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.peers.PeerRenderer;
import dev.convbench.run.UsageException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code show}: the tables of a run folder, also of an interrupted run or one under way. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Prints the tables of a run folder again, or those of a JSON file of JMH.")
final class ShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The run folder, or a JSON file of JMH.")
    private Path folder;

    @Option(
            names = "--format",
            paramLabel = "text|md",
            description = "Text for a terminal (the default) or Markdown.",
            defaultValue = "text")
    private String format;

    @Option(
            names = "--bars",
            paramLabel = "auto|always|never",
            description = "A bar of its speed in each row of text: auto, the default, on a terminal only.",
            defaultValue = "auto")
    private String bars;

    @Override
    public Integer call() throws UnreadableRunException {
        TableRenderer.Format wanted = TableFormat.parse(format);
        Bars drawn = wanted == TableRenderer.Format.MD ? Bars.NONE : bars();
        RunReport report = RunReport.of(JmhFile.readRunOrFile(folder));
        spec.commandLine().getOut().print(TableRenderer.render(report, wanted, drawn));
        spec.commandLine().getOut().print(PeerRenderer.sideBySide(report.run(), wanted));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private Bars bars() {
        Bars possible = Charset.defaultCharset().equals(StandardCharsets.UTF_8) ? Bars.BLOCKS : Bars.ASCII;
        return switch (bars.toLowerCase(Locale.ROOT)) {
            case "auto" -> Ansi.AUTO.enabled() ? possible : Bars.NONE;
            case "always" -> possible;
            case "never" -> Bars.NONE;
            default -> throw new UsageException("--bars is '" + bars + "', must be auto, always or never");
        };
    }
}
