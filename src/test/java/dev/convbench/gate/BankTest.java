package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.gate.Bank.Variant;
import dev.convbench.results.Json;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.gate.GateRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankTest {
    @TempDir
    private Path folder;

    private void fill(int rounds) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        List<String> lines = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (String kernel : CalibratedKernel.names()) {
                for (Variant variant : Bank.variants(kernel)) {
                    double time = 1000 * (1 + 0.01 * random.nextGaussian()) * (100 + variant.extraPercent()) / 100;
                    double[] times = {time, time, time};
                    double[] ruler = {500, 500, 500};
                    lines.add(Json.line(new Bank.Line(
                            "fork",
                            lines.size(),
                            round,
                            0,
                            kernel,
                            variant,
                            "2030-01-01T00:00:00Z",
                            0.5,
                            times,
                            ruler)));
                }
            }
        }
        Files.write(folder.resolve(Bank.FORKS), lines);
    }

    @Test
    void drawsGatesThatFindThePlantedSlowdownOnly() throws Exception {
        fill(40);
        Bank bank = Bank.read(folder, Bank.Value.TIME);
        assertEquals(40, bank.rounds());
        BankDraw.Drawn drawn = new BankDraw(bank, GateRule.DEFAULT, 20).draw();
        assertEquals(20, drawn.found(), drawn.report());
        assertEquals(0, drawn.falseEqual() + drawn.falsePlanted(), drawn.report());
        assertTrue(new SelfTest(bank, GateRule.DEFAULT, 0.5).report().contains("slowdowns of 3 % and more"));
    }

    @Test
    void leavesOutGroupsOfDifferentGoesAndRefusesDamage() throws Exception {
        fill(1);
        Path file = folder.resolve(Bank.FORKS);
        String first = Files.readAllLines(file).get(0);
        Files.writeString(file, first.replace("\"round\":0", "\"round\":1") + "\n", StandardOpenOption.APPEND);
        assertEquals(1, Bank.read(folder, Bank.Value.RULER).rounds());
        Files.writeString(file, "{\"fork\":1}\n", StandardOpenOption.APPEND);
        assertThrows(UnreadableRunException.class, () -> Bank.read(folder, Bank.Value.TIME));
    }
}
