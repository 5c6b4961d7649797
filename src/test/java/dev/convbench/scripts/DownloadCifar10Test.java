package dev.convbench.scripts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/download-cifar10} with a small archive of this test, from a local server that can break off. */
@DisabledOnOs(OS.WINDOWS)
class DownloadCifar10Test {
    private static final List<String> NAMES = List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin");
    private static final int FILE_BYTES = 20_000;

    @TempDir
    private Path temp;

    private Path folder;
    private byte[] archive;
    private HttpServer server;
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private volatile int breakAfter = Integer.MAX_VALUE;
    private volatile boolean knowsRanges = true;
    private String output = "";

    @BeforeEach
    void serve() throws IOException, InterruptedException {
        assumeTrue(has("curl") && has("tar"), "curl or tar is missing");
        folder = temp.resolve("a folder");
        Path inside = Files.createDirectories(temp.resolve("cifar-10-batches-bin"));
        for (String name : NAMES) {
            Files.write(inside.resolve(name), content(name));
        }
        Files.writeString(inside.resolve("readme.html"), "not wanted");
        Path packed = temp.resolve("cifar.tar.gz");
        assertEquals(0, start("tar", "-czf", packed.toString(), "-C", temp.toString(), "cifar-10-batches-bin"));
        archive = Files.readAllBytes(packed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/cifar.tar.gz", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static byte[] content(String name) {
        byte[] bytes = new byte[FILE_BYTES];
        new Random(name.hashCode()).nextBytes(bytes);
        return bytes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "all" : range);
        int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        try (exchange) {
            if (from >= archive.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            if (from > 0) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (archive.length - 1) + "/" + archive.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, archive.length - from);
            int to = Math.min(archive.length, Math.max(from, breakAfter));
            exchange.getResponseBody().write(archive, from, to - from);
            exchange.getResponseBody().flush();
        }
    }

    private static boolean has(String tool) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + tool)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private int start(String... command) throws IOException, InterruptedException {
        return start(new ProcessBuilder(command));
    }

    private int start(ProcessBuilder builder) throws IOException, InterruptedException {
        Path log = temp.resolve("log.txt");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
        output = Files.readString(log);
        return process.exitValue();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private int download() throws Exception {
        return download(url("/cifar.tar.gz"), md5(archive), folder.toString());
    }

    private int download(String url, String md5, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("scripts/download-cifar10"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CIFAR10_URL", url);
        builder.environment().put("CIFAR10_MD5", md5);
        builder.environment().put("no_proxy", "127.0.0.1");
        return start(builder);
    }

    private static String md5(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    private Path part() {
        return folder.resolve(".download/archive.part");
    }

    private void assertComplete() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    NAMES,
                    files.map(file -> file.getFileName().toString()).sorted().toList(),
                    output);
        }
        for (String name : NAMES) {
            assertArrayEquals(content(name), Files.readAllBytes(folder.resolve(name)), name);
        }
    }

    private void assertNothing() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(
                        List.of(),
                        files.filter(file -> !file.endsWith(".download")).toList(),
                        output);
            }
        }
    }

    @Test
    void putsTheSixFilesThereAndNothingElse() throws Exception {
        assertEquals(0, download(), output);
        assertComplete();
        assertEquals(List.of("all"), ranges);
    }

    @Test
    void fetchesNothingThatIsThere() throws Exception {
        download();
        assertEquals(0, download(), output);
        assertTrue(output.contains("all six files are there"), output);
        assertEquals(List.of("all"), ranges);
    }

    @Test
    void goesOnWhereItWasBrokenOff() throws Exception {
        breakAfter = 50_000;
        assertEquals(1, download(), output);
        assertTrue(output.contains("broke off") && output.contains("run it again to go on"), output);
        assertNothing();
        int kept = (int) Files.size(part());
        assertTrue(kept > 0 && kept <= breakAfter, "kept " + kept);
        breakAfter = Integer.MAX_VALUE;
        assertEquals(0, download(), output);
        assertComplete();
        assertEquals(List.of("all", "bytes=" + kept + "-"), ranges);
    }

    @Test
    void aWholeArchiveThatWasNotUnpackedIsNotFetchedAgain() throws Exception {
        Files.createDirectories(part().getParent());
        Files.write(part(), archive);
        assertEquals(0, download(), output);
        assertComplete();
        assertEquals(List.of(), ranges);
    }

    @Test
    void startsAgainWhereTheBeginningIsOfSomethingElse() throws Exception {
        Files.createDirectories(part().getParent());
        Files.write(part(), new byte[1000]);
        assertEquals(0, download(), output);
        assertComplete();
        assertEquals(List.of("bytes=1000-", "all"), ranges);
    }

    @Test
    void startsAgainWhereTooMuchIsThere() throws Exception {
        Files.createDirectories(part().getParent());
        Files.write(part(), new byte[archive.length + 1]);
        assertEquals(0, download(), output);
        assertComplete();
        assertEquals("all", ranges.get(ranges.size() - 1));
    }

    @Test
    void startsAgainWhereTheServerCannotGoOn() throws Exception {
        knowsRanges = false;
        Files.createDirectories(part().getParent());
        Files.write(part(), Arrays.copyOf(archive, 1000));
        assertEquals(0, download(), output);
        assertComplete();
    }

    @Test
    void aWrongChecksumLeavesNothing() throws Exception {
        assertEquals(1, download(url("/cifar.tar.gz"), "0".repeat(32), folder.toString()), output);
        assertTrue(
                output.contains("the archive has the MD5 " + md5(archive) + ", must have " + "0".repeat(32)), output);
        assertNothing();
        assertFalse(Files.exists(part()), "the wrong archive is still there");
    }

    @Test
    void worksFromAFileToo() throws Exception {
        assertEquals(
                0, download(temp.resolve("cifar.tar.gz").toUri().toString(), md5(archive), folder.toString()), output);
        assertComplete();
    }

    @Test
    void anArchiveWithoutABatchIsRefused() throws Exception {
        Files.delete(temp.resolve("cifar-10-batches-bin/test_batch.bin"));
        Path packed = temp.resolve("short.tar.gz");
        start("tar", "-czf", packed.toString(), "-C", temp.toString(), "cifar-10-batches-bin");
        assertEquals(
                1, download(packed.toUri().toString(), md5(Files.readAllBytes(packed)), folder.toString()), output);
        assertTrue(output.contains("the archive lacks test_batch.bin"), output);
        assertNothing();
    }

    @Test
    void missingArchiveIsSaid() throws Exception {
        assertEquals(1, download(url("/nothing"), md5(archive), folder.toString()), output);
        assertTrue(output.contains("404"), output);
        assertNothing();
    }

    @Test
    void wrongUsageExitsWithTwo() throws Exception {
        assertEquals(2, download(url("/cifar.tar.gz"), md5(archive), "one", "two"), output);
        assertEquals(2, download(url("/cifar.tar.gz"), md5(archive), "--force"), output);
        assertEquals(0, download(url("/cifar.tar.gz"), md5(archive), "--help"), output);
        assertTrue(output.contains("scripts/download-cifar10 [DIR]"), output);
        assertEquals(List.of(), ranges);
    }
}
