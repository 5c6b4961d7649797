package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.gate.BankFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Banks of real forks, and what is drawn from them. */
class SelfTestCommandTest {
    /** Of a round: two of each kernel, and the planted one. */
    private static final int FORKS_OF_A_ROUND = 11;

    @TempDir
    private Path folder;

    private Path bank() {
        return folder.resolve("bank");
    }

    /** All but the last two forks of the bank are there, in times that are made up; the two are measured. */
    @Test
    void measuresWhatIsMissingAndDrawsFromAll() throws IOException {
        String where = bank().toString();
        BankFixture.write(bank(), 12);
        Path file = bank().resolve("forks.jsonl");
        List<String> lines = Files.readAllLines(file);
        assertEquals(12 * FORKS_OF_A_ROUND, lines.size());
        List<String> kept = lines.stream()
                .filter(line -> !(line.contains("\"round\":11,") && line.contains("\"pool-max\"")))
                .toList();
        assertEquals(lines.size() - 2, kept.size());
        Files.write(file, kept);

        InProcess run = InProcess.run("selftest", "--quick", "--out", where);
        assertEquals(ExitCode.OK, run.code(), run.err());
        List<String> after = Files.readAllLines(file);
        assertEquals(kept, after.subList(0, kept.size()));
        assertEquals(12 * FORKS_OF_A_ROUND, after.size());
        for (String line : after.subList(kept.size(), after.size())) {
            Matcher matcher = Pattern.compile("\"fork\":(\\d+),\"round\":11,\"attempt\":1")
                    .matcher(line);
            assertTrue(matcher.find() && Integer.parseInt(matcher.group(1)) >= kept.size(), line);
        }
        assertTrue(run.out().startsWith("12 pairs of forks of each of 5 kernels; 400 gates a line"), run.out());
        assertTrue(run.out().contains("\nequal sides: "), run.out());
        assertTrue(run.err().startsWith("folder " + where), run.err());
        assertEquals(run.out(), Files.readString(bank().resolve("selftest.txt")));
        assertTrue(Files.readString(bank().resolve("bank.json")).contains("\"plantedPercent\" : 5"));
    }

    @Test
    void aBankDrawsTwentyGatesOfEachKind() throws IOException {
        BankFixture.write(bank(), 40);
        String where = bank().toString();
        InProcess run = InProcess.run("gate-bank", where, "--draw-only");
        assertEquals(ExitCode.OK, run.code(), run.out() + run.err());
        assertTrue(run.out().startsWith("THE TIME OF A FORK"), run.out());
        assertTrue(run.out().contains("\nTHE SAME FORKS, in units of a ruler"), run.out());
        assertEquals(run.out(), Files.readString(bank().resolve("gates.txt")));
        InProcess few = InProcess.run("gate-bank", where, "--rounds", "29");
        assertEquals(ExitCode.USAGE, few.code());
        assertTrue(few.err().contains("--rounds must be at least 30"), few.err());
        InProcess pairs = InProcess.run("gate-bank", where, "--pairs", "1");
        assertEquals(ExitCode.USAGE, pairs.code());
        assertTrue(pairs.err().contains("--pairs and --confirm must be at least"), pairs.err());
    }

    @Test
    void forksOfAnotherMachineAreNotAddedTo() throws IOException {
        BankFixture.write(bank(), 1);
        Files.writeString(bank().resolve("bank.json"), "{\"formatVersion\": 1}");
        InProcess run = InProcess.run("selftest", "--quick", "--out", bank().toString());
        assertEquals(ExitCode.USAGE, run.code(), run.out());
        assertTrue(run.err().contains("holds forks of another machine, JDK or setting"), run.err());
        assertEquals(
                FORKS_OF_A_ROUND,
                Files.readAllLines(bank().resolve("forks.jsonl")).size());
    }
}
