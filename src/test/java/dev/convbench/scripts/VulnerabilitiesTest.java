package dev.convbench.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/vulnerabilities} with a database of this test, which answers as OSV does. */
@DisabledOnOs(OS.WINDOWS)
class VulnerabilitiesTest {
    private static final String BAD = "pkg:maven/org.example/bad@1.0";

    @TempDir
    private Path folder;

    private HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int code = 200;
    private String output = "";

    @BeforeEach
    void serve() throws IOException, InterruptedException {
        assumeTrue(new ProcessBuilder("bash", "-c", "command -v curl").start().waitFor() == 0, "curl is missing");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/query", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(question);
        String text = question.contains(BAD)
                ? "{\"vulns\":[{\"id\":\"GHSA-1\",\"aliases\":[\"CVE-1\"]},{\"id\": \"GHSA-2\",\"summary\":\"x\"}]}"
                : "{}";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String bill(String... components) throws IOException {
        StringBuilder text = new StringBuilder("{\n  \"components\" : [\n");
        for (String component : components) {
            text.append("    {\"purl\" : \"").append(component).append("?type=jar\"},\n");
        }
        return Files.writeString(folder.resolve("bom.json"), text + "  ]\n}\n").toString();
    }

    private int run(String bom) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("scripts", "vulnerabilities").toAbsolutePath().toString(), bom)
                .redirectErrorStream(true);
        String url = "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
        builder.environment().put("CONVBENCH_OSV", url);
        builder.environment().put("no_proxy", "*");
        Process process = builder.start();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    @Test
    void asksAboutEachComponentOnceWithoutItsType() throws Exception {
        String bom = bill("pkg:maven/a/b@1", "pkg:maven/org.example/good@2.0", "pkg:maven/a/b@1");
        assertEquals(0, run(bom), output);
        assertEquals("vulnerabilities: 0 of 2 components have known ones\n", output);
        assertEquals(
                List.of(
                        "{\"package\":{\"purl\":\"pkg:maven/a/b@1\"}}",
                        "{\"package\":{\"purl\":\"pkg:maven/org.example/good@2.0\"}}"),
                asked);
    }

    @Test
    void namesWhatIsKnownAndFails() throws Exception {
        assertEquals(1, run(bill("pkg:maven/a/b@1", BAD)), output);
        assertEquals(BAD + ": GHSA-1 GHSA-2 \nvulnerabilities: 1 of 2 components have known ones\n", output);
    }

    @Test
    void aDatabaseWithoutAnAnswerIsNoGoodNews() throws Exception {
        code = 404;
        assertEquals(1, run(bill(BAD)), output);
        assertTrue(output.startsWith("vulnerabilities: NOT CHECKED, http://"), output);
        assertEquals(1, output.lines().count(), output);
    }

    @Test
    void aBillWithoutComponentsOrNoBillIsRefused() throws Exception {
        assertEquals(2, run(bill()), output);
        assertTrue(output.contains("names no components"), output);
        assertEquals(2, run(folder.resolve("none").toString()), output);
        assertTrue(output.contains("there is no bill of materials"), output);
        assertEquals(List.of(), asked);
    }
}
