package dev.convbench.nn;

import java.util.Map;

/** A {@link Trainer} as a session. */
final class TrainerSession implements TrainingSession {
    private final Trainer trainer;

    TrainerSession(Trainer trainer) {
        this.trainer = trainer;
    }

    @Override
    public void train(ProgressListener listener) {
        trainer.train(listener);
    }

    @Override
    public void stop() {
        trainer.stop();
    }

    @Override
    public boolean isDone() {
        return trainer.isDone();
    }

    @Override
    public int stepsPerEpoch() {
        return trainer.stepsPerEpoch();
    }

    @Override
    public int steps() {
        return trainer.steps();
    }

    @Override
    public long parameters() {
        return trainer.model().parameters().elements();
    }

    @Override
    public int recognised(Dataset data) {
        return trainer.recognised(data);
    }

    @Override
    public TrainingHistory history() {
        return Conversion.history(trainer);
    }

    @Override
    public Checkpoint checkpoint(Map<String, String> settings) {
        return new Checkpoint(settings, Conversion.state(trainer));
    }

    @Override
    public void restore(Checkpoint checkpoint) {
        Conversion.restore(trainer, checkpoint.state());
    }
}
