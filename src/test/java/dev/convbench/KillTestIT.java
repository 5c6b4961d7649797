package dev.convbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/kill-test} on the jar: fifty kills, at most one fork lost each, and the rows of an undisturbed run. */
@Tag("nightly")
class KillTestIT {
    private static final int KILLS = 50;

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void fiftyKillsLoseAtMostOneForkEach() throws IOException, InterruptedException {
        Path script = Path.of("scripts", "kill-test").toAbsolutePath();
        Process process = new ProcessBuilder(script.toString(), Integer.toString(KILLS), folder.toString())
                .redirectErrorStream(true)
                .start();
        String output;
        try (InputStream stream = process.getInputStream()) {
            output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains(KILLS + " kills: ") && output.contains("at most 1 a kill"), output);
    }
}
