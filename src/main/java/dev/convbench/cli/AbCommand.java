package dev.convbench.cli;

import dev.convbench.gate.ChildProcess;
import dev.convbench.gate.GatePlan;
import dev.convbench.gate.GateRequest;
import dev.convbench.gate.GateRequest.Wanted;
import dev.convbench.gate.GateSession;
import dev.convbench.gate.Target;
import dev.convbench.results.gate.Accepted;
import dev.convbench.results.gate.Finding;
import dev.convbench.results.gate.GateReport;
import dev.convbench.results.gate.GateRow;
import dev.convbench.results.gate.GateRule;
import dev.convbench.run.Checkout;
import dev.convbench.run.Disk;
import dev.convbench.run.Progress;
import dev.convbench.run.ShardChoice;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code ab}: measures two sides in turn on this machine. */
@Command(
        name = "ab",
        description = {
            "Measures two jars, git revisions, JDKs or sets of flags in turn on this machine, and says how they differ.",
            "Works with any benchmarks.jar of JMH."
        },
        customSynopsis = "convbench ab [OPTIONS] [JMH OPTIONS] [REGEXP...]%n",
        sortOptions = false,
        footerHeading = "%nExit codes%n",
        footer = {
            "  0    measured",
            "  1    a benchmark or a build failed",
            "  2    wrong usage, nothing matches, unreadable input",
            "  130  interrupted; --resume DIR goes on"
        })
class AbCommand implements Callable<Integer> {
    private static final Path ACCEPTED = Path.of(".convbench-accepted");
    private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(s|m|h)?");
    private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?)(%)?");

    @Option(names = "--base", paramLabel = "REV", description = "Git revision of the base.")
    private String base;

    @Option(names = "--head", paramLabel = "REV", description = "Git revision of the head. Default: HEAD.")
    private String head = "HEAD";

    @Option(names = "--base-jar", paramLabel = "JAR", description = "Jar of the base.")
    private Path baseJar;

    @Option(names = "--head-jar", paramLabel = "JAR", description = "Jar of the head.")
    private Path headJar;

    @Option(names = "--jar", paramLabel = "JAR", description = "Jar of both sides, for two JDKs or sets of flags.")
    private Path jar;

    @Option(names = "--base-jdk", paramLabel = "HOME", description = "JDK of the base. Default: this one.")
    private Path baseJdk;

    @Option(names = "--head-jdk", paramLabel = "HOME", description = "JDK of the head. Default: this one.")
    private Path headJdk;

    @Option(names = "--base-jvm-args", paramLabel = "FLAGS", description = "Flags for the forks of the base.")
    private String baseFlags = "";

    @Option(names = "--head-jvm-args", paramLabel = "FLAGS", description = "Flags for the forks of the head.")
    private String headFlags = "";

    @Option(
            names = "--build",
            paramLabel = "COMMAND",
            description = "How to build a revision. Default: mvn -q -B -DskipTests package.")
    private String build = "mvn -q -B -DskipTests package";

    @Option(
            names = "--built-jar",
            paramLabel = "FILE",
            description = "What that makes. Default: target/benchmarks.jar.")
    private String builtJar = "target/benchmarks.jar";

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Measure the I-th of N parts of the benchmarks, for N machines; false alarms are shared out.")
    private String shard;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder for everything; must be new or empty.")
    private Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Go on with one that was stopped.")
    private Path resume;

    @Option(names = "--budget", paramLabel = "TIME", description = "Such as 90s or 10m. Default: 9m.")
    private String budget = "9m";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the order of the forks. Default: a new one, recorded.")
    private Long seed;

    @Option(names = "--pairs", paramLabel = "N", description = "Pairs of forks, at most. Default: 10.")
    private int pairs = GateRule.DEFAULT.pairs();

    @Option(names = "--confirm", paramLabel = "N", description = "Pairs of forks of a suspect, at most. Default: 20.")
    private int confirm = GateRule.DEFAULT.confirmPairs();

    @Option(names = "--min-effect", paramLabel = "SHARE", description = "Smallest slowdown that counts. Default: 2%%.")
    private String minEffect = "2%";

    @Option(
            names = "--alpha",
            paramLabel = "SHARE",
            description = "Gates of equal sides that call anything, at most. Default: 1%%.")
    private String alpha = "1%";

    @Option(
            names = "--accepted",
            paramLabel = "FILE",
            description =
                    "Accepted changes, lines 'PATTERN | REASON | EXPIRY'. Default: .convbench-accepted if it is there.")
    private Path accepted;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the verdicts as Markdown.")
    private Path markdown;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the verdicts as JUnit XML.")
    private Path junit;

    @Option(
            names = "--annotations",
            description = "Print a line ::error for each regression. On by itself in GitHub's workflows.")
    private boolean annotations;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            split = ",",
            description = "regression, failed, inconclusive or none. Default: regression,failed.")
    private List<String> failOn = List.of("regression", "failed");

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    @Unmatched
    private List<String> words = new ArrayList<>();

    /** Whether suspects are measured again and a regression fails. */
    boolean isGate() {
        return false;
    }

    @Override
    public Integer call() throws Exception {
        if (!List.of("regression", "failed", "inconclusive", "none").containsAll(failOn)) {
            throw new UsageException("--fail-on takes regression, failed, inconclusive or none, not " + failOn);
        }
        Accepted allowed = accepted();
        Path folder = folder();
        ChildProcess child = new ChildProcess();
        Interruption interruption = new Interruption(child::stop);
        try {
            return measure(folder, child, allowed);
        } catch (ChildProcess.StoppedException e) {
            System.err.println("convbench: stopped; --resume " + folder + " goes on");
            return ExitCode.INTERRUPTED;
        } finally {
            interruption.close();
        }
    }

    private int measure(Path folder, ChildProcess child, Accepted allowed) throws Exception {
        Path cache = Path.of(System.getProperty("java.io.tmpdir"), "convbench-jars-" + System.getProperty("user.name"));
        GateRequest request = new GateRequest(child, cache);
        GatePlan plan;
        if (resume != null) {
            plan = GateSession.plan(folder);
            GateRequest.checkSame(plan);
        } else {
            plan = plan(request);
            GateSession.create(folder, plan);
        }
        System.err.println("folder " + folder + ": " + plan.benchmarks().size() + " benchmarks, seed " + plan.seed());
        GateSession session = new GateSession(
                folder,
                plan,
                request.runner(plan, folder.toAbsolutePath()),
                new Progress(System.err, Progress.isTerminal()));
        session.measure();
        write(folder, session.report(allowed));
        return exitCode(session.rows(allowed));
    }

    private GatePlan plan(GateRequest request) throws Exception {
        boolean positional = isGate() && base == null && baseJar == null && jar == null && !words.isEmpty();
        if (positional && !words.get(0).startsWith("-")) {
            base = words.remove(0);
        }
        String refused = words.stream()
                .filter(word -> word.matches("-(f|rf|rff|wf|foe)(=.*)?"))
                .findFirst()
                .orElse(null);
        if (refused != null) {
            throw new UsageException(
                    refused + " is not for a user here: forks and result files are those of the pairs");
        }
        if (jar == null && base == null && (baseJar == null || headJar == null)) {
            throw new UsageException("name two sides: --base REV, --base-jar and --head-jar, or --jar with two JDKs or"
                    + " sets of flags");
        }
        Path first = baseJar != null ? baseJar : jar;
        Path second = headJar != null ? headJar : jar;
        List<String> how = List.of(build.strip().split("\\s+"));
        Target before =
                request.target(new Wanted(base, base != null ? null : first, baseJdk, flags(baseFlags)), how, builtJar);
        Target after = request.target(
                new Wanted(head, base != null && headJar == null ? null : second, headJdk, flags(headFlags)),
                how,
                builtJar);
        GateRule rule = rule();
        long order = seed == null ? System.currentTimeMillis() : seed;
        return request.plan(
                before,
                after,
                words,
                order,
                rule,
                isGate(),
                seconds(),
                shard == null ? null : ShardChoice.parse(shard));
    }

    private GateRule rule() {
        try {
            return new GateRule(share("--alpha", alpha), share("--min-effect", minEffect), pairs, confirm);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static List<String> flags(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static double share(String option, String text) {
        Matcher matcher = SHARE.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException(option + " is '" + text + "', must be a share such as 2% or 0.02");
        }
        return Double.parseDouble(matcher.group(1)) / (matcher.group(2) == null ? 1 : 100);
    }

    private double seconds() {
        Matcher matcher = TIME.matcher(budget);
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) <= 0) {
            throw new UsageException("--budget is '" + budget + "', must be a time such as 90s or 10m");
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return Double.parseDouble(matcher.group(1)) * (unit.equals("h") ? 3600 : unit.equals("m") ? 60 : 1);
    }

    private Path folder() throws IOException {
        if (resume != null) {
            if (out != null || !words.isEmpty()) {
                throw new UsageException("--resume goes on with the options of then; leave the others away");
            }
            return resume;
        }
        Path folder = out == null ? Checkout.newFolder(isGate() ? "gate" : "ab") : out;
        if (Files.exists(folder)) {
            try (var list = Files.list(folder)) {
                if (list.findAny().isPresent()) {
                    throw new UsageException(folder + " is not empty; give a new folder, or --resume " + folder);
                }
            }
        }
        return folder;
    }

    private Accepted accepted() {
        Path file = accepted != null ? accepted : Files.exists(ACCEPTED) ? ACCEPTED : null;
        if (file == null) {
            return Accepted.none();
        }
        try {
            return Accepted.parse(file.toString(), Files.readAllLines(file), LocalDate.now(ZoneOffset.UTC));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UsageException("cannot read the accepted changes in " + file + ": " + Disk.reason(e), e);
        }
    }

    private void write(Path folder, GateReport report) throws IOException {
        System.out.print(report.text());
        Disk.replace(folder.resolve("gate.json"), report.json());
        if (markdown != null) {
            Disk.replace(markdown, report.markdown());
        }
        if (junit != null) {
            Disk.replace(junit, report.junit());
        }
        if (isGate() && (annotations || "true".equals(System.getenv("GITHUB_ACTIONS")))) {
            System.out.print(report.annotations());
        }
    }

    private int exitCode(List<GateRow> rows) {
        if (isGate() && failOn.contains("regression") && rows.stream().anyMatch(GateRow::isRegression)) {
            return ExitCode.REGRESSION;
        }
        if (failOn.contains("failed") && rows.stream().anyMatch(GateRow::isFailed)) {
            return ExitCode.FAILED;
        }
        boolean open = rows.stream().anyMatch(row -> row.finding() == Finding.NOT_SEEN);
        return open && failOn.contains("inconclusive") ? ExitCode.INCONCLUSIVE : ExitCode.OK;
    }
}
