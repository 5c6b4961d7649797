package dev.convbench.run;

import dev.convbench.results.Configuration;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.Skipped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A run folder that is being written. Lines are forced to disk one by one; other files are replaced as a whole, so that
 * there is no moment at which a reader finds half of one. Once closed, by the end or by an interrupt, nothing is added.
 */
final class RunFolder {
    /** JMH's JSON of the whole run. */
    static final String JMH_FILE = RunReader.JMH_FILE;
    /** What JMH prints. */
    static final String LOG_FILE = "jmh.log";

    private final Path path;
    private final FileChannel lines;
    private final List<Fork> forks = new ArrayList<>();
    private RunDocument document;
    private boolean closed;

    private RunFolder(Path path, FileChannel lines, RunDocument document) {
        this.path = path;
        this.lines = lines;
        this.document = document;
    }

    /**
     * Makes a run folder.
     *
     * @throws UsageException if it exists already and is not empty, or cannot be made
     */
    static RunFolder create(Path path, RunDocument document) {
        try {
            if (Files.exists(path)) {
                if (!Files.isDirectory(path)) {
                    throw new UsageException(path + " exists and is not a folder");
                }
                try (var content = Files.list(path)) {
                    if (content.findAny().isPresent()) {
                        throw new UsageException(path + " is not empty; a run needs a folder of its own");
                    }
                }
            }
            Files.createDirectories(path);
            FileChannel lines = FileChannel.open(
                    path.resolve(RunReader.FORKS_FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            RunFolder folder = new RunFolder(path, lines, document);
            folder.replace(RunReader.RUN_FILE, Json.pretty(document));
            return folder;
        } catch (IOException e) {
            throw new UsageException("cannot write the run folder " + path + ": " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** What is known so far. */
    synchronized Run run() {
        return new Run(document, forks);
    }

    /** Another plan: configurations were added. */
    synchronized void plan(List<Configuration> configurations, List<Skipped> skipped) {
        if (!closed) {
            document = document.withPlan(configurations, skipped);
            replace(RunReader.RUN_FILE, Json.pretty(document));
        }
    }

    /** Puts an iteration on disk. */
    synchronized void append(IterationLine line) {
        if (!closed) {
            write(Json.line(line));
        }
    }

    /** Puts a finished fork on disk. */
    synchronized void append(Fork fork) {
        if (!closed) {
            write(Json.line(fork));
            forks.add(fork);
        }
    }

    /**
     * Writes the last state and the merged JSON, and refuses everything from now on.
     *
     * @return false if it was closed before
     */
    synchronized boolean close(String state, String time) {
        if (closed) {
            return false;
        }
        closed = true;
        document = document.ended(state, time);
        replace(RunReader.RUN_FILE, Json.pretty(document));
        replace(JMH_FILE, Json.pretty(ForkMerger.merge(run())));
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path.resolve(RunReader.FORKS_FILE), e);
        }
        return true;
    }

    private void write(String line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                lines.write(bytes);
            }
            lines.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path.resolve(RunReader.FORKS_FILE), e);
        }
    }

    private void replace(String name, String content) {
        Path target = path.resolve(name);
        Path temporary = path.resolve(name + ".tmp");
        try {
            try (FileChannel file = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target, e);
        }
    }
}
