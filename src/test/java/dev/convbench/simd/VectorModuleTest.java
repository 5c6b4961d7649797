package dev.convbench.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class VectorModuleTest {
    private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";

    @Test
    void usableInTheTests() {
        assertTrue(VectorModule.isPresent());
        assertEquals("", VectorModule.problem());
    }

    @Test
    void hotSpotWithC2HasNoProblem() {
        assertEquals("", problem(HOTSPOT, "mixed mode, sharing", "17.0.15+6"));
        assertEquals("", problem(HOTSPOT, "mixed mode, sharing", "23+37-jvmci-b01", "-XX:-UseJVMCICompiler"));
    }

    @Test
    void otherCompilersAreNamedWithTheRemedy() {
        assertNames("OpenJ9", problem("Eclipse OpenJ9 VM", "JRE 17 Linux amd64-64-Bit", "openj9-0.38.0"));
        assertNames("-Xint", problem(HOTSPOT, "interpreted mode, sharing", "17.0.15+6"));
        assertNames("-XX:TieredStopAtLevel", problem(HOTSPOT, "mixed mode, emulated-client, sharing", "17.0.15+6"));
        assertNames("-XX:-UseJVMCICompiler", problem(HOTSPOT, "mixed mode, sharing", "23+37-jvmci-b01", "-Xmx4g"));
    }

    private static String problem(String name, String info, String version, String... options) {
        return VectorModule.compilerProblem(name, info, version, List.of(options));
    }

    private static void assertNames(String expectedPart, String problem) {
        assertTrue(problem.contains(expectedPart), problem);
    }
}
