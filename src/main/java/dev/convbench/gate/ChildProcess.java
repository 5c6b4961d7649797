package dev.convbench.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one program after another; {@link #stop} ends the one under way with all that it started, and no other begins. */
public final class ChildProcess {
    private Process current;
    private boolean stopped;

    /**
     * What a program left behind.
     *
     * @param code its exit code
     * @param out what it printed
     * @param err the end of what it complained about
     */
    public record Ended(int code, String out, String err) {
        /** The last line that says something. */
        public String lastWords() {
            return (err.isBlank() ? out : err)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((a, b) -> b)
                    .orElse("it said nothing");
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param folder where
     * @param command program and arguments
     * @param seconds after so many it is killed
     * @throws StoppedException if {@link #stop} was called
     * @throws IOException if it cannot be started or takes too long
     */
    public Ended run(Path folder, List<String> command, long seconds) throws IOException {
        Path err = Files.createTempFile("convbench", ".err");
        Path out = Files.createTempFile("convbench", ".out");
        try {
            Process process = start(new ProcessBuilder(command)
                    .directory(folder == null ? null : folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile()));
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                kill(process);
                process.waitFor();
            }
            synchronized (this) {
                if (stopped) {
                    throw new StoppedException();
                }
            }
            if (!ended) {
                throw new IOException("'" + String.join(" ", command) + "' took more than " + seconds + " seconds");
            }
            return new Ended(process.exitValue(), text(out), text(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } finally {
            Files.deleteIfExists(err);
            Files.deleteIfExists(out);
        }
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (stopped) {
            throw new StoppedException();
        }
        current = builder.start();
        return current;
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Ends what runs, and lets nothing start. */
    public synchronized void stop() {
        stopped = true;
        if (current != null) {
            kill(current);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** {@link #stop} was called. */
    public static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped");
        }
    }
}
