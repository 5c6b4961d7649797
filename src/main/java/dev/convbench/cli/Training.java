package dev.convbench.cli;

import dev.convbench.nn.ProgressListener;
import dev.convbench.nn.TrainingSession;
import java.util.Locale;

/** Runs a trainer to its end, to a signal, or to a loss that is no number, and saves what there is. */
final class Training implements ProgressListener {
    private final TrainingSession trainer;
    private final TrainData data;
    private final TrainSettings settings;
    private final TrainFolder folder;
    private final TrainReport report;
    /** Null if no checkpoints were asked for. */
    private final CheckpointKeeper keeper;

    private double lastLoss;
    private int lastStep;
    /** Whether the last epoch is in no checkpoint. */
    private boolean unsaved;

    /** A training at the start or where a checkpoint left it. */
    Training(
            TrainingSession trainer,
            TrainData data,
            TrainSettings settings,
            TrainFolder folder,
            TrainReport report,
            CheckpointKeeper keeper) {
        this.trainer = trainer;
        this.data = data;
        this.settings = settings;
        this.folder = folder;
        this.report = report;
        this.keeper = keeper;
    }

    /** Trains; gives the exit code, or ends this JVM after a signal. */
    int run() {
        if (keeper != null) {
            keeper.begin(trainer);
        }
        Interruption interruption = new Interruption(trainer::stop);
        try {
            trainer.train(this);
            report.clear();
            return finish(interruption);
        } finally {
            interruption.close();
        }
    }

    private int finish(Interruption interruption) {
        folder.writeHistories(trainer);
        if (!Double.isFinite(lastLoss)) {
            report.note("the loss is " + lastLoss + " after step " + lastStep + ": try a smaller --learning-rate; the"
                    + " histories are in " + folder.path());
            return ExitCode.FAILED;
        }
        if (interruption.asked() && !trainer.isDone()) {
            report.note(
                    "interrupted after step " + lastStep + "; " + kept() + "; the histories are in " + folder.path());
            return ExitCode.INTERRUPTED;
        }
        report.say(String.format(
                Locale.ROOT,
                "best validation accuracy %.3f; with its parameters test accuracy %.3f",
                trainer.history().bestValAccuracy(),
                (double) trainer.recognised(data.splits().test())
                        / data.splits().test().n()));
        folder.draw(trainer, data, settings);
        report.say("curves, filters and histories: " + folder.path());
        return unsaved ? ExitCode.FAILED : ExitCode.OK;
    }

    private String kept() {
        if (keeper == null) {
            return "nothing is kept to go on from: that takes --checkpoint FILE";
        }
        return keeper.write(trainer) ? "go on with --resume " + keeper.file() : keeper.problem();
    }

    @Override
    public void step(int step, int steps, double loss, double imagesPerSecond) {
        lastStep = step;
        lastLoss = loss;
        report.step(step, steps, loss, imagesPerSecond);
        if (!Double.isFinite(loss)) {
            trainer.stop();
        } else if (keeper != null && !keeper.step(trainer)) {
            goOn();
        }
    }

    @Override
    public void epoch(int epoch, int epochs, double trainAccuracy, double valAccuracy) {
        report.epoch(epoch, trainAccuracy, valAccuracy);
        if (keeper != null && Double.isFinite(lastLoss)) {
            unsaved = !keeper.write(trainer);
            if (unsaved) {
                goOn();
            }
        }
    }

    /** A checkpoint that cannot be written does not end the training: a later one may. */
    private void goOn() {
        report.note(keeper.problem() + "; the training goes on");
    }
}
