package dev.convbench.results.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.Json;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file for each way in which JMH's JSON surprises its readers, and files that are no such JSON. */
class JmhReaderTest {
    private static final Path FILES = Path.of("src/test/resources/dev/convbench/results/jmh");

    @TempDir
    private Path folder;

    private static List<JmhEntry> read(String name) throws UnreadableRunException {
        return JmhReader.read(FILES.resolve(name + ".json"));
    }

    private static JmhEntry only(String name) throws UnreadableRunException {
        List<JmhEntry> entries = read(name);
        assertEquals(1, entries.size());
        return entries.get(0);
    }

    @Test
    void notANumberAndInfinity() throws UnreadableRunException {
        JmhMetric primary = only("nan-and-inf").primary();
        assertTrue(Double.isNaN(primary.score()));
        assertEquals(List.of(100.498756211, Double.NaN, 7.937253933), rounded(primary.forks()));
        assertEquals(2, primary.usable().size());
    }

    private static List<Double> rounded(List<Double> values) {
        // a geometric mean goes through logarithms
        return values.stream().map(value -> Math.rint(value * 1e9) / 1e9).toList();
    }

    @Test
    void nullsAreNoZeros() throws UnreadableRunException {
        JmhEntry entry = only("nulls");
        assertEquals(List.of(100.0, 104.0), rounded(entry.primary().forks()));
        assertEquals(
                new JmhMetric("", Double.NaN, List.of(5.0, Double.NaN)),
                entry.secondary().get("gc.count"));
    }

    @Test
    void bareNotANumber() throws UnreadableRunException {
        JmhMetric primary = only("bare-not-a-number").primary();
        assertEquals(2, primary.usable().size());
        assertEquals(104.0, primary.forks().get(1));
    }

    @Test
    void raggedRows() throws UnreadableRunException {
        Map<String, JmhMetric> secondary = only("ragged-rows").secondary();
        assertEquals(List.of(1.0, 3.0), secondary.get("gc.count").forks());
        assertEquals(List.of(24.0, 24.0), secondary.get("gc.alloc.rate.norm").forks());
    }

    @Test
    void histogramsStandForTheMeanOfEachIteration() throws UnreadableRunException {
        JmhEntry entry = only("histogram");
        assertEquals("sample", entry.mode());
        // iterations of 2 and 4, and of 2 and 3
        assertEquals(Math.sqrt(8), entry.primary().forks().get(0), 1e-12);
        assertEquals(Math.sqrt(6), entry.primary().forks().get(1), 1e-12);
        assertEquals(List.of(5.0, 8.0), entry.secondary().get("p1.00").forks());
    }

    @Test
    void labelsOfBefore137() throws UnreadableRunException {
        assertEquals(
                Set.of("p0.50", "gc.alloc.rate.norm", "gc.alloc.rate"),
                only("dotted-labels").secondary().keySet());
    }

    @Test
    void noParams() throws UnreadableRunException {
        assertEquals(Map.of(), only("no-params").params());
    }

    @Test
    void emptyRawData() throws UnreadableRunException {
        assertEquals(
                new JmhMetric("ops/s", 103.5, List.of()), only("empty-raw-data").primary());
    }

    @Test
    void controlCharacters() throws UnreadableRunException {
        assertEquals(
                Map.of("text", "line\nbreak \u001b[31m", "tab", "a\tb"),
                only("control-characters").params());
    }

    @Test
    void singleShot() throws UnreadableRunException {
        JmhEntry entry = only("single-shot");
        assertEquals(List.of(12.5, 13.5, 12.0), entry.primary().forks());
        assertEquals(1000, entry.settings().batchSize());
    }

    @Test
    void groupsAndCounters() throws UnreadableRunException {
        JmhEntry entry = only("group-and-counters");
        assertEquals(4, entry.threads());
        assertEquals(Set.of("put", "take", "collisions"), entry.secondary().keySet());
        assertEquals(List.of(1.0, 0.0), entry.secondary().get("collisions").forks());
    }

    @Test
    void profilersOutsideOfTheJvm() throws UnreadableRunException {
        Map<String, JmhMetric> secondary = only("external-profilers").secondary();
        assertEquals(new JmhMetric("#/op", 1234.5, List.of()), secondary.get("cycles"));
        assertTrue(Double.isNaN(secondary.get("stack").score()));
    }

    @Test
    void fieldsThatOldVersionsLack() throws UnreadableRunException {
        JmhEntry entry = only("before-jvm-fields");
        assertEquals(new JmhEntry.Jvm("", "", "", null), entry.jvm());
        assertEquals("", entry.jmhVersion());
        assertEquals(List.of(20.0, 20.0), entry.primary().forks());
    }

    @Test
    void fieldsThatNewVersionsMayHave() throws UnreadableRunException {
        JmhEntry entry = only("unknown-fields");
        assertEquals(List.of(101.0, 104.0), entry.primary().forks());
        assertNull(entry.jvm().args());
        assertEquals(Map.of(), entry.params());
    }

    @Test
    void byteOrderMarkExponentsAndPathsOfWindows() throws UnreadableRunException {
        assertEquals(List.of(101.0, 104.0), only("byte-order-mark").primary().forks());
        assertEquals(List.of(1.0e-4, 1.0e9), only("exponents").primary().forks());
        assertEquals(List.of(101.0, 104.0), only("windows-path").primary().forks());
    }

    @Test
    void modesAndParametersAreKept() throws UnreadableRunException {
        List<JmhEntry> entries = read("two-modes-ten-params");
        assertEquals(4, entries.size());
        assertEquals(
                4,
                entries.stream()
                        .map(entry -> entry.mode() + entry.params())
                        .distinct()
                        .count());
        assertEquals(10, entries.get(0).params().size());
    }

    @Test
    void theResultOfAForkIsAnEntry() throws IOException, UnreadableRunException {
        JmhEntry entry = JmhReader.entry(Json.mapper()
                .readTree(FILES.resolve("ragged-rows.json").toFile())
                .get(0));
        assertEquals(only("ragged-rows"), entry);
        UnreadableRunException complaint = assertThrows(
                UnreadableRunException.class,
                () -> JmhReader.entry(Json.mapper().createObjectNode().put("mode", "thrpt")));
        assertTrue(complaint.getMessage().contains("without a benchmark"), complaint.getMessage());
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static List<Path> badFiles() throws IOException {
        return files(FILES.resolve("bad")).stream()
                .filter(file -> !file.endsWith("no-entries.json"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void whatIsNoJsonOfJmhIsRefusedInASentence(Path file) {
        assertOneSentence(file, complaint(file));
    }

    private static String complaint(Path file) {
        return assertThrows(UnreadableRunException.class, () -> JmhReader.read(file), file.toString())
                .getMessage();
    }

    private static void assertOneSentence(Path file, String message) {
        assertTrue(message.contains(file.toString()), message);
        assertEquals(1, message.lines().count(), message);
        assertFalse(message.contains("com.fasterxml") || message.contains("Exception"), message);
    }

    @Test
    void theSentenceSaysWhatIsWrong() {
        Path bad = FILES.resolve("bad");
        assertTrue(complaint(bad.resolve("truncated.json")).contains("it is cut off (line "));
        assertTrue(complaint(bad.resolve("empty.json")).contains("it is empty"));
        assertTrue(complaint(bad.resolve("object.json")).contains("a list of entries"));
        assertTrue(complaint(bad.resolve("no-metric.json")).contains("org.sample.Bench.run has no primaryMetric"));
        assertTrue(complaint(bad.resolve("trailing.json")).contains("follows the end"));
        assertTrue(complaint(folder).contains("directory"), complaint(folder));
    }

    @Test
    void hugeFilesAreRefusedAtOnce() throws IOException {
        Path file = folder.resolve("huge.json");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(2L << 30);
        }
        assertTrue(complaint(file).endsWith("is too large: 2.0 GiB, and the limit is 1 GiB"), complaint(file));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1000L << 20);
        }
        assertOneSentence(file, complaint(file));
    }

    @Test
    void deepLongAndManyAreRefused() throws IOException {
        Path file = folder.resolve("deep.json");
        Files.writeString(file, "[".repeat(1_000_000));
        assertOneSentence(file, complaint(file));
        Files.writeString(file, "[{\"unknown\":" + "[".repeat(1_000_000));
        assertTrue(complaint(file).contains("nested more than 64 deep"), complaint(file));
        Files.writeString(file, "[{\"benchmark\":\"" + "a".repeat(2_000_000) + "\"}]");
        assertTrue(complaint(file).contains("longer than any of JMH"), complaint(file));
        Files.writeString(
                file,
                "[{\"benchmark\":\"a\",\"mode\":\"ss\",\"primaryMetric\":{\"rawData\":[[" + "1,".repeat(1_000_001));
        assertTrue(complaint(file).contains("more than 1000000 iterations"), complaint(file));
    }

    @Test
    void noMoreIsKeptThanTheMemoryAllows() throws IOException, UnreadableRunException {
        Path file = FILES.resolve("two-modes-ten-params.json");
        assertEquals(4, JmhReader.read(file, new Retained(100_000)).size());
        UnreadableRunException complaint =
                assertThrows(UnreadableRunException.class, () -> JmhReader.read(file, new Retained(5_000)));
        assertTrue(complaint.getMessage().contains("larger -Xmx"), complaint.getMessage());
    }

    static List<Path> goodFiles() throws IOException {
        return files(FILES);
    }

    /** Cut anywhere and with bytes changed at random, it is read or refused, and nothing else happens. */
    @ParameterizedTest
    @MethodSource("goodFiles")
    void damageIsAlwaysASentence(Path original) throws IOException {
        byte[] bytes = Files.readAllBytes(original);
        Path file = folder.resolve("damaged.json");
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = i % 2 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
            if (i % 2 == 1) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                JmhReader.read(file);
            } catch (UnreadableRunException refused) {
                assertOneSentence(file, refused.getMessage());
            } catch (RuntimeException unexpected) {
                throw new UncheckedIOException(original + " round " + i, new IOException(unexpected));
            }
        }
    }
}
