package dev.convbench.cli;

import dev.convbench.results.Run;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.run.Aspect;
import dev.convbench.run.Expectation;
import dev.convbench.run.MergedFolder;
import dev.convbench.run.RunMerge;
import dev.convbench.run.Shard;
import dev.convbench.run.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code merge}: one run folder of several. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Makes one run folder of several: the shards of a suite, or runs of several machines or JDKs.",
            "A benchmark may be in one of them only, except the limits of the machine, which every shard measures."
        },
        footerHeading = "%nExit codes%n",
        footer = {
            "  0  merged",
            "  1  a benchmark is missing (nothing is written), or one failed (the rest is merged)",
            "  2  wrong usage, unreadable folders, a benchmark in two of them",
            "  4  other machine, JDK, JVM arguments or jar, and --apart does not name it"
        })
final class MergeCommand implements Callable<Integer> {
    private static final int MOST_LINES = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", arity = "1..*", description = "Run folders.")
    private List<Path> folders;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "OUT",
            required = true,
            description = "The run folder to make; must be new or empty.")
    private Path out;

    @Option(
            names = "--expect",
            paramLabel = "FILE",
            description = "What must be there: a run folder, a run.json, JMH's JSON, or lines"
                    + " 'BENCHMARK [NAME=VALUE ...]'.")
    private Path expect;

    @Option(
            names = "--apart",
            paramLabel = "WHAT",
            split = ",",
            description = "Merge although machine, jdk, flags or jar differ, and keep the rows apart by a parameter of"
                    + " that name.")
    private List<String> apart = new ArrayList<>();

    @Option(
            names = "--partial",
            description = "Merge although benchmarks are missing; they are listed as not measured.")
    private boolean partial;

    @Override
    public Integer call() throws UnreadableRunException {
        RunMerge merge = new RunMerge(shards(), aspects());
        if (isComplaint("the runs cannot become one: ", merge.differences())) {
            say("--apart machine,jdk,flags,jar (what differs of these) keeps their rows apart");
            return ExitCode.NOT_COMPARABLE;
        }
        if (isComplaint("measured twice: ", merge.duplicates())) {
            return ExitCode.USAGE;
        }
        List<String> missing = new ArrayList<>(merge.unmeasured());
        if (expect != null) {
            missing.addAll(merge.missing(Expectation.read(expect)));
        }
        if (!partial && isComplaint("missing: ", missing)) {
            return ExitCode.FAILED;
        }
        Run run = merge.run(spec.commandLine().getParent().getParseResult().originalArgs(), missing);
        MergedFolder.write(out, merge, run);
        PrintWriter writer = spec.commandLine().getOut();
        writer.println("Merged " + count(folders.size(), "run") + ", "
                + count(run.document().configurations().size(), "configuration") + ", "
                + count(run.forks().size(), "fork"));
        writer.println("Run folder: " + out);
        writer.flush();
        List<String> failed = run.document().failed().stream()
                .map(one -> one.what() + ": " + one.reason())
                .toList();
        return isComplaint("failed: ", failed) ? ExitCode.FAILED : ExitCode.OK;
    }

    private List<Shard> shards() throws UnreadableRunException {
        Set<Path> seen = new HashSet<>();
        List<Shard> shards = new ArrayList<>();
        for (Path folder : folders) {
            if (!seen.add(folder.toAbsolutePath().normalize())) {
                throw new UsageException(folder + " is named twice");
            }
            shards.add(Shard.read(folder));
        }
        return shards;
    }

    private Set<Aspect> aspects() {
        Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
        for (String name : apart) {
            aspects.add(Arrays.stream(Aspect.values())
                    .filter(aspect -> aspect.text().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("--apart is '" + name + "', must be of "
                            + Arrays.stream(Aspect.values()).map(Aspect::text).collect(Collectors.joining(", ")))));
        }
        return aspects;
    }

    /** Says each problem on a line of its own; whether there was any. */
    private boolean isComplaint(String what, List<String> problems) {
        problems.stream().limit(MOST_LINES).forEach(problem -> say(what + problem));
        if (problems.size() > MOST_LINES) {
            say(what + "and " + (problems.size() - MOST_LINES) + " more");
        }
        return !problems.isEmpty();
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("convbench: " + line);
        err.flush();
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
