package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.gate.Bank.Variant;
import dev.convbench.results.Json;
import dev.convbench.run.Progress;
import dev.convbench.run.RunFailedException;
import dev.convbench.run.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Banks whose forks are made up. */
class BankCollectorTest {
    /** Of a round: two of each of five kernels, and one more of the first. */
    private static final int FORKS = 11;

    @TempDir
    Path folder;

    private final List<String> forks = new ArrayList<>();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private int failing = -1;
    private String how = "short forks";

    private final class MadeUp implements BankCollector.Runner {
        @Override
        public double[][] fork(String kernel, Variant variant) throws RunFailedException {
            if (forks.size() == failing) {
                throw new RunFailedException("stopped");
            }
            forks.add(kernel + " " + variant);
            return new double[][] {{100 + variant.extraPercent(), 101}, {50, 51}};
        }

        @Override
        public String toString() {
            return how;
        }
    }

    private void collect(int rounds) throws Exception {
        new BankCollector(folder, rounds, new MadeUp(), new Progress(new PrintStream(told, true), false)).collect();
    }

    private List<JsonNode> lines() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(Bank.FORKS))) {
            lines.add(Json.mapper().readTree(line));
        }
        return lines;
    }

    @Test
    void measuresEachVariantOnceARound() throws Exception {
        collect(2);
        assertEquals(2 * FORKS, forks.size());
        assertEquals(FORKS, new HashSet<>(forks.subList(0, FORKS)).size());
        List<JsonNode> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            assertEquals(i, lines.get(i).get("fork").intValue());
            assertEquals(i / FORKS, lines.get(i).get("round").intValue());
            assertEquals(0, lines.get(i).get("attempt").intValue());
            double seconds = lines.get(i).get("seconds").doubleValue();
            assertTrue(seconds >= 0 && seconds < 10, seconds + " s for a fork that is made up");
            assertEquals(
                    forks.get(i),
                    lines.get(i).get("kernel").textValue() + " "
                            + lines.get(i).get("variant").textValue());
        }
        Bank bank = Bank.read(folder, Bank.Value.TIME);
        assertEquals(2, bank.rounds());
        assertArrayEquals(
                new double[] {Math.log(101), Math.log(101)},
                bank.logTimes(Bank.plantedKernel(), Variant.PLANTED),
                0.05);
    }

    @Test
    void variantsTurnRoundAndKernelsAreShuffled() throws Exception {
        collect(8);
        List<String> kernelOrders = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            List<String> ofRound = forks.subList(round * FORKS, (round + 1) * FORKS);
            String kernel = CalibratedKernel.names().get(1);
            int a = ofRound.indexOf(kernel + " A");
            int b = ofRound.indexOf(kernel + " B");
            assertEquals(round % 2 == 0 ? 1 : -1, b - a, "round " + round);
            kernelOrders.add(ofRound.toString().replaceAll(" (A|B|PLANTED)", ""));
        }
        assertTrue(new HashSet<>(kernelOrders).size() >= 6, kernelOrders.toString());
    }

    @Test
    void goesOnWithTheGroupInWhichItWasStopped() throws Exception {
        failing = FORKS + 1;
        assertThrows(RunFailedException.class, () -> collect(2));
        int before = forks.size();
        failing = -1;
        collect(2);
        List<JsonNode> lines = lines();
        int again = lines.size() - 2 * FORKS;
        assertTrue(again == 1 || again == 2, again + " forks measured twice");
        assertEquals(before, lines.get(before).get("fork").intValue(), "no number is given twice");
        assertEquals(1, lines.get(before).get("attempt").intValue());
        assertEquals(forks.get(before - again), forks.get(before), "the group begins anew");
        assertEquals(2, Bank.read(folder, Bank.Value.TIME).rounds());
        collect(2);
        assertEquals(2 * FORKS + again, forks.size(), "nothing was left to measure");
        String text = told.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("fork 1 of about " + 2 * FORKS + ": "), text);
        assertTrue(text.contains(" left, fork " + 2 * FORKS), text);
        assertTrue(text.contains("fork " + (before + 1) + " of about " + lines.size() + ": "), text);
        assertTrue(text.contains(" round 2"), text);
    }

    @Test
    void refusesForksOfAnotherKind() throws Exception {
        collect(1);
        String header = Files.readString(folder.resolve(Bank.HEADER));
        assertTrue(header.contains("short forks"), header);
        how = "long forks";
        UsageException refused = assertThrows(UsageException.class, () -> collect(2));
        assertTrue(refused.getMessage().contains("another machine, JDK or setting"), refused.getMessage());
        assertEquals(FORKS, forks.size());
        assertEquals(header, Files.readString(folder.resolve(Bank.HEADER)));
        assertNotEquals(List.of(), lines());
    }
}
