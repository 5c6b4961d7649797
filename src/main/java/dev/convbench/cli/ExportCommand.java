package dev.convbench.cli;

import dev.convbench.results.JmhFile;
import dev.convbench.results.Run;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.export.BencherMetrics;
import dev.convbench.results.export.GithubActionBenchmark;
import dev.convbench.run.UsageException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: results for other tools. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Writes a run for a service that watches benchmarks: nanoseconds an operation, smaller is better, parameters in the name.",
            "",
            "github-action-benchmark: with 'tool: customSmallerIsBetter'. bencher: with '--adapter json'."
        },
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "A run folder, or a JSON file of JMH.")
    private Path run;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            required = true,
            description = "github-action-benchmark or bencher.")
    private String format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.json",
            required = true,
            description = "The file; one of that name is replaced.")
    private Path output;

    @Override
    public Integer call() throws UnreadableRunException {
        Run read = JmhFile.readRunOrFile(run);
        String text = switch (format.toLowerCase(Locale.ROOT)) {
            case "github-action-benchmark" -> GithubActionBenchmark.of(read);
            case "bencher" -> BencherMetrics.of(read);
            default ->
                throw new UsageException("--format is '" + format + "', must be github-action-benchmark or bencher");
        };
        OutputFile.write(output, text);
        spec.commandLine().getOut().println(output);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
