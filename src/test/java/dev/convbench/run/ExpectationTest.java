package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.Configuration;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectationTest {
    @TempDir
    Path folder;

    private List<Expectation> read(String content) throws IOException, UnreadableRunException {
        return Expectation.read(Files.writeString(folder.resolve("expected"), content));
    }

    @Test
    void linesOfText() throws IOException, UnreadableRunException {
        assertEquals(
                List.of(
                        new Expectation("ConvForward.forward", null, Map.of("strategy", "simd", "workers", "1")),
                        new Expectation("some.Other.run", null, Map.of())),
                read("# all of it\n\nConvForward.forward strategy=simd   workers=1 # the fast one\n some.Other.run\n"));
        assertThrows(UsageException.class, () -> read("ConvForward.forward simd"));
    }

    @Test
    void aRunFolderItsDocumentAndJmhsJson() throws IOException, UnreadableRunException {
        ShardFixture shard = new ShardFixture("shard");
        shard.plan("A", "3");
        List<Expectation> expected = List.of(new Expectation("some.A.run", "thrpt", Map.of("size", "3")));
        Path run = shard.write(folder);
        assertEquals(expected, Expectation.read(run));
        assertEquals(expected, Expectation.read(run.resolve("run.json")));
        assertEquals(expected, read("[{\"benchmark\":\"some.A.run\",\"mode\":\"thrpt\",\"params\":{\"size\":\"3\"}}]"));
    }

    @Test
    void nothingAndNonsenseAreErrors() {
        assertThrows(UnreadableRunException.class, () -> read("# nothing\n"));
        assertThrows(UnreadableRunException.class, () -> read("[]"));
        assertThrows(UnreadableRunException.class, () -> read("{\"configurations\":"));
        assertThrows(UnreadableRunException.class, () -> Expectation.read(folder.resolve("missing")));
    }

    @Test
    void aNameFitsFromADotOn() {
        Configuration configuration =
                new Configuration(0, "some.pkg.Bench.run", "thrpt", Map.of("a", "1", "b", "2"), Work.other("run"));
        assertTrue(new Expectation("some.pkg.Bench.run", "thrpt", Map.of("a", "1")).fits(configuration));
        assertTrue(new Expectation("Bench.run", null, Map.of()).fits(configuration));
        assertFalse(new Expectation("ench.run", null, Map.of()).fits(configuration));
        assertFalse(new Expectation("Bench.run", "avgt", Map.of()).fits(configuration));
        assertFalse(new Expectation("Bench.run", null, Map.of("a", "2")).fits(configuration));
    }
}
