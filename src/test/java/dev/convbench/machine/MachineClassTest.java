package dev.convbench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineClassTest {
    @ParameterizedTest
    @CsvSource({
        "AuthenticAMD, AMD EPYC, Zen 4, 2, amd-epyc-zen4-2c",
        "AuthenticAMD, AMD EPYC 7763 64-Core Processor, Zen 3, 4, amd-epyc-7763-zen3-4c",
        "GenuineIntel, Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz, Ice Lake, 4, intel-xeon-platinum-8370c-icelake-4c",
        "GenuineIntel, Intel(R) Core(TM) i7-1165G7, '', 8, intel-core-i7-1165g7-8c",
        "Apple Inc., Apple M2 Pro, '', 10, apple-m2-pro-10c",
        "ARM, Neoverse-N1, '', 4, arm-neoverse-n1-4c",
        "'', '', '', 1, unknown-1c",
    })
    void keepsTheWordsThatTellMachinesApart(
            String vendor, String model, String microarchitecture, int cores, String expected) {
        assertEquals(expected, MachineClass.of(vendor, model, microarchitecture, cores));
    }

    @Test
    void zen4IsNotTakenForZen3() {
        assertEquals("Zen 4", Microarchitecture.name("AuthenticAMD", 25, 17, "Zen 3"));
        assertEquals("Zen 4", Microarchitecture.name("AuthenticAMD", 25, 97, "Zen 3"));
        assertEquals("Zen 3", Microarchitecture.name("AuthenticAMD", 25, 1, "Zen 3"));
        assertEquals("Zen 3", Microarchitecture.name("AuthenticAMD", 25, 33, "Zen 3"));
        assertEquals("Zen 5", Microarchitecture.name("AuthenticAMD", 26, 2, "unknown"));
        assertEquals("", Microarchitecture.name("ARM", -1, -1, "unknown"));
        assertEquals("Ice Lake (Server)", Microarchitecture.name("GenuineIntel", 6, 106, "Ice Lake (Server)"));
    }
}
