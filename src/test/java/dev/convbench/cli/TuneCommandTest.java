package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TuneCommandTest {
    private static final String SHAPE = "g1mb1ic4ih6iw6oc4oh6ow6kh3kw3sh1sw1dh0dw0ph1pw1";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... args) {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return Main.execute(commandLine, args);
    }

    @Test
    void measuresKeepsAndDoesNotMeasureAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("choices");
        String[] args = {
            "tune", "--conv", SHAPE, "--pass", "forward,backwardData", "--seconds", "0.01", "--file", "" + file
        };
        assertEquals(0, execute(args), err.toString());
        List<String> lines = Files.readAllLines(file);
        assertEquals(5, lines.size(), lines.toString());
        assertTrue(lines.get(3).startsWith("f64 forward " + SHAPE + " "), lines.get(3));
        for (String name : List.of("simd", "simd-direct", "winograd-4", "im2col")) {
            assertTrue(lines.get(3).contains(" " + name + "="), name + ": " + lines.get(3));
        }
        assertTrue(!lines.get(3).contains("auto=") && !lines.get(3).contains("naive="), lines.get(3));
        assertTrue(out.toString().contains("f64 backwardData " + SHAPE + ": "), out.toString());
        assertTrue(out.toString().contains(", auto simd (by rule: "), out.toString());
        String kept =
                Files.readString(file).replaceFirst("(?m)^f64 forward (\\S+) .*$", "f64 forward $1 simd=3 im2col=2");
        Files.writeString(file, kept);
        out.getBuffer().setLength(0);
        assertEquals(0, execute(args), err.toString());
        assertTrue(
                out.toString()
                        .contains("im2col 2.000 ms, auto simd (by rule: direct kernels of vectors) x1.50 (slower)"),
                out.toString());
        assertTrue(out.toString().contains(" of 2 ("), out.toString());
        assertTrue(Files.readString(file).contains("simd=3"), "nothing was measured, nothing was written");
    }

    @Test
    void reportsWithoutMeasuring(@TempDir Path folder) {
        assertEquals(
                0,
                execute(
                        "tune",
                        "--report",
                        "--conv",
                        SHAPE,
                        "--file",
                        folder.resolve("none").toString()));
        assertTrue(out.toString().contains("on 0 of 0"), out.toString());
    }

    @Test
    void wrongUseIsOneSentence(@TempDir Path folder) throws IOException {
        Path damaged = Files.writeString(folder.resolve("damaged"), "nonsense");
        assertEquals(2, execute("tune", "--conv", SHAPE, "--file", damaged.toString()));
        assertTrue(err.toString().startsWith("convbench: line 1 of the choices in "), err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, execute("tune", "--conv", SHAPE, "--file", "x", "--pass", "sideways"));
        assertEquals(2, execute("tune", "--conv", SHAPE, "--file", "x", "--seconds", "0"));
        assertEquals(2, execute("tune", "--conv", SHAPE, "--file", "x", "--precision", "f16"));
        assertEquals(2, execute("tune", "--conv", SHAPE));
        assertEquals(5, err.toString().lines().count() + 1, err.toString());
    }

    @Test
    void strategiesExplainWhatAutoTakes() {
        assertEquals(0, execute("strategies", "--explain", "resnet50:.*"));
        assertTrue(out.toString().contains("resnet50:conv1"), out.toString());
        assertTrue(out.toString().contains("winograd (by rule: 3x3, stride 1, 64 channels"), out.toString());
        assertEquals(2, execute("strategies", "--explain", "nonsense"));
    }
}
