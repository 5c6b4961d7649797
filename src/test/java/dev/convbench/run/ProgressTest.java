package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Progress progress(boolean terminal) {
        return new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void plainLinesWithoutATerminal() {
        Progress progress = progress(false);
        progress.fork("naive", 3, 125);
        progress.fork("simd", 2, -1);
        progress.clear();
        assertEquals("2:05 left, fork 1 of about 3: naive\nfork 2 of about 3: simd\n", text());
    }

    @Test
    void oneLineOnATerminal() {
        Progress progress = progress(true);
        progress.fork("naive", 2, 60);
        progress.say("failed: x");
        progress.silence();
        progress.say("never seen");
        assertEquals("\r\u001b[K1:00 left, fork 1 of about 2: naive\r\u001b[Kfailed: x\n", text());
    }

    @Test
    void times() {
        assertEquals("0:00", Progress.time(-3));
        assertEquals("9:05", Progress.time(545));
        assertEquals("2:00:01", Progress.time(7201));
    }
}
