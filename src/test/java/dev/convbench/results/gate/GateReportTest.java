package dev.convbench.results.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.Json;
import dev.convbench.results.stats.Effect;
import dev.convbench.results.stats.Outcome;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Texts of a gate stay texts in every format, whatever a benchmark is called and whatever its fork printed last. */
class GateReportTest {
    private static final String NAME = "A.b what=<script>\"&'|\u0000\u001b[31m\uFFFF";
    private static final String REASON = "first line\nsecond | line ]]> <b>";

    private static GateReport report() {
        GateRow failed = new GateRow(NAME, Finding.FAILED, Outcome.NO_CHANGE, null, 0, new double[2], REASON, null);
        return new GateReport(
                "old against new", GateReport.Stages.TWO, GateRule.DEFAULT, List.of(failed), List.of("a | <warning>"));
    }

    @Test
    void junitIsWellFormedAndSaysWhatFailed() throws Exception {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(report().junit())));
        Element test = (Element) xml.getElementsByTagName("testcase").item(0);
        assertEquals("A.b what=<script>\"&'|??[31m?", test.getAttribute("name"));
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertTrue(failure.getAttribute("message").contains(REASON), failure.getAttribute("message"));
        assertEquals("1", xml.getDocumentElement().getAttribute("failures"));
    }

    @Test
    void oneStageClaimsNoMoreThanItSaw() {
        GateRow slower = new GateRow(
                "A.b",
                Finding.SLOWER,
                Outcome.NO_CHANGE,
                Effect.paired(0.05, 0.051, 0.049),
                3,
                new double[2],
                null,
                null);
        GateReport report =
                new GateReport("old against new", GateReport.Stages.ONE, GateRule.DEFAULT, List.of(slower), List.of());
        String text = report.text();
        assertTrue(text.contains("1 slower in 1 benchmarks"), text);
        assertFalse(text.contains("two independent stages"), text);
        assertTrue(report.markdown().contains("### Slower"), report.markdown());
        assertFalse(slower.isRegression());
    }

    @Test
    void aRowOfMarkdownStaysARow() {
        String row = report().markdown()
                .lines()
                .filter(line -> line.contains("A.b"))
                .findFirst()
                .orElseThrow();
        assertEquals(5, row.replace("\\|", "").chars().filter(c -> c == '|').count(), row);
        assertTrue(row.contains("second"), row);
        assertFalse(report().markdown().contains("<script>"));
    }

    @Test
    void anAnnotationIsOneLine() {
        String text = report().annotations();
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.contains("first line%0Asecond"), text);
    }

    @Test
    void jsonKeepsTheName() throws Exception {
        assertTrue(Json.mapper().readTree(report().json()).toString().contains("<script>"));
    }
}
