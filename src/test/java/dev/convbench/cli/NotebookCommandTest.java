package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.nn.notebook.Cell;
import dev.convbench.nn.notebook.Check;
import dev.convbench.run.ForkJvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The notebook command: what it prints and writes, and its exit codes. */
class NotebookCommandTest {
    private static final String HASTY = "--strategy loops --timing 0 --overfit-epochs 1 --epochs 1";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** As in a child that has all flags. */
    @BeforeAll
    static void haveAllFlags() {
        System.setProperty(
                ForkJvm.PARENT_PROPERTY, Long.toString(ProcessHandle.current().pid()));
    }

    @AfterAll
    static void forgetThem() {
        System.clearProperty(ForkJvm.PARENT_PROPERTY);
    }

    private int notebook(String options, String... more) {
        List<String> arguments = new ArrayList<>(List.of("notebook"));
        arguments.addAll(List.of(options.split(" ")));
        arguments.addAll(List.of(more));
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return Main.execute(commandLine, arguments.toArray(String[]::new));
    }

    @Test
    void printsEveryCellAndWritesThePage() throws IOException {
        Path page = folder.resolve("notebook.html");
        assertEquals(0, notebook(HASTY, "--html", page.toString()), () -> out + "\n" + err);
        String text = out.toString();
        assertTrue(text.contains("[17] Training the network"), text);
        assertTrue(text.contains("ok    naive: dx: "), text);
        assertTrue(text.contains(" ≤ 1e-8 (notebook: about 1e-9)"), text);
        assertTrue(text.contains("all limits hold"), text);
        assertTrue(text.contains("    conv backward  im2col "), text);
        assertEquals("", err.toString());

        String html = Files.readString(page);
        assertTrue(html.contains("<h1>The notebook, replayed</h1>"), "headline");
        assertTrue(html.contains("<td>loops-parallel<td class=\"r\">"), "speed-ups");
        assertEquals(2, count("<svg", html), "plots");
        assertEquals(17, count("<h2><span class=\"num\">", html), "cells");
        assertEquals(count("<table>", html), count("</table>", html));
        assertTrue(html.contains("conv - relu - pool, against centred differences"), "escaped titles");
        assertFalse(Pattern.compile("(src|href)\\s*=\\s*\"?http").matcher(html).find(), "nothing is loaded");
    }

    private static int count(String part, String text) {
        Matcher matcher = Pattern.compile(Pattern.quote(part)).matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }

    @Test
    void tellsWhichCheckFails() {
        Check bad = new Check("dx", 0.5, 1e-6, Check.Kind.AT_MOST, "");
        Check good = new Check("accuracy", 0.99, 0.98, Check.Kind.AT_LEAST, "");
        Cell cell = new Cell("a < b", List.of("x & y"), List.of(bad, good), List.of(), null, 1.25);
        NotebookReport report = new NotebookReport(new PrintWriter(out, true));
        assertFalse(report.summary(List.of(cell)));
        assertTrue(out.toString().contains("1 cells, 1 of 2 checks fail"), out::toString);
        assertTrue(out.toString().contains("a < b: FAILS dx: 0.500 ≤ 1e-6"), out::toString);
        String html = new NotebookPage(List.of("<head>"), List.of(cell)).html();
        assertTrue(html.contains("<span class=\"bad\">1 fail</span>"), html);
        assertTrue(html.contains("a &lt; b") && html.contains("x &amp; y") && html.contains("&lt;head&gt;"), html);
        assertTrue(html.contains("<td class=\"bad\">fails") && html.contains("<td class=\"ok\">holds"), html);
    }

    @Test
    @Tag("nightly")
    void endsWithOneIfACheckFails() throws IOException {
        Path page = folder.resolve("notebook.html");
        assertEquals(1, notebook(HASTY + " --seed 11", "--html", page.toString()), () -> out + "\n" + err);
        assertTrue(out.toString().contains("FAILS W1: "), out::toString);
        assertTrue(out.toString().contains(" checks fail"), out::toString);
        assertTrue(Files.readString(page).contains("<td class=\"bad\">fails"), "the page shows it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--strategy nobody | no strategy is called 'nobody'",
                "--epochs 0 | --epochs is 0, must be at least 1",
                "--timing NaN | --timing is NaN",
                "--workers 0 | --workers is 0",
                "--data nowhere | nowhere",
                "--html nowhere/page.html | --html: there is no folder",
            })
    void refusesWhatCannotBe(String options, String sentence) {
        assertEquals(2, notebook(options), () -> out + "\n" + err);
        assertTrue(err.toString().contains(sentence), err::toString);
        assertEquals("", out.toString());
    }
}
