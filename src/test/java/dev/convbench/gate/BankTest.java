package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.gate.GateRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankTest {
    @TempDir
    private Path folder;

    @Test
    void drawsGatesThatFindThePlantedSlowdownOnly() throws Exception {
        BankFixture.write(folder, 40);
        Bank bank = Bank.read(folder, Bank.Value.TIME);
        assertEquals(40, bank.rounds());
        BankDraw.Drawn drawn = new BankDraw(bank, GateRule.DEFAULT, 20).draw();
        assertEquals(20, drawn.found(), drawn.report());
        assertEquals(0, drawn.falseEqual() + drawn.falsePlanted(), drawn.report());
        assertTrue(new SelfTest(bank, GateRule.DEFAULT, 0.5).report().contains("slowdowns of 3 % and more"));
    }

    @Test
    void leavesOutGroupsOfDifferentGoesAndRefusesDamage() throws Exception {
        BankFixture.write(folder, 1);
        Path file = folder.resolve(Bank.FORKS);
        String first = Files.readAllLines(file).get(0);
        Files.writeString(file, first.replace("\"round\":0", "\"round\":1") + "\n", StandardOpenOption.APPEND);
        assertEquals(1, Bank.read(folder, Bank.Value.RULER).rounds());
        Files.writeString(file, "{\"fork\":1}\n", StandardOpenOption.APPEND);
        assertThrows(UnreadableRunException.class, () -> Bank.read(folder, Bank.Value.TIME));
    }
}
