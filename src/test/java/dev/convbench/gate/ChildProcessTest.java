package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    private Path folder;

    private static List<String> shell(String script) {
        return List.of("bash", "-c", script);
    }

    @Test
    void whatAProgramSaysAndItsCodeComeBack() throws IOException {
        ChildProcess.Ended ended = new ChildProcess()
                .run(
                        folder,
                        shell("pwd -P; echo one >&2; echo two >&2; echo >&2; read -r line && echo $line; exit 3"),
                        20);
        assertEquals(3, ended.code());
        assertEquals(folder.toRealPath() + "\n", ended.out());
        assertEquals("one\ntwo\n\n", ended.err());
        assertEquals("two", ended.lastWords());
        assertEquals("out", new ChildProcess.Ended(1, "an\nout\n", " \n").lastWords());
        assertEquals("it said nothing", new ChildProcess.Ended(1, "", "").lastWords());
        Path here = Path.of("").toRealPath();
        assertEquals(
                here + "\n", new ChildProcess().run(null, shell("pwd -P"), 20).out());
    }

    @Test
    void whatTakesTooLongIsKilledWithAllThatItStarted() {
        Path late = folder.resolve("late");
        long start = System.nanoTime();
        IOException e = assertThrows(
                IOException.class,
                () -> new ChildProcess().run(folder, shell("(sleep 3; touch " + late + ") & sleep 30"), 1));
        assertTrue(e.getMessage().endsWith("' took more than 1 seconds"), e.getMessage());
        assertTrue(System.nanoTime() - start < 10_000_000_000L);
        assertFalse(Files.exists(late));
    }

    @Test
    void stopEndsWhatRunsAndLetsNothingBegin() throws Exception {
        ChildProcess child = new ChildProcess();
        Path started = folder.resolve("started");
        CompletableFuture<ChildProcess.Ended> running = CompletableFuture.supplyAsync(() -> {
            try {
                return child.run(folder, shell("touch started; sleep 30"), 60);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        while (!Files.exists(started)) {
            assertFalse(running.isDone());
            TimeUnit.MILLISECONDS.sleep(5);
        }
        child.stop();
        CompletionException e = assertThrows(
                CompletionException.class,
                () -> running.orTimeout(10, TimeUnit.SECONDS).join());
        assertEquals(ChildProcess.StoppedException.class, e.getCause().getClass());
        assertThrows(ChildProcess.StoppedException.class, () -> child.run(folder, shell("touch again"), 10));
        assertFalse(Files.exists(folder.resolve("again")));
    }
}
