package dev.convbench.run;

import dev.convbench.results.Configuration;
import dev.convbench.results.Failed;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.Skipped;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final LineLog lines;
    private final List<Fork> forks;
    private final LineLog.Found found;
    private RunDocument document;
    private boolean closed;

    private RunFolder(Path path, LineLog lines, Run run, LineLog.Found found) {
        this.path = path;
        this.lines = lines;
        this.forks = new ArrayList<>(run.forks());
        this.found = found;
        this.document = run.document();
    }

    /**
     * Makes a run folder.
     *
     * @throws UsageException if it exists already and is not empty, or cannot be made
     */
    static RunFolder create(Path path, RunDocument document) {
        Path runFile = path.resolve(RunReader.RUN_FILE);
        try {
            make(path);
            Disk.replace(runFile, Json.pretty(document));
            LineLog lines = LineLog.create(path.resolve(RunReader.FORKS_FILE));
            return new RunFolder(path, lines, new Run(document, List.of()), new LineLog.Found(0, 0, 0));
        } catch (IOException e) {
            throw new UsageException("cannot write the run folder " + path + ": " + Disk.reason(e), e);
        }
    }

    /**
     * Makes the folder. It may be there if it is empty; a run that was killed before it had written anything may have left a
     * temporary file.
     */
    static void make(Path path) throws IOException {
        if (!Files.exists(path)) {
            Files.createDirectories(path);
            return;
        }
        Path temporary = Disk.temporary(path.resolve(RunReader.RUN_FILE));
        if (!Files.isDirectory(path)) {
            throw new UsageException(path + " exists and is not a folder");
        }
        if (Files.isRegularFile(path.resolve(RunReader.RUN_FILE))) {
            throw new UsageException(
                    path + " is not empty: it holds a run, with which run --resume " + path + " goes on");
        }
        try (var content = Files.list(path)) {
            if (content.anyMatch(file -> !file.equals(temporary))) {
                throw new UsageException(path + " is not empty; a run needs a folder of its own");
            }
        }
    }

    /**
     * Opens the folder of a run that has stopped. An incomplete last line is cut off; nothing else changes before
     * {@link #goOn}.
     *
     * @throws UnreadableRunException if it is no run folder or damaged
     * @throws UsageException if it belongs to a run that is under way, or cannot be written
     */
    static RunFolder open(Path path) throws UnreadableRunException {
        Path forksFile = path.resolve(RunReader.FORKS_FILE);
        if (!Files.isRegularFile(path.resolve(RunReader.RUN_FILE))) {
            throw new UnreadableRunException(path + " is not a run folder: it holds no " + RunReader.RUN_FILE
                    + "; a run that was stopped before it wrote one has measured nothing: start it anew");
        }
        try {
            LineLog.Found found = LineLog.recover(forksFile);
            Run run = RunReader.read(path);
            return new RunFolder(path, LineLog.open(forksFile), run, found);
        } catch (IOException e) {
            throw new UsageException("cannot write " + forksFile + ": " + Disk.reason(e), e);
        }
    }

    /** Takes up a run that was opened; JMH's JSON of what was measured until then is removed. */
    synchronized void goOn(RunDocument resumed) {
        document = resumed;
        save();
        try {
            Files.deleteIfExists(path.resolve(JMH_FILE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path.resolve(JMH_FILE), e);
        }
    }

    Path path() {
        return path;
    }

    /** What was there when it was opened. */
    LineLog.Found found() {
        return found;
    }

    /** What is known so far. */
    synchronized Run run() {
        return new Run(document, forks);
    }

    /** Another plan: configurations were added. */
    synchronized void plan(List<Configuration> configurations, List<Skipped> skipped) {
        if (!closed) {
            document = document.withPlan(configurations, skipped);
            save();
        }
    }

    /** Puts an iteration on disk. */
    synchronized void append(IterationLine line) {
        if (!closed) {
            write(Json.line(line));
        }
    }

    /** Puts a finished fork on disk; of a failed one {@code run.json} tells, too. */
    synchronized void append(Fork fork) {
        if (!closed) {
            write(Json.line(fork));
            forks.add(fork);
            if (!fork.ok()) {
                document = document.withFailed(Failed.of(run()));
                save();
            }
        }
    }

    /**
     * Writes the last state and the merged JSON, and refuses everything from now on.
     *
     * @return false if it was closed before
     * @throws UncheckedIOException if not all of it can be written; as much as possible is
     */
    synchronized boolean close(String state, String time) {
        if (closed) {
            return false;
        }
        closed = true;
        document = document.ended(state, time);
        UncheckedIOException problem = null;
        for (Runnable last : List.<Runnable>of(
                () -> replace(JMH_FILE, Json.pretty(ForkMerger.merge(run()))), this::save, this::closeLines)) {
            try {
                last.run();
            } catch (UncheckedIOException e) {
                problem = problem == null ? e : problem;
            }
        }
        if (problem != null) {
            throw problem;
        }
        return true;
    }

    /** Leaves the folder as it is. */
    synchronized void leave() {
        closed = true;
        closeLines();
    }

    private void closeLines() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path.resolve(RunReader.FORKS_FILE), e);
        }
    }

    private void write(String line) {
        try {
            lines.append(line);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path.resolve(RunReader.FORKS_FILE), e);
        }
    }

    private void save() {
        replace(RunReader.RUN_FILE, Json.pretty(document));
    }

    private void replace(String name, String content) {
        try {
            Disk.replace(path.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path.resolve(name), e);
        }
    }
}
