package dev.convbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.convbench.results.Json;
import dev.convbench.simd.VectorModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.util.Utils;

/** The Java that runs the forks, and the arguments that it gets: ours, the benchmark's and the user's, all of them. */
public final class ForkJvm {
    /** Names the process that this JVM is a child of, if our command line started it. */
    public static final String PARENT_PROPERTY = "convbench.parent";

    /** The option that lets {@code sun.misc.Unsafe} be used without a warning; has a value. */
    public static final String UNSAFE_OPTION = "--sun-misc-unsafe-memory-access=";

    private static final Pattern BASE_MODULE = Pattern.compile("java\\.base@(\\d+).*");
    private static final int UNSAFE_FLAG_SINCE = 23;
    private static final int NATIVE_ACCESS_FLAG_SINCE = 22;
    private static final List<String> LIGHT = List.of("-Xms256m", "-XX:-AlwaysPreTouch");
    private static final int TAIL = 4;

    private final String path;
    private final List<String> flags;
    private final boolean hasVectorModule;
    private final Options options;
    private final List<String> light;

    private ForkJvm(String path, int version, boolean hasVectorModule, Options options, List<String> light) {
        this.path = path;
        this.hasVectorModule = hasVectorModule;
        this.flags = flags(version, hasVectorModule);
        this.options = options;
        this.light = light;
    }

    /**
     * The Java that the options ask for, else the host's.
     *
     * @param startFast whether forks shall start as fast as they can, with a small heap that is not touched beforehand
     * @throws UsageException if it does not start
     */
    static ForkJvm of(Options options, boolean startFast) {
        List<String> light = startFast ? LIGHT : List.of();
        String current = Utils.getCurrentJvm();
        String path = options.getJvm().orElse(current);
        if (path.equals(current)) {
            boolean module = ModuleFinder.ofSystem().find(VectorModule.NAME).isPresent();
            return new ForkJvm(path, Runtime.version().feature(), module, options, light);
        }
        String modules = modulesOf(path);
        Matcher base = BASE_MODULE.matcher(modules.lines()
                .filter(line -> line.startsWith("java.base@"))
                .findFirst()
                .orElse(""));
        if (!base.matches()) {
            throw new UsageException("'" + path + "' does not answer like a Java of at least version 17");
        }
        boolean module = modules.lines().anyMatch(line -> line.startsWith(VectorModule.NAME + "@"));
        return new ForkJvm(path, Integer.parseInt(base.group(1)), module, options, light);
    }

    private static String modulesOf(String path) {
        try {
            Process process = new ProcessBuilder(path, "--list-modules")
                    .redirectErrorStream(true)
                    .start();
            try (InputStream out = process.getInputStream()) {
                return new String(out.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UsageException("cannot start the Java '" + path + "': " + e.getMessage(), e);
        }
    }

    /** Flags that every fork needs on a Java of that version, so that it runs everything and prints no warnings. */
    public static List<String> flags(int version, boolean hasVectorModule) {
        List<String> flags = new ArrayList<>();
        if (hasVectorModule) {
            flags.add(VectorModule.FLAG);
        }
        if (version >= NATIVE_ACCESS_FLAG_SINCE) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        if (version >= UNSAFE_FLAG_SINCE) {
            flags.add(UNSAFE_OPTION + "allow");
        }
        return flags;
    }

    String path() {
        return path;
    }

    /**
     * What comes first: our flags, those of the benchmark, the user's {@code -jvmArgsPrepend}. The benchmark's come before
     * everything of the user, because the last of two flags that contradict each other wins.
     */
    List<String> prepend(BenchmarkListEntry entry) {
        List<String> args = new ArrayList<>(flags);
        if (entry != null) {
            args.addAll(usable(entry.getJvmArgsPrepend().orElse(List.of())));
            args.addAll(usable(entry.getJvmArgsAppend().orElse(List.of())));
        }
        args.addAll(light);
        args.addAll(options.getJvmArgsPrepend().orElse(List.of()));
        return args;
    }

    /** The user's {@code -jvmArgs}, else the benchmark's own, else the arguments of the host, as JMH has it. */
    List<String> args(BenchmarkListEntry entry) {
        if (options.getJvmArgs().hasValue()) {
            return List.copyOf(options.getJvmArgs().get());
        }
        if (entry != null && entry.getJvmArgs().hasValue()) {
            return usable(entry.getJvmArgs().get());
        }
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(arg -> !isOurs(arg))
                .toList();
    }

    /** Whether our command line, not the user, gave this argument to the host. */
    private boolean isOurs(String arg) {
        return flags.contains(arg)
                || arg.startsWith("-D" + PARENT_PROPERTY + "=")
                || arg.startsWith("-D" + Progress.TERMINAL_PROPERTY + "=");
    }

    /** The user's {@code -jvmArgsAppend}. */
    List<String> append() {
        return List.copyOf(options.getJvmArgsAppend().orElse(List.of()));
    }

    /** All arguments that do not depend on the benchmark. */
    List<String> commonArgs() {
        List<String> all = new ArrayList<>(prepend(null));
        all.addAll(args(null));
        all.addAll(append());
        return all;
    }

    private List<String> usable(Collection<String> args) {
        return args.stream()
                .filter(arg -> hasVectorModule || !arg.equals(VectorModule.FLAG))
                .toList();
    }

    /**
     * Asks a JVM like those of the forks what can run in it.
     *
     * @throws UsageException if it does not start with these arguments
     */
    Probe.Answers ask(List<Question> questions) {
        try {
            Path file = Files.createTempFile("convbench-probe", ".json");
            try {
                List<String> command = new ArrayList<>(List.of(path));
                command.addAll(commonArgs());
                command.addAll(
                        List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName(), file.toString()));
                Process process =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                try (OutputStream in = process.getOutputStream()) {
                    in.write(Json.line(questions).getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // It ended before it read: its own words, below, say why.
                }
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                String answers = process.waitFor() == 0 ? Files.readString(file) : "";
                if (answers.isEmpty()) {
                    throw new UsageException("a JVM with the arguments of the forks does not run: " + tail(output));
                }
                return Json.mapper().readValue(answers, Probe.Answers.class);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the probe of the forks' JVM gave no answer", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the Java of the forks", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the forks' JVM was probed", e);
        }
    }

    private static String tail(String output) {
        List<String> lines = output.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING:"))
                .limit(TAIL)
                .map(String::strip)
                .toList();
        return lines.isEmpty() ? "it said nothing" : String.join(" / ", lines);
    }
}
