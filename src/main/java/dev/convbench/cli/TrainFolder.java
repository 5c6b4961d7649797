package dev.convbench.cli;

import dev.convbench.chart.FilterGrid;
import dev.convbench.chart.Picture;
import dev.convbench.chart.TrainingCurves;
import dev.convbench.nn.TrainingHistory;
import dev.convbench.nn.TrainingSession;
import dev.convbench.run.Checkout;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The folder that gets what a training gave: histories, their curves, and the filters of the first layer. */
final class TrainFolder {
    private static final String LOSSES = "losses.csv";
    private static final String ACCURACIES = "accuracies.csv";
    private static final String CURVES = "curves";
    private static final String FILTERS = "filters";
    private static final int COLOURS = 3;

    private final Path path;
    private final PrintWriter err;

    private TrainFolder(Path path, PrintWriter err) {
        this.path = path;
        this.err = err;
    }

    /**
     * Makes the folder if it does not exist.
     *
     * @param asked by the user; null for a new one where runs go
     * @param err for notes
     * @throws UsageException if it cannot be made or written to
     */
    static TrainFolder make(Path asked, PrintWriter err) {
        Path path = asked == null ? Checkout.newFolder("train") : asked;
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            String reason = Files.exists(path) ? "it is not a folder" : e.toString();
            throw new UsageException("cannot make the folder " + path + ": " + reason, e);
        }
        if (!Files.isWritable(path)) {
            throw new UsageException("cannot write into the folder " + path);
        }
        return new TrainFolder(path, err);
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** Writes the histories as tables; files of these names are replaced. */
    void writeHistories(TrainingSession trainer) {
        int first = firstEpoch(trainer);
        TrainingHistory history = trainer.history();
        StringBuilder losses = new StringBuilder("iteration,loss\n");
        double[] loss = history.losses();
        for (int i = 0; i < loss.length; i++) {
            losses.append(i + 1).append(',').append(loss[i]).append('\n');
        }
        StringBuilder accuracies = new StringBuilder("epoch,train,validation\n");
        double[] train = history.trainAccuracies();
        double[] val = history.valAccuracies();
        for (int i = 0; i < train.length; i++) {
            accuracies
                    .append(first + i)
                    .append(',')
                    .append(train[i])
                    .append(',')
                    .append(val[i])
                    .append('\n');
        }
        write(LOSSES, losses.toString());
        write(ACCURACIES, accuracies.toString());
    }

    /** Draws curves and filters; files of these names are replaced. */
    void draw(TrainingSession trainer, TrainData data, TrainSettings settings) {
        TrainingHistory history = trainer.history();
        int classes = data.splits().train().classes();
        int channels = data.splits().train().c();
        draw(
                CURVES,
                new TrainingCurves(
                        "Three-layer network on " + data.name(),
                        List.of(data.description(), settings.description()),
                        history.losses(),
                        history.trainAccuracies(),
                        history.valAccuracies(),
                        firstEpoch(trainer),
                        classes));
        if (channels == COLOURS) {
            draw(
                    FILTERS,
                    new FilterGrid(
                            "First-layer filters",
                            List.of(String.format(
                                    Locale.ROOT,
                                    "%d filters %dx%d, learned from %s; each from its smallest to its largest weight",
                                    settings.filters(),
                                    settings.filterSize(),
                                    settings.filterSize(),
                                    data.name())),
                            trainer.checkpoint(Map.of()).state().parameters().get("W1"),
                            settings.filters(),
                            channels,
                            settings.filterSize(),
                            settings.filterSize()));
        }
    }

    /** Epoch of the first accuracy: that of the first step is epoch 0, unless this step is all of the first epoch. */
    private static int firstEpoch(TrainingSession trainer) {
        return trainer.stepsPerEpoch() == 1 ? 1 : 0;
    }

    private void draw(String name, Picture picture) {
        write(name + ".svg", picture.svg());
        try {
            Files.write(path.resolve(name + ".png"), picture.png());
        } catch (IOException e) {
            err.println("convbench: " + name + ".png is missing: " + e.getMessage());
            err.flush();
        }
    }

    private void write(String name, String content) {
        try {
            Files.writeString(path.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path.resolve(name), e);
        }
    }
}
