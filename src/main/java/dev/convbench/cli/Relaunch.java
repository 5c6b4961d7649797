package dev.convbench.cli;

import dev.convbench.run.ForkJvm;
import dev.convbench.run.Progress;
import dev.convbench.simd.VectorModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs this program again in a child JVM with the flags that a user does not have to know: the Vector API for commands that
 * run kernels in the host, and on newer JDKs the permission for what JMH does, about which they warn otherwise. The child
 * gets the same Java, flags, arguments and streams; signals reach it and its exit code becomes ours.
 */
final class Relaunch {
    private static final String WARNING_START = "WARNING: Using incubator modules:";
    /** Since then JDKs warn about {@code sun.misc.Unsafe}, which JMH uses. */
    private static final int WARNS_SINCE = 24;

    private Relaunch() {}

    /** Whether a child would have the module that this JVM lacks. */
    static boolean isNeeded() {
        return !VectorModule.isPresent()
                && System.getProperty(ForkJvm.PARENT_PROPERTY) == null
                && ModuleFinder.ofSystem().find(VectorModule.NAME).isPresent();
    }

    /** Whether this JVM would warn about JMH and a child would not. */
    static boolean isNeededByJmh() {
        return Runtime.version().feature() >= WARNS_SINCE
                && System.getProperty(ForkJvm.PARENT_PROPERTY) == null
                && ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .noneMatch(argument -> argument.startsWith(ForkJvm.UNSAFE_OPTION));
    }

    /**
     * Runs a command in a child.
     *
     * @param arguments all arguments of the program
     * @return the child's exit code
     */
    static int run(List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command(arguments)).inheritIO().redirectError(ProcessBuilder.Redirect.PIPE);
        Process child = builder.start();
        Thread pump = new Thread(() -> relay(child.getErrorStream(), System.err), "convbench-stderr");
        pump.setDaemon(true);
        pump.start();
        Thread hook = new Thread(() -> endWith(child, pump), "convbench-relaunch");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = child.waitFor();
        pump.join();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal ends both: the hook gives the child's exit code.
            hook.join();
        }
        return code;
    }

    private static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        boolean module = ModuleFinder.ofSystem().find(VectorModule.NAME).isPresent();
        command.addAll(ForkJvm.flags(Runtime.version().feature(), module));
        command.add(
                "-D" + ForkJvm.PARENT_PROPERTY + "=" + ProcessHandle.current().pid());
        command.add("-D" + Progress.TERMINAL_PROPERTY + "=" + Progress.isTerminal());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** A signal came: the child, which may have got it too, ends first and says how. */
    private static void endWith(Process child, Thread pump) {
        // Through its handle: Process.destroy would close the stream of its last words.
        child.toHandle().destroy();
        try {
            int code = child.waitFor();
            pump.join();
            Runtime.getRuntime().halt(code);
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Passes bytes on as they come, except the JVM's warning about the module that we add ourselves. */
    static void relay(InputStream from, PrintStream to) {
        try {
            byte[] first = firstLine(from);
            if (!new String(first, StandardCharsets.UTF_8).startsWith(WARNING_START)) {
                to.write(first, 0, first.length);
                to.flush();
            }
            byte[] buffer = new byte[8192];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
            }
        } catch (IOException e) {
            to.println("convbench: the error stream of the child broke: " + e.getMessage());
        }
    }

    /** The first line if it may still be the warning, with its line break; else the bytes that show that it is not. */
    private static byte[] firstLine(InputStream from) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = from.read();
            if (next < 0) {
                return line.toByteArray();
            }
            line.write(next);
            int length = line.size();
            boolean differs = length <= WARNING_START.length() && WARNING_START.charAt(length - 1) != next;
            if (differs || next == '\n') {
                return line.toByteArray();
            }
        }
    }

    /** In a child: ends when the parent does, even if that was killed. */
    static void followParent() {
        String parent = System.getProperty(ForkJvm.PARENT_PROPERTY);
        if (parent == null) {
            return;
        }
        Thread watch = new Thread(
                () -> {
                    ProcessHandle.of(Long.parseLong(parent))
                            .ifPresent(handle -> handle.onExit().join());
                    System.exit(ExitCode.INTERRUPTED);
                },
                "convbench-parent");
        watch.setDaemon(true);
        watch.start();
    }
}
