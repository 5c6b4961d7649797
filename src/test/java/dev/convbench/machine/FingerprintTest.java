package dev.convbench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final Fingerprint EXAMPLE = new Fingerprint(
            "amd-epyc-zen4-2c",
            new Cpu("AuthenticAMD", "AMD EPYC", "Zen 4", 2, 2, false, List.of("L1 32 KiB", "L2 1 MiB"), ""),
            25_276_502_016L,
            new OperatingSystem("Debian GNU/Linux 12", "6.1.0", "amd64", "virtual machine"),
            new Jvm("Eclipse Adoptium", "25.0.3+9", 25, "OpenJDK 64-Bit Server VM", List.of("-Xmx2g"), 512, true));

    @Test
    void jsonRoundTripKeepsEverything() {
        assertEquals(EXAMPLE, Fingerprint.fromJson(EXAMPLE.toJson()));
    }

    @Test
    void jsonOfALaterReleaseIsReadAndOfAnIncompleteOneRefused() {
        String later = EXAMPLE.toJson().replaceFirst("\\{", "{\"colour\": \"blue\", ");
        assertEquals(EXAMPLE, Fingerprint.fromJson(later));
        String incomplete = EXAMPLE.toJson().replaceFirst("\"memoryBytes\"", "\"memory\"");
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Fingerprint.fromJson(incomplete));
        assertTrue(refusal.getMessage().contains("memoryBytes"), refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.fromJson("[1, 2"));
    }

    @Test
    void summaryIsOneLine() {
        assertEquals(
                "AMD EPYC (Zen 4), 2 cores, 24 GiB, 512-bit vectors; Debian GNU/Linux 12, virtual machine;"
                        + " JDK 25.0.3+9 (Eclipse Adoptium)",
                EXAMPLE.summary());
    }

    @Test
    void thisMachineIsDescribedQuickly() {
        Fingerprint taken = assertTimeout(Duration.ofSeconds(5), Fingerprint::take);
        assertFalse(taken.cpu().model().isBlank());
        assertTrue(taken.cpu().logicalCores() >= Math.max(1, taken.cpu().physicalCores()));
        assertEquals(taken.cpu().smt(), taken.cpu().logicalCores() > taken.cpu().physicalCores());
        assertTrue(taken.memoryBytes() > 1L << 28);
        assertEquals(Runtime.version().feature(), taken.jvm().feature());
        assertTrue(taken.jvm().vectorBits() % 64 == 0);
        assertTrue(taken.jvm().arguments().contains("--add-modules=jdk.incubator.vector"), taken::toJson);
        assertTrue(taken.machineClass().matches("[a-z0-9]+(-[a-z0-9]+)*-\\d+c"), taken.machineClass());
        assertEquals(taken, Fingerprint.fromJson(taken.toJson()));
    }

    @Test
    void noFieldNamesHostUserOrDirectory() {
        String fields = Pattern.compile("\"(\\w+)\" :")
                .matcher(EXAMPLE.toJson())
                .results()
                .map(field -> field.group(1))
                .collect(Collectors.joining(" "));
        assertEquals(
                "machineClass cpu vendor model microarchitecture physicalCores logicalCores smt caches governor"
                        + " memoryBytes os name kernel architecture virtualisation"
                        + " jvm vendor version feature vmName arguments vectorBits fma",
                fields);
        String json = Fingerprint.take().toJson();
        assertFalse(json.contains(System.getProperty("user.home")), json);
        assertFalse(json.contains(System.getProperty("user.dir")), json);
    }

    @Test
    void argumentsKeepFlagsAndLosePaths() {
        assertEquals(
                List.of(
                        "-Xmx2g",
                        "-XX:UseAVX=2",
                        "--add-modules=jdk.incubator.vector",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Dconvbench.vector.bits=256",
                        "-XX:HeapDumpPath=…",
                        "-Xlog:gc:file=…"),
                Probe.arguments(List.of(
                        "-Xmx2g",
                        "-XX:UseAVX=2",
                        "--add-modules=jdk.incubator.vector",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Dconvbench.vector.bits=256",
                        "-XX:HeapDumpPath=/var/dumps",
                        "-Xlog:gc:file=C:\\logs\\gc.txt",
                        "-Duser.name=someone",
                        "-javaagent:/opt/agent.jar")));
    }

    @Test
    void bytesAreReadable() {
        assertEquals("32 KiB", Probe.bytes(32 << 10));
        assertEquals("1 MiB", Probe.bytes(1 << 20));
        assertEquals("1.25 MiB", Probe.bytes(1_310_720));
        assertEquals("300 MiB", Probe.bytes(300 << 20));
    }
}
