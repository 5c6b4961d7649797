package dev.convbench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseCheckTest {
    @Test
    void aQuietMachineGivesNoWarning() {
        assertEquals(List.of(), new NoiseCheck(2, 0.4, 0.05, 0, 30, 0.01, "").warnings());
        assertEquals(List.of(), new NoiseCheck(2, -1, 0.05, 0, 30, 0.01, "performance").warnings());
    }

    @Test
    void eachDisturbanceIsNamed() {
        assertEquals(
                List.of(
                        "other processes keep 1.3 of 2 cores busy",
                        "the hypervisor gave 4% of the time to other machines",
                        "the same work usually takes 35% longer than at best",
                        "the clock advances in steps of 15000 ns",
                        "the frequency governor is 'powersave', not 'performance'"),
                new NoiseCheck(2, 3, 1.3, 0.04, 15_000, 0.35, "powersave").warnings());
        assertEquals(
                List.of("the load average of the last minute is 3.0 on 2 cores"),
                new NoiseCheck(2, 3, 0.1, 0, 30, 0, "").warnings());
    }

    @Test
    void thisMachineGivesPlausibleFigures() {
        NoiseCheck taken = NoiseCheck.take();
        assertTrue(taken.logicalCores() >= 1, taken::toString);
        assertTrue(taken.busyCores() >= 0 && taken.busyCores() <= taken.logicalCores(), taken::toString);
        assertTrue(taken.stolen() >= 0 && taken.stolen() <= 1, taken::toString);
        assertTrue(taken.timerNanos() > 0, taken::toString);
        assertTrue(taken.spread() >= 0, taken::toString);
    }
}
