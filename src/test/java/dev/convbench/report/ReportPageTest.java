package dev.convbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page holds, and that nothing in results is ever more than text. */
class ReportPageTest {
    private static final int LARGEST = 2_000_000;

    @TempDir
    private Path folder;

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    @Test
    void showsEveryResultOfARun() throws Exception {
        String page = Pages.of(Pages.anyCommitted());
        assertEquals(40, count(page, "<tr data-id="));
        assertTrue(page.contains("This run can be trusted."));
        assertTrue(page.contains("Strategies against shapes"), "heat map");
        assertTrue(page.contains("Convolutions below the roofs of the machine"), "roofline");
        assertTrue(page.contains("Scaling over workers"), "scaling");
        assertTrue(page.contains("the input gradient with a stride scatters pixels"), "a reason why not");
        assertTrue(page.contains("<dd>2026-11-23</dd>"), "the date");
    }

    /** The golden pages are written by {@code mvn test -Dtest=ReportPageTest -DextraArgLine=-Dconvbench.golden.write=true}. */
    @Test
    void thePageOfACommittedRunReadsAsItDid() throws Exception {
        assertGolden("page.txt", Pages.of(Pages.anyCommitted()));
    }

    @Test
    void thePageOfTwoRunsReadsAsItDid() throws Exception {
        Path before = Pages.large(folder.resolve("before.json"), 4, 1);
        Path after = Pages.large(folder.resolve("after.json"), 4, 0.5);
        assertGolden("compared.txt", Pages.compared(before, after));
    }

    /** Elements a line each, without pictures, style and program, which have tests of their own. */
    private static void assertGolden(String name, String page) throws IOException {
        String text = page.replaceAll("(?s)<(svg|style|script)\\b.*?</\\1>", "<$1>")
                .replaceAll("(?s)<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
                .replaceAll(">\\s*<", ">\n<")
                .replaceAll("/tmp/[^ <]*/", "")
                .strip();
        Path golden = Path.of("src/test/resources/dev/convbench/report", name);
        if (Boolean.getBoolean("convbench.golden.write")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, text + "\n");
        }
        assertEquals(Files.readString(golden), text + "\n");
    }

    @Test
    void aThousandResultsAreBelowTwoMegabytes() throws Exception {
        String page = Pages.of(Pages.large(folder.resolve("large.json"), 1000, 1));
        assertEquals(1000, count(page, "<tr data-id="));
        int bytes = page.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < LARGEST, () -> bytes + " bytes");
    }

    @Test
    void textFromResultsIsEscapedEverywhere() throws Exception {
        Path file = Pages.hostile(folder.resolve("<img src=x onerror=alert(1)>.json"));
        String page = Pages.of(file);
        assertEquals(2, count(page, "<script"), "the data and the program");
        assertEquals(2, count(page, "</script"));
        assertFalse(page.contains("<img"), "an element came from results");
        assertFalse(page.contains("\u202e"), "a mark that turns text around");
        assertFalse(page.contains("\u0000"));
        assertTrue(page.contains("&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;"));
    }

    @Test
    void thePolicyAllowsTheScriptAndTheStyleOfThePageAndNothingElse() throws Exception {
        String page = Pages.of(Pages.anyCommitted());
        Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(page);
        assertTrue(policy.find());
        assertEquals(
                "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" + hash(page, "style")
                        + "'; script-src 'sha256-" + hash(page, "script") + "'",
                policy.group(1));
        assertFalse(page.contains(" style=\""), "the policy refuses style attributes");
        assertFalse(page.matches("(?s).* on[a-z]+=\".*"), "the policy refuses handlers in attributes");
        assertFalse(page.contains("src="), "nothing is fetched");
    }

    private static String hash(String page, String element) throws Exception {
        String begin = element.equals("style") ? "<style id=\"style\">" : "<script>";
        int from = page.lastIndexOf(begin) + begin.length();
        String content = page.substring(from, page.indexOf("</" + element + ">", from));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void twoRunsAreComparedAsCompareDoes() throws Exception {
        Path before = Pages.large(folder.resolve("before.json"), 10, 1);
        Path after = Pages.large(folder.resolve("after.json"), 10, 0.5);
        String page = Pages.compared(before, after);
        assertTrue(page.contains("What became slower or faster"));
        assertTrue(page.contains("not checked: whether it ran on the same machine"));
        assertEquals(20, count(page, "<tr data-id="));
        String refused = new ReportPage(java.util.List.of(), null, "the CPUs differ: a & b").html();
        assertTrue(refused.contains("the CPUs differ: a &amp; b"));
    }
}
