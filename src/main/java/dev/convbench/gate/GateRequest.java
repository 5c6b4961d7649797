package dev.convbench.gate;

import dev.convbench.gate.GatePlan.Unit;
import dev.convbench.results.gate.GateRule;
import dev.convbench.run.RunFailedException;
import dev.convbench.run.ShardChoice;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** From what a user asked for to a {@link GatePlan}: builds jars, lists benchmarks, finds the times that fit into a budget. */
public final class GateRequest {
    /** The layers of the notebook by the two strategies that people use. */
    private static final List<String> DEFAULT_SELECTION = List.of(
            "\\.(ConvForward|ConvBackwardData|ConvBackwardWeights|PoolForward|PoolBackward)\\.",
            "-p",
            "strategy=simd,im2col",
            "-p",
            "conv=notebook:conv",
            "-p",
            "pool=notebook:pool",
            "-p",
            "precision=f64",
            "-p",
            "workers=1");

    private final ChildProcess child;
    private final Path jars;

    /** Children run in {@code child}; built jars are kept in a folder by commit. */
    public GateRequest(ChildProcess child, Path jars) {
        this.child = child;
        this.jars = jars;
    }

    /** A side as asked for: a jar or a revision, a JDK home or null, and flags. */
    public record Wanted(String revision, Path jar, Path jdk, List<String> jvmArgs) {}

    /** The target of a side; builds a revision. */
    public Target target(Wanted wanted, List<String> build, String builtJar) throws IOException, RunFailedException {
        Path jar = wanted.jar();
        String label = String.valueOf(jar == null ? null : jar.getFileName());
        if (jar == null) {
            Revision revision = new Revision(child, null, build, builtJar);
            String commit = revision.commit(wanted.revision());
            jar = revision.jar(commit, jars);
            label = wanted.revision() + " (" + commit.substring(0, 10) + ")";
        }
        if (!Files.isRegularFile(jar)) {
            throw new UsageException("there is no jar '" + jar + "'");
        }
        Path home = wanted.jdk() == null ? Path.of(System.getProperty("java.home")) : wanted.jdk();
        Path java = home.resolve("bin").resolve("java");
        if (!Files.isExecutable(java)) {
            throw new UsageException("there is no Java in '" + home + "'");
        }
        if (wanted.jdk() != null) {
            label += " on " + home.getFileName();
        }
        if (!wanted.jvmArgs().isEmpty()) {
            label += " with " + String.join(" ", wanted.jvmArgs());
        }
        return new Target(label, java.toString(), jar.toAbsolutePath().toString(), sha256(jar), wanted.jvmArgs());
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * What both sides have, in a plan.
     *
     * @param words JMH's arguments; without any, and with a jar of this project, the ten of {@link #DEFAULT_SELECTION}
     * @param rule pairs are at most those; without times in JMH's arguments fewer if the budget wants it
     * @param twoStages whether suspects are measured again
     * @param budget seconds
     * @param shard the part of the benchmarks to measure; null for all
     */
    public GatePlan plan(
            Target base,
            Target head,
            List<String> words,
            long seed,
            GateRule rule,
            boolean twoStages,
            double budget,
            ShardChoice shard)
            throws IOException, RunFailedException {
        List<String> jmhArguments = words.isEmpty() && isOurs(head) ? DEFAULT_SELECTION : words;
        List<Unit> before = new JmhJar(base, child).list(jmhArguments);
        List<Unit> after = new JmhJar(head, child).list(jmhArguments);
        List<Unit> all = before.stream().filter(after::contains).toList();
        if (all.isEmpty()) {
            throw new UsageException("no benchmark is in both " + base.label() + " (" + before.size() + " match) and "
                    + head.label() + " (" + after.size() + " match)");
        }
        List<Unit> common = shard == null ? all : shard.of(all, unit -> 1);
        if (common.isEmpty()) {
            throw new UsageException(
                    "--shard " + shard + " has nothing to measure: there are only " + all.size() + " benchmarks");
        }
        List<String> arguments = new ArrayList<>(JmhWords.options(jmhArguments));
        int pairs = rule.pairs();
        if (!JmhWords.areTimed(jmhArguments)) {
            double overhead = overhead(base, common, arguments);
            GateTimes times = GateTimes.of(budget, twoStages, common.size(), pairs, overhead);
            pairs = times.pairs();
            arguments.addAll(times.arguments());
        }
        return new GatePlan(
                GatePlan.FORMAT_VERSION,
                base,
                head,
                common,
                arguments,
                seed,
                rule.alpha(),
                rule.minEffect(),
                pairs,
                twoStages ? rule.confirmPairs() : 0,
                budget,
                shard == null ? 0 : all.size());
    }

    /**
     * Seconds that a fork takes beside its iterations: two JVMs that start, and what the benchmark sets up. Of the first and
     * the last benchmark, tried once each.
     */
    private double overhead(Target target, List<Unit> units, List<String> arguments)
            throws IOException, RunFailedException {
        List<String> shortest = new ArrayList<>(arguments);
        shortest.addAll(List.of("-wi", "0", "-i", "1", "-r", "10ms"));
        Path scratch = Files.createTempDirectory("convbench-try");
        double seconds = 0;
        Set<Unit> tried = new LinkedHashSet<>();
        tried.add(units.get(0));
        tried.add(units.get(units.size() - 1));
        try {
            for (Unit unit : tried) {
                long start = System.nanoTime();
                new JmhJar(target, child).fork(unit, shortest, scratch);
                seconds += (System.nanoTime() - start) / 1e9;
            }
        } finally {
            try (Stream<Path> left = Files.walk(scratch)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return seconds / tried.size();
    }

    private static boolean isOurs(Target target) throws IOException {
        try (ZipFile jar = new ZipFile(target.jar())) {
            return jar.getEntry("dev/convbench/bench/ConvForward.class") != null;
        } catch (ZipException e) {
            throw new UsageException(target.jar() + " is no jar: " + e.getMessage(), e);
        }
    }

    /** Runs the forks of a plan. */
    public GateSession.Runner runner(GatePlan plan, Path folder) throws IOException {
        Path scratch = folder.resolve("scratch");
        Files.createDirectories(scratch);
        return (target, unit) -> new JmhJar(target, child).fork(unit, plan.jmhArguments(), scratch);
    }

    /**
     * Refuses to go on with other jars.
     *
     * @throws UsageException if one differs from what was measured
     */
    public static void checkSame(GatePlan plan) throws IOException {
        for (Target target : List.of(plan.base(), plan.head())) {
            Path jar = Path.of(target.jar());
            if (!Files.exists(jar) || !sha256(jar).equals(target.jarSha256())) {
                throw new UsageException("cannot go on: " + jar + " is not the jar any more that the gate began with");
            }
        }
    }
}
