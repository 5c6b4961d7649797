package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.convbench.results.Configuration;
import dev.convbench.results.Json;
import dev.convbench.results.RunDocument;
import dev.convbench.results.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Everything that makes forks unlike each other is found, and said in words. */
class SameRunTest {
    private String jar = "0123456789abcdef";
    private String version = "17.0.1";
    private String argument = "-Xmx1g";
    private String machineClass = "amd-zen4-2c";
    private int bits = 512;
    private int processors = 2;
    private final List<String> names = new ArrayList<>(List.of("a", "b"));

    private RunDocument document() {
        List<Configuration> configurations = new ArrayList<>();
        for (String name : names) {
            configurations.add(new Configuration(
                    configurations.size(), "some.Benchmark." + name, "thrpt", Map.of(), Work.other(name)));
        }
        return new RunDocument(
                RunDocument.FORMAT_VERSION,
                RunDocument.RUNNING,
                "start",
                null,
                List.of(),
                null,
                null,
                1,
                jar,
                null,
                null,
                bits,
                processors,
                new RunDocument.Jvm("/some/java", version, "VM", version + "+6", List.of(argument)),
                Json.mapper().createObjectNode().put("machineClass", machineClass),
                null,
                null,
                List.of(),
                configurations,
                List.of());
    }

    private void assertDifference(RunDocument then, String... differences) {
        assertEquals(List.of(differences), SameRun.differences(then, document()));
    }

    @Test
    void theSameIsTheSame() {
        assertDifference(document());
    }

    @Test
    void everyDifferenceIsNamed() {
        RunDocument then = document();
        jar = "fedcba9876543210";
        assertDifference(then, "the jar (SHA-256): 0123456789ab then, fedcba987654 now");
        jar = null;
        assertDifference(then, "the jar (SHA-256): 0123456789ab then, none now");
        jar = "0123456789abcdef";
        version = "25";
        assertDifference(then, "the JDK: 17.0.1 (VM 17.0.1+6) then, 25 (VM 25+6) now");
        version = "17.0.1";
        argument = "-Xmx2g";
        assertDifference(then, "the JVM arguments: -Xmx1g then, -Xmx2g now");
        argument = "-Xmx1g";
        machineClass = "arm-4c";
        processors = 4;
        bits = 128;
        assertDifference(
                then,
                "the machine: amd-zen4-2c then, arm-4c now",
                "the number of processors: 2 then, 4 now",
                "the vector width in bits: 512 then, 128 now");
    }

    @Test
    void thePlanMayOnlyHaveGrown() {
        RunDocument then = document();
        names.remove(1);
        assertDifference(then);
        names.add("c");
        assertDifference(
                then, "what is measured as number 1: some.Benchmark.b thrpt  then, some.Benchmark.c thrpt  now");
        names.set(1, "b");
        names.add("c");
        assertDifference(then, "what is measured as number 2: none then, some.Benchmark.c thrpt  now");
    }
}
