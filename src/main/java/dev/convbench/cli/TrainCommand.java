package dev.convbench.cli;

import dev.convbench.nn.Checkpoint;
import dev.convbench.nn.TrainingSession;
import dev.convbench.nn.UnreadableFileException;
import dev.convbench.run.Progress;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code train}: trains the notebook's network and draws how it went.
 *
 * <p>Exit codes: 0 all epochs done, 1 the loss is no number or the last checkpoint could not be written, 2 wrong usage or unreadable
 * input, 130 interrupted.
 */
@Command(
        name = "train",
        description = {
            "Trains the notebook's network (conv, relu, 2x2 max pool, affine, relu, affine, softmax) and draws how it went.",
            "",
            "Without arguments: ten epochs on 1,000 images of shapes that are drawn on the spot, in under a minute."
                    + " scripts/download-cifar10 fetches CIFAR-10 for --data. The parameters of the best validation"
                    + " accuracy win. A seed gives the same numbers to the bit with any number of workers."
        },
        sortOptions = false,
        footerHeading = "%nOutput%n",
        footer = {
            "  -o DIR gets curves.svg, curves.png, filters.svg, filters.png, losses.csv and accuracies.csv; its",
            "  default is a new folder in results/runs of the checkout, else in ./convbench-runs."
        })
final class TrainCommand implements Callable<Integer> {
    private static final String DATA = "data";
    private static final String CHECKSUM = "data-checksum";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR|synthetic",
            description = "Folder of CIFAR-10 in its binary version, or synthetic, the default.")
    private String data;

    @Option(names = "--strategy", paramLabel = "NAME", description = "Who computes; the best one if not given.")
    private String strategy;

    @Option(names = "--workers", paramLabel = "N", description = "Threads; the processors if not given.")
    private Integer workers;

    @Option(names = "--precision", paramLabel = "P", description = "f64, the default, or f32.")
    private String precision;

    @Option(names = "--epochs", paramLabel = "N", description = "How often as many images as there are; 10.")
    private Integer epochs;

    @Option(names = "--batch-size", paramLabel = "N", description = "Images of a step; 50.")
    private Integer batchSize;

    @Option(names = "--update-rule", paramLabel = "RULE", description = "sgd, momentum, rmsprop or adam; adam.")
    private String updateRule;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "Of the update rule; 0.001 for adam, 0.01 for the others.")
    private Double learningRate;

    @Option(names = "--reg", paramLabel = "X", description = "Weight of the regularisation; 0.")
    private Double reg;

    @Option(names = "--hidden", paramLabel = "N", description = "Units of the hidden layer; 100.")
    private Integer hidden;

    @Option(names = "--filters", paramLabel = "N", description = "Filters of the convolution; 32.")
    private Integer filters;

    @Option(names = "--filter-size", paramLabel = "N", description = "Their height and width; 7.")
    private Integer filterSize;

    @Option(names = "--weight-scale", paramLabel = "X", description = "Deviation of the weights at the start; 0.001.")
    private Double weightScale;

    @Option(names = "--seed", paramLabel = "S", description = "Of weights and of the order of images; 0.")
    private Long seed;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Keep the state in a new file, after each epoch and every minute.")
    private Path checkpoint;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "At least as often as that; 0 is after every step.")
    private double checkpointSeconds;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Go on from a checkpoint with its options, and keep the state there. --epochs may be more.")
    private Path resume;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where pictures and tables go; files of their names are replaced.")
    private Path output;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli prints the help
    private boolean help;

    @Override
    public Integer call() throws Exception {
        if (Relaunch.isNeeded()) {
            return Relaunch.run(spec.root().commandLine().getParseResult().originalArgs());
        }
        try {
            return train();
        } catch (OutOfMemoryError e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(
                    "convbench: not enough memory for this network, batch and data: give Java more, such as -Xmx8g");
            err.flush();
            return ExitCode.FAILED;
        }
    }

    private int train() {
        if (!(checkpointSeconds >= 0)) {
            throw new UsageException("--checkpoint-every is " + checkpointSeconds + ", must be at least 0");
        }
        requireFree(checkpoint);
        Checkpoint before = resume == null ? null : read(resume);
        Map<String, String> old = before == null ? Map.of() : before.settings();
        TrainSettings settings = settings(old);
        TrainData images = TrainData.load(data != null ? data : old.getOrDefault(DATA, TrainData.SYNTHETIC));
        TrainingSession trainer = settings.trainer(images.splits(), workers);
        PrintWriter err = spec.commandLine().getErr();
        TrainReport report = new TrainReport(spec.commandLine().getOut(), err, Progress.isTerminal());
        if (before != null) {
            restore(trainer, before, images);
        }
        TrainFolder folder = TrainFolder.make(output, err);
        begin(report, images, settings, trainer);
        CheckpointKeeper keeper = keeper(settings, images);
        return new Training(trainer, images, settings, folder, report, keeper).run();
    }

    private TrainSettings settings(Map<String, String> old) {
        try {
            return TrainSettings.resolve(given(), old, resume);
        } catch (NumberFormatException e) {
            throw new UsageException("a setting in " + resume + " is no number: " + e.getMessage(), e);
        }
    }

    private static Checkpoint read(Path file) {
        try {
            return Checkpoint.read(file);
        } catch (UnreadableFileException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** A new training does not write over what is there: an older training, or something else. */
    private void requireFree(Path file) {
        if (file == null || file.equals(resume) || !Files.exists(file)) {
            return;
        }
        try {
            throw new UsageException(
                    Checkpoint.isOne(file)
                            ? file + " is a checkpoint already: go on with --resume " + file + ", or remove it"
                            : file + " exists and is no checkpoint: it is not replaced");
        } catch (IOException e) {
            throw new UsageException(file + " exists and cannot be read: it is not replaced", e);
        }
    }

    /** Texts of what the user gave, by the names of the options. */
    private Map<String, String> given() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("strategy", strategy);
        values.put("precision", precision);
        values.put("epochs", epochs);
        values.put("batch-size", batchSize);
        values.put("update-rule", updateRule);
        values.put("learning-rate", learningRate);
        values.put("reg", reg);
        values.put("hidden", hidden);
        values.put("filters", filters);
        values.put("filter-size", filterSize);
        values.put("weight-scale", weightScale);
        values.put("seed", seed);
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                texts.put(name, value.toString());
            }
        });
        return texts;
    }

    private void restore(TrainingSession trainer, Checkpoint before, TrainData images) {
        String checksum = before.settings().get(CHECKSUM);
        if (!images.checksum().equals(checksum)) {
            throw new UsageException(resume + " was started with other images than those of " + images.source());
        }
        try {
            trainer.restore(before);
        } catch (IllegalArgumentException e) {
            throw new UsageException(resume + " does not fit: " + e.getMessage(), e);
        }
    }

    private CheckpointKeeper keeper(TrainSettings settings, TrainData images) {
        Path file = checkpoint != null ? checkpoint : resume;
        if (file == null) {
            return null;
        }
        Map<String, String> texts = settings.texts();
        texts.put(DATA, images.source());
        texts.put(CHECKSUM, images.checksum());
        return new CheckpointKeeper(file, texts, checkpointSeconds);
    }

    private void begin(TrainReport report, TrainData images, TrainSettings settings, TrainingSession trainer) {
        report.say(images.description());
        images.notes().forEach(note -> report.say("note: " + note));
        report.say(settings.description());
        report.say(String.format(
                Locale.ROOT,
                "%,d parameters, %,d steps an epoch, %,d epochs",
                trainer.parameters(),
                trainer.stepsPerEpoch(),
                settings.epochs()));
        int done = trainer.steps();
        if (done > 0) {
            report.say("going on after step " + done);
        }
    }
}
