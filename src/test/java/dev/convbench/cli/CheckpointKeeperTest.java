package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.nn.Checkpoint;
import dev.convbench.nn.ProgressListener;
import dev.convbench.nn.Splits;
import dev.convbench.nn.SyntheticImages;
import dev.convbench.nn.ThreeLayerConvNet;
import dev.convbench.nn.Trainer;
import dev.convbench.nn.TrainingSession;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When checkpoints are written, and what happens when they cannot be. */
class CheckpointKeeperTest {
    @TempDir
    private Path folder;

    private static TrainingSession trainer() {
        Splits splits = SyntheticImages.draw(10, 10, 10, 1);
        ThreeLayerConvNet.Options network = ThreeLayerConvNet.Options.builder()
                .filters(1, 3)
                .hidden(2)
                .strategy(Strategies.named("loops"))
                .build();
        Trainer.Options options =
                Trainer.Options.builder().batchSize(5).epochs(2).build();
        return TrainingSession.of(Precision.F64, network, options, splits.train(), splits.val());
    }

    private static void train(TrainingSession trainer, int until) {
        trainer.train(new ProgressListener() {
            @Override
            public void step(int step, int steps, double loss, double imagesPerSecond) {
                if (step == until) {
                    trainer.stop();
                }
            }
        });
    }

    private int step() throws Exception {
        return Checkpoint.read(folder.resolve("a")).state().step();
    }

    @Test
    void aStepIsWrittenOnlyWhenItIsDue() throws Exception {
        TrainingSession trainer = trainer();
        CheckpointKeeper keeper = new CheckpointKeeper(folder.resolve("a"), Map.of(), 1000);
        keeper.begin(trainer);
        train(trainer, 1);
        assertTrue(keeper.step(trainer));
        assertEquals(0, step(), "not due");
        assertTrue(keeper.write(trainer));
        assertEquals(1, step());
    }

    @Test
    void aFailureIsToldAndALaterCheckpointMayBeWritten() throws Exception {
        TrainingSession trainer = trainer();
        CheckpointKeeper keeper = new CheckpointKeeper(folder.resolve("a"), Map.of(), 0);
        keeper.begin(trainer);
        train(trainer, 1);
        Path inTheWay = Files.createDirectory(folder.resolve("a.part"));
        assertFalse(keeper.step(trainer));
        assertTrue(keeper.problem().startsWith("cannot write the checkpoint "), keeper.problem());
        assertEquals(0, step(), "what was there is still there");
        Files.delete(inTheWay);
        assertTrue(keeper.write(trainer));
        assertEquals(1, step());
    }
}
