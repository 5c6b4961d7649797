package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.nn.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A training that is stopped from outside can go on. */
@DisabledOnOs(OS.WINDOWS)
class TrainInterruptTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    private Child start(String batchSize, String checkpointSeconds, String... more) throws IOException {
        List<String> tiny = List.of(
                "train",
                "--filters",
                "2",
                "--filter-size",
                "3",
                "--hidden",
                "4",
                "--batch-size",
                batchSize,
                "--strategy",
                "loops",
                "--epochs",
                "1000",
                "-o",
                "out",
                "--checkpoint-every",
                checkpointSeconds);
        String[] arguments = new String[tiny.size() + more.length];
        tiny.toArray(arguments);
        System.arraycopy(more, 0, arguments, tiny.size(), more.length);
        return Child.start(folder, arguments);
    }

    private static void await(Child child, String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!child.out().contains(text)) {
            assertTrue(System.nanoTime() < deadline, () -> "no '" + text + "' in time");
            assertTrue(child.handle().isAlive(), child.err());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private int step() throws Exception {
        return Checkpoint.read(folder.resolve("a.checkpoint")).state().step();
    }

    @Test
    void aSignalKeepsEveryStep() throws Exception {
        Child child = start("10", "1000", "--checkpoint", "a.checkpoint");
        await(child, "epoch 1 ");
        child.signal("TERM");
        assertEquals(130, child.await(), child.err());
        assertTrue(child.err().contains("go on with --resume a.checkpoint; the histories are in out"), child.err());
        int lines = Files.readAllLines(folder.resolve("out/losses.csv")).size();
        assertEquals(lines - 1, step());
        assertTrue(child.err().contains("interrupted after step " + step() + ";"), child.err());
    }

    @Test
    void withoutACheckpointItSaysThatNothingIsKept() throws Exception {
        Child child = start("10", "1000");
        await(child, "epoch 0 ");
        child.signal("TERM");
        assertEquals(130, child.await(), child.err());
        assertTrue(child.err().contains("nothing is kept to go on from: that takes --checkpoint FILE"), child.err());
    }

    @Test
    void aKilledTrainingGoesOnFromItsLastCheckpoint() throws Exception {
        Child child = start("1", "0", "--checkpoint", "a.checkpoint");
        await(child, "epoch 0 ");
        // Read while it is written over and over: it is whole at every moment.
        int seen = step();
        while (seen < 20) {
            assertTrue(child.handle().isAlive(), child.err());
            seen = step();
        }
        List<ProcessHandle> hosts = child.handle().descendants().toList();
        assertEquals(1, hosts.size(), "the relaunched host");
        hosts.get(0).destroyForcibly();
        child.await();
        int kept = step();
        assertTrue(kept >= seen && kept < 1000, kept + " steps are kept");
        Child next = Child.start(folder, "train", "--resume", "a.checkpoint", "--epochs", "1", "-o", "out");
        assertEquals(0, next.await(), next.err());
        assertTrue(next.out().contains("going on after step " + kept), next.out());
        assertEquals(1000, step());
        assertFalse(Files.exists(folder.resolve("a.checkpoint.part")), "half a checkpoint is left");
    }
}
