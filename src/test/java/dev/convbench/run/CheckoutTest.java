package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
    @TempDir
    Path root;

    @Test
    void isFoundFromAFolderInside() throws IOException {
        Path inside = Files.createDirectories(root.resolve("src/main"));
        Files.createDirectories(root.resolve("results"));
        assertTrue(Checkout.around(inside).isEmpty());
        Files.writeString(root.resolve("pom.xml"), "<artifactId>another</artifactId>");
        assertTrue(Checkout.around(inside).isEmpty());
        Files.writeString(root.resolve("pom.xml"), "<artifactId>convbench</artifactId>");
        assertEquals(
                root.toAbsolutePath().normalize().resolve("results/runs"),
                Checkout.around(inside).orElseThrow().runs());
    }
}
