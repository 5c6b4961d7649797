package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
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

    @Test
    void knowsItsCommitAndWhetherFilesDiffer() throws Exception {
        Files.createDirectories(root.resolve("results"));
        Path pom = root.resolve("pom.xml");
        Files.writeString(pom, "<artifactId>convbench</artifactId>");
        Checkout checkout = Checkout.around(root).orElseThrow();
        assertNull(checkout.commit(), "no repository");
        assertNull(checkout.dirty(), "no repository");
        GitFolder.git(root, "init", "-q");
        assertNull(checkout.commit(), "no commit");
        GitFolder.git(root, "add", "pom.xml");
        GitFolder.git(root, "commit", "-qm", "one");
        assertTrue(checkout.commit().matches("[0-9a-f]{40}"), checkout.commit());
        assertEquals(false, checkout.dirty());
        Files.writeString(root.resolve("new"), "not tracked");
        assertEquals(false, checkout.dirty());
        Files.writeString(pom, "<artifactId>convbench</artifactId> ");
        assertEquals(true, checkout.dirty());
    }
}
