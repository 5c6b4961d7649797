package dev.convbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import example.ConvolveAnImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The example of the README: it runs, and the README shows exactly its code. */
class ExampleTest {
    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void findsTheEdge() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            ConvolveAnImage.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        // Rows 2 and 3 hold −3, at the sides −2; the last row, with padding below it, 3, at the sides 2.
        assertEquals(
                "[0.0, 0.0, 0.0, -2.0, -3.0, -2.0, 3.0, 3.0, 3.0]",
                printed.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void isTheCodeInTheReadme() throws IOException {
        String code = Files.readString(Path.of("src/example/java/example/ConvolveAnImage.java"));
        String readme = Files.readString(Path.of("README.md"));
        assertTrue(readme.contains("```java\n" + code + "```\n"), "README.md does not hold the example as it is");
    }
}
