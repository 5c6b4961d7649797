package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.chart.SampleRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code chart}: what it writes, and what it says of bad input. */
class ChartCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private void assertRefused(String about, String... arguments) {
        assertEquals(ExitCode.USAGE, execute(arguments));
        String text = err.toString().strip();
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.contains(about), text);
    }

    @Test
    void writesThePicture() throws Exception {
        Path run = SampleRun.small().write(folder.resolve("run"));
        Path picture = folder.resolve("a.svg");
        assertEquals(ExitCode.OK, execute("chart", run.toString(), "-o", picture.toString()));
        assertTrue(Files.readString(picture).startsWith("<svg "));
        assertEquals(picture.toString(), out.toString().strip());
    }

    @Test
    void refusesAFolderWithoutARun() {
        assertRefused(
                "is not a run folder",
                "chart",
                folder.toString(),
                "-o",
                folder.resolve("a.svg").toString());
    }

    @Test
    void refusesAPlaceThatCannotBeWritten() throws Exception {
        Path run = SampleRun.small().write(folder.resolve("run"));
        String nowhere = folder.resolve("missing").resolve("a.svg").toString();
        assertRefused("is not a folder", "chart", run.toString(), "-o", nowhere);
    }

    @Test
    void refusesToGuessTheName() {
        assertRefused("--output", "chart", folder.toString());
    }
}
