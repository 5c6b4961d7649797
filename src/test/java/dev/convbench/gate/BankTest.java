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

    /** All numbers of both reports, of a bank in which much is uncertain. */
    @Test
    void aNoisyMachineIsCalledSo() throws Exception {
        BankFixture.write(folder, 30, 0.25);
        Bank bank = Bank.read(folder, Bank.Value.TIME);
        assertEquals("""
                30 pairs of forks of each of 5 kernels; 400 gates a line, of pairs drawn at random from them

                equal sides: 2.25 % of gates call anything
                5 % more work in conv-weights: seen as +11.6 %, found in 1.5 % of gates

                found              pairs     +2 %     +3 %     +5 %    +10 %    +20 %
                conv-weights       27.9%     0.0%     0.3%     0.3%     5.3%    46.0%
                conv-loops         35.5%     2.3%     3.3%     4.8%    14.2%    43.0%
                conv-im2col        42.1%     0.0%     0.0%     0.0%     0.0%     0.0%
                conv-strided       46.7%     0.0%     0.0%     0.0%     0.0%     0.5%
                pool-max           36.6%     0.0%     0.0%     0.0%     0.0%     0.3%
                ('pairs': how much pairs of equal code differ, one standard deviation)

                this machine is too noisy: it sees not even slowdowns of 20 % in 95 % of gates
                a gate over 10 benchmarks with forks of 0.5 s takes 1.7 minutes, and 0.3 more for each suspect
                """, new SelfTest(bank, GateRule.DEFAULT, bank.secondsPerFork()).report());
        assertEquals("""
                gates drawn from 30 rounds of real forks: blocks of 10 + 20 contiguous rounds that begin at random and overlap

                conv-weights  A          30 forks, median   1063.7, spread (sd) 29.8 %
                conv-weights  B          30 forks, median   1016.3, spread (sd) 22.0 %   against A +2.45 % (+- 10.14 %)
                conv-weights  PLANTED    30 forks, median   1092.9, spread (sd) 23.9 %   against A +11.60 % (+- 17.68 %)
                conv-loops    A          30 forks, median    931.3, spread (sd) 32.0 %
                conv-loops    B          30 forks, median   1051.2, spread (sd) 20.7 %   against A +13.90 % (+- 16.11 %)
                conv-im2col   A          30 forks, median   1035.9, spread (sd) 30.8 %
                conv-im2col   B          30 forks, median    898.7, spread (sd) 28.6 %   against A -12.86 % (+- 19.54 %)
                conv-strided  A          30 forks, median   1034.5, spread (sd) 23.5 %
                conv-strided  B          30 forks, median    991.1, spread (sd) 32.6 %   against A -6.65 % (+- 19.49 %)
                pool-max      A          30 forks, median   1096.6, spread (sd) 27.0 %
                pool-max      B          30 forks, median   1006.3, spread (sd) 23.2 %   against A -4.19 % (+- 17.53 %)

                20 gates of equal sides: 0 called a regression
                20 gates with +5 % of work in conv-weights: found in 0, another kernel called in 0
                """, new BankDraw(bank, GateRule.DEFAULT, 20).draw().report());
    }

    @Test
    void aQuietMachineIsToldWhatItSees() throws Exception {
        BankFixture.write(folder, 40);
        Bank bank = Bank.read(folder, Bank.Value.RULER);
        String report = new SelfTest(bank, GateRule.DEFAULT, 3).report();
        assertTrue(
                report.contains("\nconv-im2col         1.6%    25.5%    99.5%   100.0%   100.0%   100.0%\n"), report);
        assertTrue(
                report.endsWith(
                        "\nthis machine sees slowdowns of 3 % and more in at least 95 % of gates\n"
                                + "a gate over 10 benchmarks with forks of 3.0 s takes 10.0 minutes, and 2.0 more for each suspect\n"),
                report);
        assertTrue(new BankDraw(bank, GateRule.DEFAULT, 20)
                .draw()
                .report()
                .contains("conv-weights  PLANTED    40 forks, median      2.1, spread (sd) 0.9 %"
                        + "   against A +5.18 % (+- 0.62 %)\n"));
    }
}
