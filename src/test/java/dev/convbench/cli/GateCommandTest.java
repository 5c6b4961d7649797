package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.gate.FakeJava;
import dev.convbench.results.Json;
import dev.convbench.run.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** The whole gate over somebody else's jar, with a Java that answers as JMH would. */
class GateCommandTest {
    private static final int TIME = 1_000_000;

    @TempDir
    private Path folder;

    private Path base;

    @BeforeEach
    void makeBase() throws IOException {
        base = FakeJava.make(folder.resolve("base"), TIME, 100, "");
        Files.writeString(folder.resolve("any.jar"), "not looked into");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private InProcess gate(Path head, String... more) {
        return run("gate", head, more);
    }

    private InProcess run(String command, Path head, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--jar", path("any.jar"), "--out", path("out")));
        arguments.addAll(List.of("--base-jdk", base.toString(), "--head-jdk", head.toString()));
        arguments.addAll(List.of("--seed", "1", "-i", "1"));
        arguments.addAll(List.of(more));
        return InProcess.run(arguments.toArray(String[]::new));
    }

    private Path head(int time, int bytes, String body) throws IOException {
        return FakeJava.make(folder.resolve("head"), time, bytes, body);
    }

    @Test
    void equalSidesAreFine() throws Exception {
        InProcess gate = gate(head(TIME, 100, ""));
        assertEquals(ExitCode.OK, gate.code(), gate.err());
        assertTrue(gate.out().contains("0 regressions in 2 benchmarks"), gate.out());
    }

    @Test
    void aSlowdownIsARegressionInEveryFormat() throws Exception {
        InProcess gate = gate(
                head(TIME * 11 / 10, 100, ""), "--markdown", path("m.md"), "--junit", path("j.xml"), "--annotations");
        assertEquals(ExitCode.REGRESSION, gate.code(), gate.err());
        assertTrue(gate.out().contains("::error title=convbench gate::x.Fast.run n=1: time/op +"), gate.out());
        String markdown = Files.readString(folder.resolve("m.md"));
        assertTrue(markdown.startsWith("<!-- convbench gate -->\n"), markdown);
        assertTrue(markdown.contains("n=&lt;&amp;>"), markdown);
        Document junit = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("j.xml").toFile());
        assertEquals(1, junit.getElementsByTagName("failure").getLength());
        assertTrue(Files.readString(folder.resolve("j.xml")).contains("n=&lt;&amp;&gt;"));
    }

    @Test
    void abSaysSlowerAndPromisesNoSecondStage() throws Exception {
        InProcess ab = run("ab", head(TIME * 11 / 10, 100, ""));
        assertEquals(ExitCode.OK, ab.code(), ab.err());
        assertTrue(ab.out().contains("10 pairs: slower"), ab.out());
        assertTrue(ab.out().contains("1 slower in 2 benchmarks"), ab.out());
        assertFalse(ab.out().contains("stages") || ab.out().contains("unfinished"), ab.out());
    }

    @Test
    void aShardMeasuresItsPartAndSharesTheRateOfFalseAlarms() throws Exception {
        Path head = head(TIME * 11 / 10, 100, "");
        InProcess first = gate(head, "--shard", "1/2");
        int slower = first.code();
        assertTrue(first.out().contains("in 1 benchmarks"), first.out());
        JsonNode plan = Json.mapper().readTree(folder.resolve("out/ab.json").toFile());
        assertEquals(2, plan.path("inAll").asInt());
        Files.move(folder.resolve("out"), folder.resolve("first"));
        InProcess second = gate(head, "--shard", "2/2");
        int fine = second.code();
        assertEquals(
                List.of(ExitCode.OK, ExitCode.REGRESSION),
                Stream.of(slower, fine).sorted().toList());
        Files.move(folder.resolve("out"), folder.resolve("second"));
        InProcess third = gate(head, "--shard", "3/3");
        assertEquals(ExitCode.USAGE, third.code());
        assertTrue(third.err().contains("nothing to measure"), third.err());
    }

    @Test
    void moreAllocationIsARegression() throws Exception {
        InProcess gate = gate(head(TIME, 140, ""));
        assertEquals(ExitCode.REGRESSION, gate.code(), gate.err());
        assertTrue(gate.out().contains("allocates 140 instead of 100 B/op"), gate.out());
    }

    @Test
    void anAcceptedRegressionPassesUntilItExpires() throws Exception {
        InProcess gate = gate(head(TIME * 11 / 10, 100, ""));
        assertEquals(ExitCode.REGRESSION, gate.code(), gate.err());
        Files.writeString(folder.resolve(".convbench-accepted"), "n=1$ | a check was added | 2999-12-31\n");
        Child again = Child.start(folder, "gate", "--resume", "out");
        assertEquals(ExitCode.OK, again.await(), again.err());
        assertTrue(again.out().contains("(accepted: a check was added)"), again.out());
        InProcess named = InProcess.run("gate", "--resume", path("out"), "--accepted", path(".convbench-accepted"));
        assertEquals(ExitCode.OK, named.code(), named.err());
        Files.writeString(folder.resolve("old"), "n=1$ | a check was added | 2001-12-31\n");
        InProcess late = InProcess.run("gate", "--resume", path("out"), "--accepted", path("old"));
        assertEquals(ExitCode.REGRESSION, late.code(), late.err());
        assertTrue(late.out().contains("old, line 1: 'n=1$' expired on 2001-12-31"), late.out());
    }

    @Test
    void aForkThatFailsIsNoHole() throws Exception {
        InProcess gate = gate(head(TIME, 100, "[[ $n == 1 ]] && { echo 'java.lang.Error: broken'; exit 1; }"));
        assertEquals(ExitCode.FAILED, gate.code(), gate.err());
        assertTrue(gate.out().contains("FAILED: head: java.lang.Error: broken"), gate.out());
    }

    @Test
    void goesOnAfterAKillAndMeasuresNothingTwice() throws Exception {
        Path head = head(TIME, 100, "sleep 0.1");
        Child killed = Child.start(
                folder,
                "gate",
                "--jar",
                "any.jar",
                "--out",
                "out",
                "--base-jdk",
                base.toString(),
                "--head-jdk",
                head.toString(),
                "-i",
                "1");
        Path forks = folder.resolve("out").resolve("ab-forks.jsonl");
        while (!Files.exists(forks) || Files.readAllLines(forks).size() < 6) {
            assertFalse(killed.endsWithin(0), killed.err());
            Thread.sleep(20);
        }
        killed.signal("KILL");
        killed.await();
        List<String> before = Files.readAllLines(forks);
        InProcess gate = InProcess.run("gate", "--resume", path("out"));
        assertEquals(ExitCode.OK, gate.code(), gate.err());
        List<String> after = Files.readAllLines(forks);
        assertEquals(before.subList(0, before.size() - 1), after.subList(0, before.size() - 1));
        long lines = after.stream()
                .filter(line -> line.contains("\"type\":\"fork\""))
                .count();
        assertTrue(lines >= 40 && lines <= 42, lines + " forks for 2 benchmarks, 10 pairs and one kill");
    }

    @Test
    void choosesTimesAndPairsForTheBudget() throws Exception {
        Files.delete(folder.resolve("any.jar"));
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(folder.resolve("any.jar")))) {
            jar.putNextEntry(new ZipEntry("some.class"));
        }
        Path slow = head(TIME, 100, "sleep 0.1");
        InProcess gate = InProcess.run(
                "gate",
                "--jar",
                path("any.jar"),
                "--out",
                path("out"),
                "--base-jdk",
                slow.toString(),
                "--head-jdk",
                slow.toString(),
                "--budget",
                "5s");
        assertEquals(ExitCode.OK, gate.code(), gate.err());
        JsonNode plan =
                Json.mapper().readTree(Files.readString(folder.resolve("out").resolve("ab.json")));
        int forks = 0;
        double seconds = 0;
        for (String line : Files.readAllLines(folder.resolve("out").resolve("ab-forks.jsonl"))) {
            seconds += Json.mapper().readTree(line).path("seconds").asDouble();
            forks++;
        }
        assertEquals(5, plan.path("pairs").asInt(), "pairs that fit 5 s");
        assertTrue(plan.path("jmhArguments").toString().contains("\"-w\",\""), plan.toString());
        assertTrue(forks >= 20 && seconds < 8, forks + " forks in " + seconds + " s");
    }

    @Test
    void saysWhatIsWrongInOneSentence() throws Exception {
        InProcess noSide = InProcess.run("gate");
        assertEquals(ExitCode.USAGE, noSide.code());
        assertEquals(1, noSide.err().lines().count(), noSide.err());
        InProcess forks = gate(base, "-f", "3");
        assertEquals(ExitCode.USAGE, forks.code());
        InProcess noJar = InProcess.run("gate", "--base-jar", "no.jar", "--head-jar", path("any.jar"));
        assertEquals(ExitCode.USAGE, noJar.code());
        assertTrue(noJar.err().contains("there is no jar 'no.jar'"), noJar.err());
        Files.writeString(folder.resolve("bad"), "pattern without more\n");
        InProcess accepted = gate(base, "--accepted", path("bad"));
        assertEquals(ExitCode.USAGE, accepted.code());
        assertTrue(accepted.err().contains("bad, line 1: need 'PATTERN | REASON | EXPIRY'"), accepted.err());
    }

    private JsonNode json(String name) throws IOException {
        return Json.mapper().readTree(folder.resolve(name).toFile());
    }

    @Test
    void optionsAreInThePlan() throws Exception {
        InProcess gate = gate(
                head(TIME, 100, ""),
                "--budget=2m",
                "--alpha=2%",
                "--min-effect=0.03",
                "--pairs=6",
                "--confirm=9",
                "--base-jvm-args= -Da=1  -Db=2");
        assertEquals(ExitCode.OK, gate.code(), gate.err());
        assertTrue(gate.err().startsWith("folder " + path("out") + ": 2 benchmarks, seed 1\n"), gate.err());
        JsonNode plan = json("out/ab.json");
        assertEquals(120, plan.get("budgetSeconds").asDouble());
        assertEquals(0.02, plan.get("alpha").asDouble());
        assertEquals(0.03, plan.get("minEffect").asDouble());
        assertEquals(6, plan.get("pairs").asInt());
        assertEquals(9, plan.get("confirmPairs").asInt());
        assertEquals("[\"-Da=1\",\"-Db=2\"]", plan.at("/base/jvmArgs").toString());
        assertEquals("[]", plan.at("/head/jvmArgs").toString());
        assertEquals("[\"-i\",\"1\"]", plan.get("jmhArguments").toString());
        assertEquals("FINE", json("out/gate.json").at("/rows/0/verdict").asText());
    }

    @ParameterizedTest
    @CsvSource({"0.5h, 1800", "1.5m, 90", "75s, 75", "80, 80"})
    void aBudgetHasAUnit(String text, double seconds) throws Exception {
        InProcess ab = run("ab", base, "--budget", text, "--pairs", "5");
        assertEquals(ExitCode.OK, ab.code(), ab.err());
        assertEquals(seconds, json("out/ab.json").get("budgetSeconds").asDouble());
    }

    @Test
    void whatFailsIsTheUsersChoice() throws Exception {
        Path head = head(TIME * 11 / 10, 100, "[[ $n == 1 ]] || { echo broken; exit 1; }");
        assertEquals(ExitCode.REGRESSION, gate(head).code());
        String[] choices = {"regression,failed", "failed", "regression", "none", "inconclusive"};
        int[] codes = {ExitCode.REGRESSION, ExitCode.FAILED, ExitCode.REGRESSION, ExitCode.OK, ExitCode.OK};
        for (int i = 0; i < choices.length; i++) {
            InProcess again = InProcess.run("gate", "--resume", path("out"), "--fail-on", choices[i]);
            assertEquals(codes[i], again.code(), choices[i] + ": " + again.err());
        }
        InProcess wrong = InProcess.run("gate", "--resume", path("out"), "--fail-on", "everything");
        assertEquals(ExitCode.USAGE, wrong.code());
        assertTrue(wrong.err().contains("inconclusive or none, not [everything]"), wrong.err());
    }

    @Test
    void aFolderIsUsedOnceAndGoesOnWithItsOwnOptions() throws Exception {
        assertEquals(ExitCode.OK, gate(base, "--pairs", "5").code());
        InProcess twice = gate(base);
        assertEquals(ExitCode.USAGE, twice.code());
        assertTrue(twice.err().contains(path("out") + " is not empty"), twice.err());
        for (String more : List.of("--out=" + path("other"), "-i=2")) {
            InProcess mixed = InProcess.run("gate", "--resume", path("out"), more);
            assertEquals(ExitCode.USAGE, mixed.code(), more);
            assertTrue(mixed.err().contains("--resume goes on with the options of then"), mixed.err());
        }
        Files.writeString(folder.resolve("any.jar"), "another");
        InProcess changed = InProcess.run("gate", "--resume", path("out"));
        assertEquals(ExitCode.USAGE, changed.code());
        assertTrue(changed.err().contains("is not the jar any more"), changed.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--budget=0s, must be a time such as 90s or 10m",
        "--budget=soon, must be a time such as 90s or 10m",
        "--alpha=much, must be a share such as 2% or 0.02",
        "--alpha=60%, alpha must be above 0",
        "--pairs=4, at least 5 pairs",
        "--confirm=4, at least 5 pairs"
    })
    void refusesWhatCannotBe(String option, String sentence) {
        InProcess gate = gate(base, option);
        assertEquals(ExitCode.USAGE, gate.code());
        assertTrue(gate.err().contains(sentence), gate.err());
        assertFalse(Files.exists(folder.resolve("out")), "a folder is left");
    }

    @Test
    void gatesAgainstARevisionAndRemovesItsWorkTree() throws Exception {
        GitFolder.git(folder, "init", "-q", "-b", "main");
        GitFolder.git(folder, "add", "any.jar");
        GitFolder.git(folder, "commit", "-qm", "one");
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path head = head(TIME * 11 / 10, 100, "");
        List<String> property = List.of("-Djava.io.tmpdir=" + temporary);
        String[] sides = {
            "--base-jdk", base.toString(), "--head-jdk", head.toString(), "-i", "1", "--built-jar", "b.jar"
        };
        List<String> words = new ArrayList<>(List.of("gate", "main", "--build", "cp any.jar b.jar", "--out", "out"));
        words.addAll(List.of(sides));
        Child gate = Child.start(folder, property, words.toArray(String[]::new));
        assertEquals(ExitCode.REGRESSION, gate.await(), gate.err());
        assertFalse(Files.exists(folder.resolve(".git/worktrees")), "a work tree is left");

        List<String> broken = new ArrayList<>(List.of("gate", "main", "--build", "ls nothing.here", "--out", "out2"));
        broken.addAll(List.of(sides));
        Child failed = Child.start(folder, property, broken.toArray(String[]::new));
        assertEquals(ExitCode.FAILED, failed.await(), failed.err());
        assertFalse(Files.exists(folder.resolve(".git/worktrees")), "a work tree is left");
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(
                    List.of(),
                    left.filter(path -> path.getFileName().toString().startsWith("convbench-tree"))
                            .toList());
        }
    }
}
