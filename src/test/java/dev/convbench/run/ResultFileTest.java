package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file of -rff is of this run or not there. */
class ResultFileTest {
    @TempDir
    Path folder;

    private static Run run() {
        ShardFixture shard = new ShardFixture("x");
        shard.fork(shard.plan("A", "1"), 5);
        return shard.shard().run();
    }

    private static ResultFile of(Path path, String... more) {
        List<String> arguments = new ArrayList<>(List.of("-rff", path.toString()));
        arguments.addAll(List.of(more));
        return ResultFile.of(Selection.parse(arguments).options());
    }

    @Test
    void anOlderResultStandsAsideUntilThereIsANewOne() throws IOException {
        Path path = Files.writeString(folder.resolve("x.json"), "old");
        Path aside = folder.resolve("x.json.old");
        ResultFile file = of(path, "-rf", "json");
        assertEquals("old", Files.readString(path));
        assertEquals("x.json.old", file.setAside().getFileName().toString());
        assertFalse(Files.exists(path));
        assertEquals("old", Files.readString(aside));
        file.write(run());
        assertTrue(Files.readString(path).contains("some.A.run"));
        assertFalse(Files.exists(aside));
    }

    @Test
    void aFileOfThatNameThatNobodySetAsideStays() throws IOException {
        Path other = Files.writeString(folder.resolve("x.json.old"), "mine");
        ResultFile file = of(folder.resolve("x.json"), "-rf", "json");
        assertNull(file.setAside());
        file.write(run());
        assertEquals("mine", Files.readString(other));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskLeavesNothingThatLooksLikeAResult() throws IOException {
        Path path = Files.writeString(folder.resolve("x.csv"), "old");
        ResultFile file = of(path, "-rf", "csv");
        file.setAside();
        Files.createSymbolicLink(folder.resolve("x.csv.tmp"), Path.of("/dev/full"));
        assertThrows(IOException.class, () -> file.write(run()));
        assertFalse(Files.exists(path));
        assertEquals("old", Files.readString(folder.resolve("x.csv.old")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsNoFileIsWrittenAndStays() throws IOException, InterruptedException {
        // a pipe of its own, not /dev/null: a fault in this code, run as root, would rename the machine's
        Path pipe = folder.resolve("pipe");
        Path read = folder.resolve("read");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        ResultFile file = of(pipe, "-rf", "json");
        assertNull(file.setAside());
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(read.toFile())
                .start();
        try {
            file.write(run());
            assertTrue(reader.waitFor(10, TimeUnit.SECONDS), "nobody wrote");
        } finally {
            reader.destroyForcibly();
        }
        assertTrue(Files.exists(pipe) && !Files.isRegularFile(pipe));
        assertTrue(Files.size(read) > 0);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLinkIsFollowed() throws IOException {
        Path target = Files.writeString(folder.resolve("target.json"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("x.json"), target);
        ResultFile file = of(link, "-rf", "json");
        file.setAside();
        file.write(run());
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.readString(target).contains("some.A.run"));
    }

    @Test
    void whatCannotBeWrittenIsSaidBeforeAnythingIsMeasured() {
        String message = assertThrows(UsageException.class, () -> of(folder.resolve("missing/x.json")))
                .getMessage();
        assertTrue(message.endsWith("x.json: there is no such file or folder"), message);
        assertTrue(assertThrows(UsageException.class, () -> of(folder))
                .getMessage()
                .endsWith("it is a folder"));
    }

    @Test
    void withoutTheOptionThereIsNone() throws IOException {
        ResultFile file = ResultFile.of(Selection.parse(List.of()).options());
        assertNull(file.path());
        assertNull(file.setAside());
        file.write(run());
    }
}
