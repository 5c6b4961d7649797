package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.Strategies;
import dev.convbench.results.Json;
import dev.convbench.run.ForkJvm;
import dev.convbench.run.ShardFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Exit codes and messages of the command line. */
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** As in a child that has all flags: the commands run here and not in a child, whose output could not be read. */
    @BeforeAll
    static void haveAllFlags() {
        System.setProperty(
                ForkJvm.PARENT_PROPERTY, Long.toString(ProcessHandle.current().pid()));
    }

    @AfterAll
    static void forgetThem() {
        System.clearProperty(ForkJvm.PARENT_PROPERTY);
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return Main.execute(commandLine, arguments);
    }

    private void assertOneSentence(String start) {
        String text = err.toString().strip();
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.startsWith("convbench: ") && text.contains(start), text);
        assertFalse(text.contains("\tat "), text);
    }

    @Test
    void withoutPeersTheListSaysWhereTheyAre() {
        assertEquals(ExitCode.OK, execute("peers"));
        assertTrue(out.toString().contains("mvn -Ppeers -DskipTests package"), out.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "networks",
                "networks nonet",
                "networks resnet50 --precision f16",
                "networks resnet50 --workers 0",
                "networks resnet50 --forks 0",
                "networks resnet50 --format html",
                "networks --of nowhere",
                "networks resnet50 --resume nowhere",
                "networks --resume nowhere",
                "peers --of nowhere",
                "peers --format html",
                "run ConvForward --without ( -p conv=notebook:conv"
            })
    void networksAndWithoutRefuseWhatIsWrong(String line) {
        assertEquals(ExitCode.USAGE, execute(line.split(" ")));
        assertOneSentence("");
    }

    @Test
    void helpListsEverySubcommandAndExitCode() {
        assertEquals(0, execute("--help"));
        for (String word : new String[] {"run", "strategies", "show", "130"}) {
            assertTrue(out.toString().contains(word), out.toString());
        }
    }

    @Test
    void helpOfRunHasOurOptionsAndJmhs() {
        assertEquals(0, execute("run", "--help"));
        for (String word : new String[] {"--quick", "--out", "-prof", "-rff", "-jvmArgs", "workers"}) {
            assertTrue(out.toString().contains(word), word);
        }
    }

    @Test
    void noMatchIsWrongUsage() {
        assertEquals(2, execute("NoSuchBenchmark"));
        assertOneSentence("no benchmark matches 'NoSuchBenchmark'");
    }

    @Test
    void aWrongOptionOfJmhIsWrongUsage() {
        assertEquals(2, execute("run", "-wi", "many"));
        assertOneSentence("'many'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-zzz", "--no-such-option"})
    void anUnknownOptionIsWrongUsage(String option) {
        assertEquals(2, execute(option));
        assertOneSentence("is not a recognized option");
    }

    @Test
    void aWrongValueOfOursIsWrongUsage() {
        assertEquals(2, execute("--seed", "x"));
        assertOneSentence("--seed");
        err.getBuffer().setLength(0);
        assertEquals(2, execute("--quick", "--budget", "30"));
        assertOneSentence("exclude each other");
        err.getBuffer().setLength(0);
        assertEquals(2, execute("--quick", "-f", "3"));
        assertOneSentence("exclude each other");
    }

    @Test
    void unknownParametersAreWrongUsage() {
        assertEquals(2, execute("TinyBenchmark", "-p", "colour=blue"));
        assertOneSentence("there are what");
    }

    @Test
    void wrongUsageLeavesAnEarlierResultFileAlone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "[]");
        assertEquals(2, execute("TinyBenchmark", "-p", "colour=blue", "-rf", "json", "-rff", file.toString()));
        assertEquals("[]", Files.readString(file));
    }

    @Test
    void strategiesListsTheRegistry() {
        assertEquals(0, execute("strategies"));
        for (String name : Strategies.names()) {
            assertTrue(out.toString().contains(name), name);
        }
    }

    @Test
    void showRefusesWhatIsNoRun(@TempDir Path folder) throws IOException {
        assertEquals(2, execute("show", folder.toString()));
        assertOneSentence("is not a run folder");
        err.getBuffer().setLength(0);
        Files.writeString(folder.resolve("run.json"), "{}");
        assertEquals(2, execute("show", folder.toString()));
        assertOneSentence("format version");
        err.getBuffer().setLength(0);
        assertEquals(2, execute("show", folder.toString(), "--format", "pdf"));
        assertOneSentence("text or md");
    }

    @Test
    void theModuleWarningOfARelaunchedHostIsSwallowed() {
        assertEquals("hello\n", relayed("WARNING: Using incubator modules: jdk.incubator.vector\nhello\n"));
        assertEquals("WARNING: something else\nx", relayed("WARNING: something else\nx"));
        assertEquals("no line break", relayed("no line break"));
        assertEquals("", relayed(""));
    }

    private static String relayed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Relaunch.relay(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Path stopped(Path folder) throws IOException {
        ShardFixture run = new ShardFixture("the-run");
        run.command = List.of("run", "TinyBenchmark", "-f", "3", "--out", "elsewhere");
        run.fork(run.plan("A", "1"), 100);
        run.failure(run.plan("B", "1"), "it broke");
        return run.write(folder);
    }

    @Test
    void aRunGoesOnWithItsOwnOptionsOnly(@TempDir Path folder) throws IOException {
        String run = stopped(folder).toString();
        assertEquals(2, execute("run", "--resume", run, "-f", "4"));
        assertOneSentence("because the options differ: it was started with 'run TinyBenchmark -f 3 --out elsewhere'");
        err.getBuffer().setLength(0);
        assertEquals(2, execute("run", "--resume", run, "--quick"));
        assertOneSentence("because the options differ");
        err.getBuffer().setLength(0);
        assertEquals(
                2, execute("run", "--resume", run, "--out", folder.resolve("x").toString()));
        assertOneSentence("leave --out away");
        err.getBuffer().setLength(0);
        assertEquals(2, execute("run", "--resume", run, "--seed", "8"));
        assertOneSentence("leave --seed away");
        err.getBuffer().setLength(0);
        assertEquals(2, execute("run", "--resume", folder.toString()));
        assertOneSentence("is not a run folder");
    }

    @Test
    void aFinishedRunIsLeftAloneAndItsFailuresCount(@TempDir Path folder) throws IOException {
        Path run = stopped(folder);
        assertEquals(1, execute("run", "--resume", run.toString(), "--seed", "7", "TinyBenchmark", "-f", "3"));
        assertEquals(2, Json.mapper().readTree(run.resolve("jmh.json").toFile()).size());
    }

    @Test
    void aMergedRunCannotGoOn(@TempDir Path folder) throws IOException {
        Path merged = folder.resolve("merged");
        assertEquals(1, execute("merge", stopped(folder).toString(), "-o", merged.toString()));
        err.getBuffer().setLength(0);
        assertEquals(2, execute("run", "--resume", merged.toString()));
        assertOneSentence("was merged, not run");
    }
}
