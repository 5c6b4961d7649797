package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.gate.GatePlan.Unit;
import dev.convbench.results.jmh.JmhEntry;
import dev.convbench.run.RunFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists and forks of a jar, with a Java that answers as JMH would. */
class JmhJarTest {
    private static final Unit FAST = new Unit("x.Fast.run", List.of("n=1", "m=2"));

    @TempDir
    private Path folder;

    private JmhJar jar(String body, String list, String... jvmArgs) throws Exception {
        Path java = FakeJava.make(folder.resolve("jdk"), 1000, 7, body, list).resolve("bin/java");
        return new JmhJar(new Target("it", java.toString(), "any.jar", "", List.of(jvmArgs)), new ChildProcess());
    }

    @Test
    void listsEachCombinationOfParameters() throws Exception {
        JmhJar jar =
                jar("", "printf 'x.A.run\\n  param \"n\" = {1, 2}\\n  param \"m\" = {a, b}\\n\\n# text\\nx.B.run\\n'");
        assertEquals(
                List.of(
                        new Unit("x.A.run", List.of("n=1", "m=a")),
                        new Unit("x.A.run", List.of("n=1", "m=b")),
                        new Unit("x.A.run", List.of("n=2", "m=a")),
                        new Unit("x.A.run", List.of("n=2", "m=b")),
                        new Unit("x.B.run", List.of())),
                jar.list(List.of()));
        JmhJar broken = jar("", "echo 'no such option'; exit 3");
        RunFailedException failed = assertThrows(RunFailedException.class, () -> broken.list(List.of("-x")));
        assertEquals("JMH cannot list the benchmarks of any.jar: no such option", failed.getMessage());
    }

    @Test
    void aForkGetsWhatBelongsToIt() throws Exception {
        JmhJar jar = jar("echo \"$words\" > words", "", "-Da=1", "-ea");
        JmhEntry entry = jar.fork(FAST, List.of("-i", "3"), folder);
        assertEquals(7, entry.secondary().get("gc.alloc.rate.norm").score());
        String words = Files.readString(folder.resolve("words")).strip();
        assertTrue(words.contains(" -cp any.jar org.openjdk.jmh.Main ^\\Qx.Fast.run\\E$ -p n=1 -p m=2 -i 3 "), words);
        assertTrue(words.contains(" -jvmArgsAppend -Da=1 -ea -f 1 -foe true -prof gc "), words);
        jar("echo \"$words\" > words", "").fork(FAST, List.of(), folder);
        assertTrue(!Files.readString(folder.resolve("words")).contains("-jvmArgsAppend"));
    }

    private String failure(String body) throws Exception {
        JmhJar jar = jar(body, "");
        return assertThrows(RunFailedException.class, () -> jar.fork(FAST, List.of(), folder))
                .getMessage();
    }

    @Test
    void saysWhyAForkGaveNothing() throws Exception {
        assertEquals(
                "java.lang.IllegalStateException: told to fail",
                failure("echo start; echo java.lang.IllegalStateException: told to fail; echo end; exit 1"));
        assertEquals("out of luck", failure("echo start; echo out of luck; exit 1"));
        assertEquals("no file", failure("echo no file; exit 0"), "an older result is not taken for it");
        assertEquals("JMH gave 0 results instead of one", failure("echo '[]' > $file; exit 0"));
        assertTrue(failure("echo '[' > $file; exit 0").startsWith("the result is damaged: "));
    }
}
