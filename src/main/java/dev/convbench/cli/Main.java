package dev.convbench.cli;

import dev.convbench.op.NotEnoughMemoryException;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.run.RunFailedException;
import dev.convbench.run.UsageException;
import dev.convbench.text.Printable;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/**
 * Entry point of {@code benchmarks.jar}. The first word may be a subcommand; without one it is {@code run}.
 *
 * <p>Exit codes: 0 fine; 1 a run or check failed; 2 wrong usage or input; 3 regression; 4 not comparable; 5
 * inconclusive; 130 interrupted.
 */
@Command(
        name = "convbench",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Convolution and pooling in pure Java: measures, checks and compares every strategy.",
        synopsisHeading = "Usage: ",
        customSynopsis = {
            "convbench [run] [OPTIONS] [JMH OPTIONS]",
            "       convbench SUBCOMMAND [OPTIONS]",
            "java -jar benchmarks.jar takes the same arguments."
        },
        subcommands = {
            RunCommand.class,
            VerifyCommand.class,
            PeersCommand.class,
            NetworksCommand.class,
            StrategiesCommand.class,
            TuneCommand.class,
            ShowCommand.class,
            CompareCommand.class,
            MergeCommand.class,
            ChartCommand.class,
            ReportCommand.class,
            HistoryCommand.class,
            ExportCommand.class,
            TrainCommand.class,
            NotebookCommand.class,
            ApplyCommand.class,
            AbCommand.class,
            GateCommand.class,
            SelfTestCommand.class,
            GateBankCommand.class
        },
        commandListHeading = "%nSubcommands (run is the default; SUBCOMMAND --help tells more):%n",
        footerHeading = "%nExit codes%n",
        footer = {
            "  0    fine",
            "  1    a run or a check failed",
            "  2    wrong usage, no match, an unknown value or unreadable input",
            "  3    a regression (compare, gate, history list)",
            "  4    runs that cannot be compared or become one: other machines, JDKs, flags",
            "  5    a comparison allows no verdict, if that was asked for (compare)",
            "  130  interrupted; what was measured is kept"
        })
public final class Main {
    /** Set it to any value to see where an unexpected error came from. */
    static final String DEBUG_VARIABLE = "CONVBENCH_DEBUG";

    /** When the program started, as {@link System#nanoTime}. */
    static final long START_NANOS = System.nanoTime();

    /** Version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"convbench " + (version == null ? "(not from a jar)" : version)};
        }
    }

    /** Runs and ends this JVM with the exit code. */
    public static void main(String[] args) {
        Relaunch.followParent();
        System.exit(execute(args));
    }

    /** Runs; gives the exit code. */
    static int execute(String... args) {
        return execute(commandLine(), args);
    }

    /** As above, with the streams of a command line. */
    static int execute(CommandLine commandLine, String... args) {
        try {
            return commandLine.execute(
                    withDefault(args, commandLine.getSubcommands().keySet()));
        } catch (Error e) {
            return unexpected(e, commandLine);
        }
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExpandAtFiles(false);
        commandLine.setParameterExceptionHandler(Main::wrongUsage);
        commandLine.setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, command));
        return commandLine;
    }

    private static String[] withDefault(String[] args, Set<String> subcommands) {
        if (args.length > 0
                && (subcommands.contains(args[0]) || args[0].equals("--help") || args[0].matches("-V|--version"))) {
            return args;
        }
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(Arrays.asList(args));
        return all.toArray(String[]::new);
    }

    private static int wrongUsage(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        say(
                command,
                sentence(exception.getMessage()) + "; "
                        + command.getCommandSpec().qualifiedName() + " --help lists the options");
        return ExitCode.USAGE;
    }

    private static int failed(Exception exception, CommandLine command) {
        if (exception instanceof UsageException || exception instanceof UnreadableRunException) {
            say(command, exception.getMessage());
            return ExitCode.USAGE;
        }
        if (exception instanceof NotEnoughMemoryException) {
            say(command, exception.getMessage());
            return ExitCode.FAILED;
        }
        if (exception instanceof RunFailedException) {
            say(command, exception.getMessage());
            return ExitCode.FAILED;
        }
        if (exception instanceof UncheckedIOException) {
            say(command, exception.getMessage() + ": " + exception.getCause().getMessage());
            return ExitCode.FAILED;
        }
        return unexpected(exception, command);
    }

    private static int unexpected(Throwable thrown, CommandLine command) {
        if (System.getenv(DEBUG_VARIABLE) != null) {
            thrown.printStackTrace(command.getErr());
        }
        if (thrown instanceof OutOfMemoryError) {
            long most = Runtime.getRuntime().maxMemory();
            say(
                    command,
                    "not enough memory (" + thrown.getMessage() + "): this JVM may use " + most
                            + " bytes; give it more with java -Xmx");
            return ExitCode.FAILED;
        }
        String what = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
        say(
                command,
                "unexpected " + thrown.getClass().getSimpleName() + what + "; set " + DEBUG_VARIABLE
                        + "=1 to see where it came from");
        return ExitCode.FAILED;
    }

    private static String sentence(String message) {
        return message.strip().replaceAll("\\s+", " ").replaceAll("[.;]$", "");
    }

    private static void say(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println("convbench: " + Printable.of(message));
        err.flush();
    }
}
