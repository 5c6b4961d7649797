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

/**
 * Plants the faults of src/test/faults/faults.txt one by one into a copy of the checkout and runs the tests tagged "kernel", which must
 * fail. Run it through scripts/plant-faults, which explains its arguments.
 */
public final class PlantFaults {
    private static final String SOURCES = "src/main/java/dev/convbench";

    /** A test run that takes longer has met a fault that hangs, which counts as noticed: so would a developer. */
    private static final int PATIENCE_SECONDS = 300;

    private final Path checkout;
    private final Path copy;

    private PlantFaults(Path checkout, Path copy) {
        this.checkout = checkout;
        this.copy = copy;
    }

    /** One fault. */
    private record Fault(String what, String file, String right, String wrong) {}

    public static void main(String[] args) throws Exception {
        Path checkout = Path.of(args[0]).toAbsolutePath().normalize();
        Pattern only = Pattern.compile(args.length > 1 ? args[1] : "");
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
        System.exit(new PlantFaults(checkout, copy).run(faults) ? 0 : 1);
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
        Run sound = tests();
        if (sound.code != 0) {
            System.err.println("plant-faults: the tests fail without a fault already:\n" + sound.tail());
            return false;
        }
        System.out.printf(Locale.ROOT, "without a fault: all pass, %d s%n", sound.seconds);
        int noticed = 0;
        for (Fault fault : faults) {
            Path file = copy.resolve(SOURCES).resolve(fault.file());
            String sound0 = Files.readString(file);
            Files.writeString(file, planted(sound0, fault));
            Run run = tests();
            Files.writeString(file, sound0);
            String verdict = verdict(run);
            noticed += verdict.startsWith("noticed") ? 1 : 0;
            System.out.printf(Locale.ROOT, "%s: %s (%s)%n", verdict, fault.what(), fault.file());
        }
        System.out.printf(Locale.ROOT, "%d of %d faults noticed%n", noticed, faults.size());
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
        Matcher failure = Pattern.compile("\\[ERROR\\] +(?:Failures|Errors):?[^\\n]*\\n\\[ERROR\\] +(\\S+)").matcher(run.output);
        if (failure.find()) {
            return String.format(Locale.ROOT, "noticed in %d s by %s", run.seconds, failure.group(1));
        }
        return "NOT TESTED, the build broke:\n" + run.tail();
    }

    /** The tests tagged kernel, to the first failure. */
    private Run tests() throws Exception {
        Path log = copy.resolve("faults.log");
        long start = System.nanoTime();
        Process maven = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-ntp",
                        "-q",
                        "-Pkernel",
                        "-Dsurefire.skipAfterFailureCount=1",
                        "-Dspotless.check.skip=true",
                        "test")
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = maven.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            maven.descendants().forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly().waitFor();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        return new Run(ended ? maven.exitValue() : -1, seconds, Files.readString(log, StandardCharsets.UTF_8));
    }

    private record Run(int code, long seconds, String output) {
        String tail() {
            List<String> lines = output.lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
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
