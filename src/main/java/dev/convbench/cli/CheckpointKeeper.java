package dev.convbench.cli;

import dev.convbench.nn.TrainingSession;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Writes a training to a file: after every epoch, and whenever the last time is long enough ago. */
final class CheckpointKeeper {
    private final Path file;
    private final Map<String, String> settings;
    private final double seconds;
    private long writtenNanos;
    private int writtenStep = -1;
    private String problem;

    /**
     * A keeper.
     *
     * @param file where to
     * @param settings what the training was started with
     * @param seconds between two times within an epoch
     */
    CheckpointKeeper(Path file, Map<String, String> settings, double seconds) {
        this.file = file;
        this.settings = settings;
        this.seconds = seconds;
    }

    /** The file. */
    Path file() {
        return file;
    }

    /**
     * Writes the beginning, so that a file that cannot be written is noticed before and not after hours.
     *
     * @throws UsageException if it cannot be written
     */
    void begin(TrainingSession trainer) {
        if (!write(trainer)) {
            throw new UsageException(problem);
        }
    }

    /**
     * A step is done.
     *
     * @return whether all is well: false if it was to be written and could not be
     */
    boolean step(TrainingSession trainer) {
        boolean due = (System.nanoTime() - writtenNanos) * 1e-9 >= seconds;
        return !due || write(trainer);
    }

    /**
     * Writes, unless the present step is written already.
     *
     * @return whether it is written
     */
    boolean write(TrainingSession trainer) {
        int step = trainer.steps();
        if (step == writtenStep) {
            return true;
        }
        writtenNanos = System.nanoTime();
        try {
            trainer.checkpoint(settings).write(file);
        } catch (IOException e) {
            problem = "cannot write the checkpoint " + file + ": " + reason(e);
            return false;
        }
        writtenStep = step;
        return true;
    }

    /** Why it could not be written. */
    String problem() {
        return problem;
    }

    private String reason(IOException e) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            return "it is a folder";
        }
        return e instanceof NoSuchFileException ? folder + " is not a folder" : e.toString();
    }
}
