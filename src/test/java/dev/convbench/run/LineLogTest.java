package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a killed program leaves in forks.jsonl is cut off, and only that. */
class LineLogTest {
    private static final String FINISHED = """
            {"type":"iteration","fork":0,"config":0}
            {"type":"fork","fork":0,"config":0}
            """;

    @TempDir
    Path folder;

    private Path file;

    private LineLog.Found recover(String content) throws IOException {
        file = folder.resolve("forks.jsonl");
        Files.writeString(file, content);
        return LineLog.recover(file);
    }

    @Test
    void wholeLinesStay() throws IOException {
        assertEquals(new LineLog.Found(0, 1, 0), recover(FINISHED));
        assertEquals(FINISHED, Files.readString(file));
        assertEquals(new LineLog.Found(0, 0, 0), recover(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"fork\",\"fork\":1,\"conf", "{\"type\":\"for\n", "\0\0\0\0", "\0\0\0\n", "7\n"})
    void aTornLastLineIsCutOff(String torn) throws IOException {
        assertEquals(new LineLog.Found(torn.length(), 1, 0), recover(FINISHED + torn));
        assertEquals(FINISHED, Files.readString(file));
    }

    @Test
    void aWholeLineWithoutItsBreakIsTorn() throws IOException {
        String torn = "{\"type\":\"fork\",\"fork\":1,\"config\":0}";
        assertEquals(new LineLog.Found(torn.length(), 1, 0), recover(FINISHED + torn));
        assertEquals(FINISHED, Files.readString(file));
    }

    @Test
    void damageBeforeTheLastLineIsNotHidden() throws IOException {
        String damaged = "{\"type\":\n" + FINISHED;
        assertEquals(0, recover(damaged).dropped());
        assertEquals(damaged, Files.readString(file));
    }

    @Test
    void aForkThatNeverFinishedKeepsItsNumber() throws IOException {
        String unfinished = "{\"type\":\"iteration\",\"fork\":4,\"config\":0}\n";
        assertEquals(new LineLog.Found(0, 5, 1), recover(FINISHED + unfinished + unfinished));
    }

    @Test
    void goesOnAtTheEnd() throws IOException {
        recover(FINISHED + "{\"ty");
        try (LineLog log = LineLog.open(file)) {
            log.append("{}");
            assertEquals(FINISHED + "{}\n", Files.readString(file));
        }
    }

    @Test
    void aFileIsWrittenByOneProgramOnly() throws IOException {
        file = folder.resolve("forks.jsonl");
        LineLog log = LineLog.create(file);
        try (log) {
            String message = assertThrows(UsageException.class, () -> LineLog.recover(file))
                    .getMessage();
            assertTrue(message.endsWith("belongs to a run that is under way"), message);
        }
        assertEquals(0, LineLog.recover(file).dropped());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsAnErrorAndTheLastWord() throws IOException {
        try (LineLog log = LineLog.open(Path.of("/dev/full"))) {
            for (String line : List.of("{}", "{}")) {
                IOException full = assertThrows(IOException.class, () -> log.append(line));
                assertEquals("No space left on device", Disk.reason(full));
            }
        }
    }
}
