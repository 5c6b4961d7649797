package dev.convbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.Strategies;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that stops and goes on is the training that never stopped. */
class CheckpointTest {
    private static final Splits SPLITS = SyntheticImages.draw(20, 10, 10, 3);

    @TempDir
    private Path folder;

    /** Six steps in three epochs of two. */
    private static Trainer trainer(String rule, long seed) {
        ThreeLayerConvNet model = new ThreeLayerConvNet(ThreeLayerConvNet.Options.builder()
                .filters(2, 3)
                .hidden(4)
                .weightScale(1e-2)
                .reg(1e-2)
                .seed(seed)
                .strategy(Strategies.named("loops"))
                .build());
        Trainer.Options options = Trainer.Options.builder()
                .rule(UpdateRule.named(rule))
                .learningRateDecay(0.9)
                .batchSize(10)
                .epochs(3)
                .accuracySamples(7)
                .seed(seed)
                .build();
        return new Trainer(model, SPLITS.train(), SPLITS.val(), options);
    }

    private static void train(Trainer trainer, int until) {
        trainer.train(new ProgressListener() {
            @Override
            public void step(int step, int steps, double loss, double imagesPerSecond) {
                if (step == until) {
                    trainer.stop();
                }
            }
        });
    }

    private Trainer resumed(Trainer stopped, String rule) throws Exception {
        Path file = folder.resolve("x.checkpoint");
        new Checkpoint(Map.of("reg", "0.01"), stopped.state()).write(file);
        Checkpoint checkpoint = Checkpoint.read(file);
        assertEquals(Map.of("reg", "0.01"), checkpoint.settings());
        // Other weights and another generator, so that nothing but the file can make them equal.
        Trainer resumed = trainer(rule, 99);
        resumed.restore(checkpoint.state());
        return resumed;
    }

    private static void assertSame(Trainer expected, Trainer actual) {
        Trainer.State a = expected.state();
        Trainer.State b = actual.state();
        assertSame(a.parameters(), b.parameters());
        assertSame(a.best(), b.best());
        assertEquals(a.optimiser().slots().keySet(), b.optimiser().slots().keySet());
        a.optimiser()
                .slots()
                .forEach((name, slot) -> assertSame(slot, b.optimiser().slots().get(name)));
        assertEquals(a.optimiser().updates(), b.optimiser().updates());
        assertEquals(a.optimiser().learningRate(), b.optimiser().learningRate(), 0);
        assertEquals(a.randomState(), b.randomState());
        assertArrayEquals(a.losses(), b.losses(), 0);
        assertArrayEquals(a.trainAccuracies(), b.trainAccuracies(), 0);
        assertArrayEquals(a.valAccuracies(), b.valAccuracies(), 0);
        assertEquals(a.bestValAccuracy(), b.bestValAccuracy(), 0);
        assertEquals(a.epoch(), b.epoch());
        assertEquals(a.step(), b.step());
    }

    private static void assertSame(Parameters expected, Parameters actual) {
        assertEquals(expected.names(), actual.names());
        for (String name : expected.names()) {
            assertArrayEquals(expected.get(name), actual.get(name), 0, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "rmsprop", "adam"})
    void threeStepsAndThreeAreSix(String rule) throws Exception {
        Trainer whole = trainer(rule, 5);
        train(whole, 6);
        Trainer half = trainer(rule, 5);
        train(half, 3);
        assertEquals(3, half.losses().length);
        Trainer resumed = resumed(half, rule);
        assertSame(half, resumed);
        train(resumed, 6);
        assertTrue(resumed.isDone());
        assertSame(whole, resumed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6})
    void everyOtherStepWillDo(int stop) throws Exception {
        Trainer whole = trainer("adam", 5);
        train(whole, 6);
        Trainer part = trainer("adam", 5);
        train(part, stop);
        Trainer resumed = resumed(part, "adam");
        train(resumed, 6);
        assertSame(whole, resumed);
    }

    @Test
    void theBeginningIsAStateToo() throws Exception {
        Trainer whole = trainer("adam", 5);
        Trainer resumed = resumed(whole, "adam");
        train(whole, 6);
        train(resumed, 6);
        assertSame(whole, resumed);
        Trainer other = trainer("adam", 99);
        train(other, 6);
        assertNotEquals(whole.losses()[5], other.losses()[5], "another seed is another training");
    }

    @Test
    void aStateThatDoesNotFitLeavesTheTrainerAlone() throws Exception {
        Trainer adam = trainer("adam", 5);
        train(adam, 3);
        Trainer momentum = trainer("momentum", 5);
        Trainer before = trainer("momentum", 5);
        assertThrows(IllegalArgumentException.class, () -> momentum.restore(adam.state()));
        assertSame(before.state().parameters(), momentum.state().parameters());
        assertEquals(0, momentum.losses().length);
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        Trainer trainer = trainer("adam", 5);
        Path file = folder.resolve("x.checkpoint");
        new Checkpoint(Map.of(), trainer.state()).write(file);
        CheckpointFile content = CheckpointFile.read(file);
        for (String name : content.values().keySet()) {
            Map<String, String> values = new LinkedHashMap<>(content.values());
            values.remove(name);
            new CheckpointFile(values, content.arrays()).write(file);
            assertRefused(file, "it lacks the value " + name);
        }
        Map<String, double[]> arrays = new LinkedHashMap<>(content.arrays());
        arrays.remove("losses");
        new CheckpointFile(content.values(), arrays).write(file);
        assertRefused(file, "it lacks the array losses");
        Map<String, String> values = new LinkedHashMap<>(content.values());
        values.put("step", "many");
        new CheckpointFile(values, content.arrays()).write(file);
        assertRefused(file, "many");
    }

    private static void assertRefused(Path file, String reason) {
        String message = assertThrows(UnreadableFileException.class, () -> Checkpoint.read(file))
                .getMessage();
        assertTrue(message.contains("is damaged: ") && message.contains(reason), message);
    }
}
