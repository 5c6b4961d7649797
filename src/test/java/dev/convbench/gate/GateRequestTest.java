package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.gate.GatePlan.Unit;
import dev.convbench.gate.GateRequest.Wanted;
import dev.convbench.results.gate.GateRule;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of gates over jars that are made up, with a Java that answers as JMH would. */
class GateRequestTest {
    private static final String ARGUMENTS_AS_NAME =
            "[[ \"$*\" == *notebook:conv* ]] && echo x.OfTheNotebook || echo x.AsTold; echo x.Other";

    @TempDir
    private Path folder;

    private Target target(String name, String body, String list, List<String> jvmArgs, String... entries)
            throws Exception {
        Path jar = folder.resolve(name + ".jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("some.class"));
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
            }
        }
        Path java = FakeJava.make(folder.resolve(name + "-jdk"), 1000, 1, body, list);
        return request().target(new Wanted(null, jar, java, jvmArgs), List.of(), null);
    }

    private Target target(String name, String list) throws Exception {
        return target(name, "", list, List.of());
    }

    private GateRequest request() {
        return new GateRequest(new ChildProcess(), folder.resolve("jars"));
    }

    private GatePlan plan(Target base, Target head, String... words) throws Exception {
        return request().plan(base, head, List.of(words), 3, GateRule.DEFAULT, true, 60, null);
    }

    @Test
    void aSideIsNamedByWhatDiffers() throws Exception {
        Target plain = target("a", "echo x.One");
        assertEquals("a.jar on a-jdk", plain.label());
        assertEquals(folder.resolve("a-jdk/bin/java").toString(), plain.java());
        assertEquals(folder.resolve("a.jar").toString(), plain.jar());
        assertEquals(64, plain.jarSha256().length());
        Target flags = target("b", "", "", List.of("-Xint", "-ea"));
        assertEquals("b.jar on b-jdk with -Xint -ea", flags.label());
        Target here = request().target(new Wanted(null, folder.resolve("a.jar"), null, List.of()), List.of(), null);
        assertEquals("a.jar", here.label());
        assertTrue(here.java().startsWith(System.getProperty("java.home")), here.java());
        Wanted noJava = new Wanted(null, folder.resolve("a.jar"), folder, List.of());
        UsageException refused =
                assertThrows(UsageException.class, () -> request().target(noJava, List.of(), null));
        assertEquals("there is no Java in '" + folder + "'", refused.getMessage());
    }

    @Test
    void measuresWhatBothHave() throws Exception {
        Target base = target("base", "echo x.Old; echo x.Both; echo x.Too");
        Target head = target("head", "echo x.Both; echo x.New; echo x.Too");
        GatePlan plan = plan(base, head, "-i", "1", "-p", "n=1");
        assertEquals(List.of(new Unit("x.Both", List.of()), new Unit("x.Too", List.of())), plan.benchmarks());
        assertEquals(List.of("-i", "1"), plan.jmhArguments());
        assertEquals(GateRule.DEFAULT.pairs(), plan.pairs());
        assertEquals(GateRule.DEFAULT.confirmPairs(), plan.confirmPairs());
        assertEquals(60, plan.budgetSeconds());
        assertEquals(2, plan.tested());
        Target other = target("other", "echo x.Other");
        UsageException nothing = assertThrows(UsageException.class, () -> plan(base, other, "-i", "1"));
        assertEquals(
                "no benchmark is in both base.jar on base-jdk (3 match) and other.jar on other-jdk (1 match)",
                nothing.getMessage());
    }

    @Test
    void choosesBenchmarksOnlyInItsOwnJar() throws Exception {
        Target any = target("any", ARGUMENTS_AS_NAME);
        Target ours = target("ours", "", ARGUMENTS_AS_NAME, List.of(), "dev/convbench/bench/ConvForward.class");
        assertEquals("x.AsTold", plan(any, any).benchmarks().get(0).benchmark());
        assertEquals("x.OfTheNotebook", plan(ours, ours).benchmarks().get(0).benchmark());
        assertEquals("x.AsTold", plan(ours, ours, "Conv").benchmarks().get(0).benchmark());
    }

    @Test
    void triesForksToKnowWhatTheyTakeBesideTheirIterations() throws Exception {
        Target slow = target("slow", "sleep 0.3", "echo x.One; echo x.Two", List.of());
        GateRequest request = request();
        // 40 s for 40 forks: what is left of a second after 0.3 to 0.6 s, half of it for five iterations.
        GatePlan plan = request.plan(slow, slow, List.of(), 3, GateRule.DEFAULT, false, 40, null);
        assertEquals(10, plan.pairs(), plan.toString());
        assertEquals(0, plan.confirmPairs());
        List<String> words = plan.jmhArguments();
        assertEquals("-r", words.get(words.size() - 2));
        int millis = Integer.parseInt(words.get(words.size() - 1).replace("ms", ""));
        assertTrue(millis >= 35 && millis <= 70, plan.toString());
    }

    @Test
    void goesOnWithTheSameJarsOnly() throws Exception {
        Target base = target("base", "echo x.One");
        GatePlan plan = plan(base, base, "-i", "1");
        GateRequest.checkSame(plan);
        Files.writeString(folder.resolve("base.jar"), "another");
        assertRefused(plan);
        Files.delete(folder.resolve("base.jar"));
        assertRefused(plan);
    }

    private void assertRefused(GatePlan plan) throws IOException {
        UsageException refused = assertThrows(UsageException.class, () -> GateRequest.checkSame(plan));
        assertTrue(
                refused.getMessage().startsWith("cannot go on: " + folder.resolve("base.jar")), refused.getMessage());
    }
}
