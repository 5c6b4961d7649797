package dev.convbench.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReaderTest {
    @TempDir
    Path folder;

    private Path forksFile;
    private Run written;

    @BeforeEach
    void write() throws IOException {
        RunFixture fixture = new RunFixture();
        int naive = fixture.conv("naive", 1);
        written =
                fixture.fork(naive, 1000, 1100, 900).failure(naive, "it broke").run();
        Files.writeString(folder.resolve(RunReader.RUN_FILE), Json.pretty(written.document()));
        forksFile = folder.resolve(RunReader.FORKS_FILE);
        Files.writeString(
                forksFile,
                "{\"type\":\"iteration\",\"fork\":0,\"config\":0,\"score\":1.0}\n"
                        + written.forks().stream().map(Json::line).collect(Collectors.joining("\n", "", "\n")));
    }

    private String complaint() {
        return assertThrows(UnreadableRunException.class, () -> RunReader.read(folder))
                .getMessage();
    }

    @Test
    void readsWhatWasWritten() throws UnreadableRunException {
        Run run = RunReader.read(folder);
        assertEquals(written, run);
        assertArrayEquals(new double[] {1000, 1100, 900}, run.forks().get(0).operationsPerSecond());
        assertEquals("it broke", run.forks().get(1).message());
    }

    @Test
    void anIncompleteLastLineIsIgnored() throws IOException, UnreadableRunException {
        Files.writeString(forksFile, "{\"type\":\"fork\",\"fork\":2,\"con", StandardOpenOption.APPEND);
        assertEquals(written.forks(), RunReader.read(folder).forks());
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        Files.writeString(forksFile, "{\"type\":\"fork\"\n{}\n", StandardOpenOption.APPEND);
        assertTrue(complaint().contains("forks.jsonl is damaged in line 4"), complaint());
    }

    @Test
    void aForkOfAnUnknownConfigurationIsDamage() throws IOException {
        Files.writeString(forksFile, "{\"type\":\"fork\",\"config\":9}\n", StandardOpenOption.APPEND);
        assertTrue(complaint().contains("configuration 9 is not in run.json"), complaint());
    }

    @Test
    void aLaterFormatIsRefused() throws IOException {
        Path file = folder.resolve(RunReader.RUN_FILE);
        Files.writeString(file, Files.readString(file).replace("\"formatVersion\" : 1", "\"formatVersion\" : 99"));
        assertTrue(complaint().contains("format version 99"), complaint());
    }

    @Test
    void damagedAndMissingRunFilesAreNamed() throws IOException {
        Files.writeString(folder.resolve(RunReader.RUN_FILE), "{");
        assertTrue(complaint().contains("run.json is damaged"), complaint());
        Files.delete(folder.resolve(RunReader.RUN_FILE));
        assertTrue(complaint().contains("is not a run folder"), complaint());
    }

    @Test
    void aFieldOfALaterWriterIsIgnored() throws IOException, UnreadableRunException {
        Path file = folder.resolve(RunReader.RUN_FILE);
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{ \"colour\" : \"blue\","));
        assertEquals(written.document(), RunReader.read(folder).document());
    }
}
