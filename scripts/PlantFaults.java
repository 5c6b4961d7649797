import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Plants the faults of src/test/faults/faults.txt one by one into a copy of the checkout and runs the tests tagged "kernel", which must
 * fail. Run it through scripts/plant-faults, which explains its arguments.
 */
public final class PlantFaults {
    private static final String SOURCES = "src/main/java/dev/convbench";

    /** A test run that takes longer has met a fault that hangs, which counts as noticed: so would a developer. */
    private static final int PATIENCE_SECONDS = 240;

    private static final String VERIFY = "--verify";

    /** The same for all of mvn verify. */
    private static final int VERIFY_PATIENCE_SECONDS = 1800;

    /** How Maven names a test that failed, at the end. */
    private static final Pattern FAILED_TEST = Pattern.compile("(?m)^\\[ERROR] +(\\w+(?:Test|IT)\\.\\w+)");

    /** After how long a developer should know. */
    private static final int SOON_SECONDS = 30;

    private static final String JAVA = System.getProperty("java.home") + "/bin/java";
    private static final List<String> COMPILED = List.of("op", "simd", "gemm", "strategy", "nn");

    private final Path checkout;
    private final Path copy;

    /** Whether all of mvn verify runs, and not only the tests tagged kernel. */
    private final boolean verify;

    /** The class path of the tests but for the project's own classes. */
    private String dependencies;

    private PlantFaults(Path checkout, Path copy, boolean verify) {
        this.checkout = checkout;
        this.copy = copy;
        this.verify = verify;
    }

    /** One fault. */
    private record Fault(String what, String file, String right, String wrong) {}

    public static void main(String[] args) throws Exception {
        Path checkout = Path.of(args[0]).toAbsolutePath().normalize();
        boolean verify = args.length > 1 && args[1].equals(VERIFY);
        int words = verify ? 2 : 1;
        Pattern only = Pattern.compile(args.length > words ? args[words] : "");
        List<Fault> faults = read(checkout.resolve("src/test/faults/faults.txt")).stream()
                .filter(fault -> only.matcher(fault.what() + " " + fault.file()).find())
                .toList();
        if (faults.isEmpty()) {
            System.err.println("plant-faults: no fault matches '" + only + "'");
            System.exit(2);
        }
        Path copy = Files.createTempDirectory("convbench-faults");
        Thread hook = new Thread(() -> delete(copy));
        Runtime.getRuntime().addShutdownHook(hook);
        System.exit(new PlantFaults(checkout, copy, verify).run(faults) ? 0 : 1);
    }

    static List<Fault> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Fault> faults = new ArrayList<>();
        for (int k = 0; k < lines.size(); k++) {
            if (lines.get(k).startsWith("= ")) {
                faults.add(new Fault(
                        lines.get(k).substring(2),
                        lines.get(k + 1).strip(),
                        lines.get(k + 2).substring(2),
                        lines.get(k + 3).substring(2)));
            }
        }
        return faults;
    }

    private boolean run(List<Fault> faults) throws Exception {
        copyCheckout();
        build();
        Run sound = tests();
        if (sound.code != 0) {
            System.err.println("plant-faults: the tests fail without a fault already:\n" + sound.tail());
            return false;
        }
        System.out.printf(Locale.ROOT, "without a fault: all pass, %d s%n", sound.seconds);
        int noticed = 0;
        int slow = 0;
        long longest = 0;
        for (Fault fault : faults) {
            Path file = copy.resolve(SOURCES).resolve(fault.file());
            String right = Files.readString(file);
            Files.writeString(file, planted(right, fault));
            String broken = compile();
            Run run = broken.isEmpty() ? tests() : new Run(0, 0, broken);
            Files.writeString(file, right);
            String verdict = broken.isEmpty() ? verdict(run) : "NOT TESTED, it does not compile: " + broken;
            noticed += verdict.startsWith("noticed") ? 1 : 0;
            slow += run.seconds >= SOON_SECONDS ? 1 : 0;
            longest = Math.max(longest, run.seconds);
            System.out.printf(Locale.ROOT, "%s: %s (%s)%n", verdict, fault.what(), fault.file());
        }
        System.out.printf(
                Locale.ROOT, "%d of %d faults noticed, the slowest after %d s", noticed, faults.size(), longest);
        System.out.println(verify ? "" : ", " + slow + " after " + SOON_SECONDS + " s or more");
        return noticed == faults.size();
    }

    private static String planted(String text, Fault fault) {
        int at = text.indexOf(fault.right());
        if (at < 0 || text.indexOf(fault.right(), at + 1) >= 0) {
            throw new IllegalStateException("'" + fault.right() + "' must occur once in " + fault.file());
        }
        return text.substring(0, at) + fault.wrong() + text.substring(at + fault.right().length());
    }

    private static String verdict(Run run) {
        if (run.code == 0) {
            return "NOT NOTICED";
        }
        if (run.code < 0) {
            return "noticed, it hangs";
        }
        return String.format(Locale.ROOT, "noticed in %d s by %s", run.seconds, run.lastLine());
    }

    /** Classes and the class path of the tests, by Maven. */
    private void build() throws Exception {
        Path log = copy.resolve("faults.log");
        Process maven = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-ntp",
                        "-q",
                        "test-compile",
                        "dependency:build-classpath",
                        "-Dmdep.includeScope=test",
                        "-Dmdep.outputFile=" + copy.resolve("classpath.txt"))
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (maven.waitFor() != 0) {
            throw new IOException("the build fails:\n" + Files.readString(log));
        }
        dependencies = Files.readString(copy.resolve("classpath.txt")).strip();
    }

    /**
     * Compiles the rooms that faults are planted in, whole, for constants are copied into the classes that use them, and their float
     * twins; gives what the compiler found wrong, or nothing.
     */
    private String compile() throws Exception {
        Path twins = copy.resolve("target/generated-sources/f32");
        Process generator = new ProcessBuilder(
                        JAVA,
                        copy.resolve("src/build/java/dev/convbench/build/FloatTwins.java")
                                .toString(),
                        copy.resolve("src/main/java").toString(),
                        twins.toString())
                .inheritIO()
                .start();
        if (generator.waitFor() != 0) {
            throw new IOException("the float twins cannot be written");
        }
        List<String> arguments = new ArrayList<>(List.of(
                "-nowarn",
                "-proc:none",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                copy.resolve("target/classes") + File.pathSeparator + dependencies,
                "-d",
                copy.resolve("target/classes").toString()));
        for (String room : COMPILED) {
            for (Path sources : List.of(copy.resolve(SOURCES), twins.resolve("dev/convbench"))) {
                if (Files.isDirectory(sources.resolve(room))) {
                    try (Stream<Path> files = Files.walk(sources.resolve(room))) {
                        files.map(Path::toString)
                                .filter(name -> name.endsWith(".java"))
                                .forEach(arguments::add);
                    }
                }
            }
        }
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, messages, messages, arguments.toArray(String[]::new));
        return code == 0 ? "" : messages.toString(StandardCharsets.UTF_8);
    }

    private Run tests() throws Exception {
        return verify ? everything() : kernelTests();
    }

    /** All of mvn verify, to the first test class that fails. */
    private Run everything() throws Exception {
        Run run = run(
                List.of("mvn", "-B", "-ntp", "-q", "verify", "-Dsurefire.skipAfterFailureCount=1"),
                VERIFY_PATIENCE_SECONDS);
        Matcher failed = FAILED_TEST.matcher(run.output);
        return run.code > 0 && failed.find() ? new Run(run.code, run.seconds, failed.group(1)) : run;
    }

    /** The tests tagged kernel, to the first failure. */
    private Run kernelTests() throws Exception {
        String classes = String.join(
                File.pathSeparator,
                copy.resolve("target/test-classes").toString(),
                copy.resolve("target/classes").toString(),
                dependencies);
        return run(
                List.of(
                        JAVA,
                        "--add-modules=jdk.incubator.vector",
                        "-Dconvbench.choices=none",
                        "-ea",
                        "-cp",
                        classes,
                        "dev.convbench.faults.KernelTests"),
                PATIENCE_SECONDS);
    }

    private Run run(List<String> command, int patience) throws IOException, InterruptedException {
        Path log = copy.resolve("faults.log");
        long start = System.nanoTime();
        Process tests = new ProcessBuilder(command)
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = tests.waitFor(patience, TimeUnit.SECONDS);
        if (!ended) {
            tests.descendants().forEach(ProcessHandle::destroyForcibly);
            tests.destroyForcibly().waitFor();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        return new Run(ended ? tests.exitValue() : -1, seconds, Files.readString(log, StandardCharsets.UTF_8));
    }

    private record Run(int code, long seconds, String output) {
        String tail() {
            List<String> lines = output.lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        }

        String lastLine() {
            List<String> lines = output.strip().lines().toList();
            return lines.isEmpty() ? "its death" : lines.get(lines.size() - 1);
        }
    }

    private void copyCheckout() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .directory(checkout.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0");
        if (git.waitFor() != 0) {
            throw new IOException(checkout + " is no checkout of git");
        }
        for (String name : names) {
            Path from = checkout.resolve(name);
            if (Files.isRegularFile(from)) {
                Path to = copy.resolve(name);
                Files.createDirectories(to.getParent());
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("plant-faults: cannot remove " + folder + ": " + e);
        }
    }
}
