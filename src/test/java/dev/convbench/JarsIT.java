package dev.convbench;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the build packs: a library jar of kernels and network only, and a self-contained {@code benchmarks.jar}. */
class JarsIT {
    private static final Path LIBRARY = Path.of(System.getProperty("convbench.jar.library"));
    private static final Path BENCHMARKS = Path.of(System.getProperty("convbench.jar.benchmarks"));
    private static final long MAX_BENCHMARKS_BYTES = 15_000_000;

    private static final String LIBRARY_ENTRY = "META-INF/"
            + "|META-INF/MANIFEST\\.MF"
            + "|META-INF/LICENSE"
            + "|META-INF/maven/.*"
            + "|META-INF/services/(dev\\.convbench\\..+)?"
            + "|dev/"
            + "|dev/convbench/"
            + "|dev/convbench/(text|op|shapes|strategy|gemm|simd|nn)/.*";

    @Test
    void libraryHoldsKernelsAndNetworkOnly() throws IOException {
        List<String> strangers =
                entries(LIBRARY).filter(name -> !name.matches(LIBRARY_ENTRY)).toList();
        assertEquals(List.of(), strangers);
    }

    @Test
    void libraryIsANamedModule() throws IOException {
        assertEquals("dev.convbench", manifest(LIBRARY).getValue("Automatic-Module-Name"));
    }

    @Test
    void libraryComesWithSources() {
        Path sources = LIBRARY.resolveSibling(LIBRARY.getFileName().toString().replaceFirst("\\.jar$", "-sources.jar"));
        assertTrue(Files.exists(sources), () -> sources + " is missing");
    }

    @Test
    void benchmarksAreSelfContainedAndSmall() throws IOException {
        List<String> names = entries(BENCHMARKS).toList();
        assertAll(
                () -> assertTrue(Files.size(BENCHMARKS) <= MAX_BENCHMARKS_BYTES, Files.size(BENCHMARKS) + " bytes"),
                () -> assertTrue(names.contains("dev/convbench/cli/Main.class"), "the command line"),
                () -> assertTrue(names.contains("org/openjdk/jmh/runner/Runner.class"), "JMH"),
                () -> assertTrue(names.contains("picocli/CommandLine.class"), "picocli"),
                () -> assertEquals(
                        List.of(),
                        names.stream()
                                .filter(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)"))
                                .toList(),
                        "signatures of other jars"),
                () -> assertEquals(
                        names.size(), names.stream().distinct().count(), "a name must not appear twice in the jar"));
    }

    @Test
    @Timeout(60)
    void benchmarksStartWithoutJvmFlags() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process help = new ProcessBuilder(java.toString(), "-jar", BENCHMARKS.toString(), "--help")
                .redirectErrorStream(true)
                .start();
        String output;
        try (InputStream stream = help.getInputStream()) {
            output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertTrue(help.waitFor(10, TimeUnit.SECONDS), "still running after its output ended");
        assertEquals(0, help.exitValue(), output);
        assertTrue(output.contains("Usage: convbench"), output);
    }

    private static Stream<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList().stream();
        }
    }

    private static Attributes manifest(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }
}
