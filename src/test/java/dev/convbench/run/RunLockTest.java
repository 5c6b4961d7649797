package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks in a folder of their own. */
class RunLockTest {
    private static final String IGNORE = "jmh.ignoreLock";

    @TempDir
    private Path folder;

    private final Map<String, String> before = new LinkedHashMap<>();

    @BeforeEach
    void useTheFolder() {
        for (String name : new String[] {"java.io.tmpdir", IGNORE}) {
            before.put(name, System.getProperty(name));
        }
        System.setProperty("java.io.tmpdir", folder.toString());
        System.setProperty(IGNORE, "false");
    }

    @AfterEach
    void leaveIt() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private static String refusal() {
        return assertThrows(RunFailedException.class, RunLock::take).getMessage();
    }

    @Test
    void oneRunAtATime() throws Exception {
        RunLock first = RunLock.take();
        assertTrue(
                refusal().startsWith("another run is measuring on this machine; add -Djmh.ignoreLock=true"), refusal());
        first.close();
        RunLock.take().close();
    }

    @Test
    void otherUsersMayTakeIt() throws Exception {
        RunLock.take().close();
        Path file = folder.resolve("convbench.lock");
        assertTrue(Files.getPosixFilePermissions(file).toString().contains("OTHERS_WRITE"));
    }

    @Test
    void whatJmhMeasuresOnItsOwnCounts() throws Exception {
        Path file = folder.resolve("jmh.lock");
        Files.createFile(file);
        RunLock.take().close();
        try (RandomAccessFile jmh = new RandomAccessFile(file.toFile(), "rw")) {
            FileLock lock = jmh.getChannel().lock();
            assertTrue(refusal().startsWith("another JMH run is measuring on this machine"), refusal());
            lock.release();
        }
        RunLock.take().close();
    }

    @Test
    void aLockThatCannotBeTakenIsSaid() throws Exception {
        Files.createDirectory(folder.resolve("convbench.lock"));
        assertTrue(refusal().startsWith("cannot take the lock " + folder.resolve("convbench.lock")), refusal());
        Files.createDirectory(folder.resolve("jmh.lock"));
        assertTrue(refusal().startsWith("cannot take JMH's lock " + folder.resolve("jmh.lock")), refusal());
    }

    @Test
    void theUserMayIgnoreIt() throws Exception {
        System.setProperty(IGNORE, "true");
        RunLock first = RunLock.take();
        RunLock second = RunLock.take();
        first.close();
        second.close();
        assertEquals(0, folder.toFile().list().length);
    }
}
