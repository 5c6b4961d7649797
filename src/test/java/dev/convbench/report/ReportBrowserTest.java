package dev.convbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: nothing in the console, charts drawn, filters, links and keys at work, axe content. */
class ReportBrowserTest {
    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Path committed;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.open(folder.resolve("profile"), 1000, false);
        committed = Files.writeString(folder.resolve("committed.html"), Pages.of(Pages.anyCommitted()));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private static long visibleRows() {
        return browser.count("tr[data-id]:not([hidden])");
    }

    @Test
    void committedResultsAreDrawnAndTheConsoleIsSilent() {
        browser.show(committed, "");
        assertEquals(40, visibleRows());
        assertEquals(8, browser.count("figure svg"), "heat map, five operations, roofline, scaling");
        assertTrue((Boolean) browser.value("Array.from(document.querySelectorAll('figure svg')).every(svg =>"
                + " svg.getBoundingClientRect().height > 100)"));
        Object colour = browser.value("getComputedStyle(document.querySelector('rect.serial')).fill");
        assertEquals("rgb(0, 114, 178)", colour, "the style sheet is at work");
        assertEquals(List.of(), browser.console());
    }

    @Test
    void filtersShowWhatFitsAndTheAddressRemembers() {
        browser.show(committed, "");
        browser.run("const s = document.querySelector('select[name=strategy]'); s.value = 'simd';"
                + "s.dispatchEvent(new Event('change', {bubbles: true}))");
        assertEquals(5, visibleRows());
        assertEquals("#strategy=simd", browser.value("location.hash"));
        assertEquals("5 of 40 results shown", browser.value("document.getElementById('status').textContent"));
        assertTrue(browser.count("figure.bars svg g[opacity='0.15']") >= 30, "the other bars are pale");
        browser.show(committed, "#strategy=simd&operation=conv+forward");
        assertEquals(1, visibleRows());
        browser.show(committed, "#strategy=%3Cscript%3E");
        assertEquals(40, visibleRows(), "what no result has filters nothing");
        browser.run("document.querySelector('#filters button[type=reset]').click()");
        assertEquals(List.of(), browser.console());
    }

    @Test
    void tablesAreSortedByNumber() {
        browser.show(committed, "");
        String column = "Array.from(document.querySelector('table.results').tBodies[0].rows)"
                + ".map(row => row.cells[2].textContent).join(' ')";
        assertEquals("1789 852.5 826.6 759.6 585.7 423.2 372.5 188.2 32.84", browser.value(column));
        browser.run("document.querySelectorAll('table.results th button')[2].click()");
        assertEquals("32.84 188.2 372.5 423.2 585.7 759.6 826.6 852.5 1789", browser.value(column));
        assertEquals(1, browser.count("th[aria-sort=ascending]"));
        browser.run("document.querySelectorAll('table.results th button')[2].click()");
        assertEquals("1789 852.5 826.6 759.6 585.7 423.2 372.5 188.2 32.84", browser.value(column));
    }

    @Test
    void aRowOpensItsForksAndTheCopyIsCsv() {
        browser.show(committed, "");
        browser.run("document.querySelector('button.more').click()");
        assertTrue((Boolean) browser.value("document.getElementById('more').open"));
        assertEquals(2, browser.count("dialog svg polyline"), "a line a fork");
        assertEquals(10, browser.count("dialog svg circle"), "a dot an iteration");
        browser.run("document.querySelector('dialog button:last-child').click()");
        browser.run("Object.defineProperty(navigator, 'clipboard', {value: {writeText: text => {"
                + " window.copied = text; return Promise.resolve(); }}});"
                + "document.querySelector('button.csv').click()");
        String copied = (String) browser.value("window.copied");
        assertTrue(copied.startsWith("strategy,workers,ops/s,95 %,ms/op,GFLOP/s,"), copied);
        assertTrue(copied.contains("simd-direct-parallel,2,1789,\"[1620, 1976]\",0.5590,61.82,48,54.5x,"), copied);
        browser.run("document.querySelector('button.md').click()");
        assertTrue(((String) browser.value("window.copied")).startsWith("| strategy | workers |"));
        assertEquals(List.of(), browser.console());
    }

    @Test
    void aSavedChartBringsItsStyle() {
        browser.show(committed, "");
        browser.run(
                "URL.createObjectURL = blob => { blob.text().then(text => { window.saved = text; }); return '#r0'; };"
                        + "document.querySelector('button.save').click()");
        String saved = "";
        for (int k = 0; k < 100 && saved.isEmpty(); k++) {
            saved = String.valueOf(browser.value("window.saved || ''"));
        }
        assertTrue(saved.startsWith("<svg ") && saved.contains(".fill-text { fill: #1f2328"), saved);
        assertNotEquals(-1, saved.indexOf("prefers-color-scheme: dark"));
    }

    @Test
    void onPaperTablesKeepTheirHeadingsAndListsAreOpen() {
        browser.show(committed, "");
        browser.media("print");
        try {
            assertTrue((Boolean) browser.value("Array.from(document.querySelectorAll('th button')).every(button =>"
                    + " button.getBoundingClientRect().height > 5)"));
            assertTrue((Boolean) browser.value("Array.from(document.querySelectorAll('button:not(.sort), form')).every("
                    + "control => control.getBoundingClientRect().height === 0)"));
            assertTrue((Boolean) browser.value("Array.from(document.querySelectorAll('details li')).every(item =>"
                    + " item.checkVisibility({contentVisibilityAuto: true}))"));
            assertTrue(browser.count("details li") > 0, "the committed run has cells that were not measured");
        } finally {
            browser.media("");
        }
    }

    @Test
    void aThousandResultsOpenWithinASecond() throws Exception {
        Path page = folder.resolve("large.html");
        Files.writeString(page, Pages.of(Pages.large(folder.resolve("large.json"), 1000, 1)));
        browser.show(page, "");
        assertEquals(1000, visibleRows());
        double millis = ((Number) browser.value("performance.timing.loadEventEnd - performance.timing.navigationStart"))
                .doubleValue();
        // Ten times the limit, for machines that do other things too; a quiet one takes less than a second.
        assertTrue(millis < 10_000, () -> millis + " ms");
        assertEquals(List.of(), browser.console());
    }

    @Test
    void hostileTextsDoNothing() throws Exception {
        Path page = folder.resolve("hostile.html");
        Files.writeString(page, Pages.of(Pages.hostile(folder.resolve("hostile.json"))));
        browser.show(page, "");
        assertEquals(6, visibleRows());
        assertNotEquals("owned", browser.value("document.title"));
        assertEquals(0, browser.count("img"));
        for (int k = 0; k < 6; k++) {
            browser.run("document.querySelectorAll('button.more')[" + k + "].click();"
                    + "document.querySelector('dialog').close()");
        }
        assertEquals(0, browser.count("img"));
        assertNotEquals("owned", browser.value("document.title"));
        assertEquals(List.of(), browser.console());
    }

    @Test
    void axeFindsNothingSerious() throws Exception {
        browser.show(committed, "");
        assertEquals(List.of(), browser.axe());
    }

    @Test
    void axeFindsNothingSeriousInTheDarkOnAPhone() throws Exception {
        Path before = Pages.large(folder.resolve("before.json"), 10, 1);
        Path after = Pages.large(folder.resolve("after.json"), 10, 0.5);
        Path page = Files.writeString(folder.resolve("compared.html"), Pages.compared(before, after));
        try (Browser phone = Browser.open(folder.resolve("phone"), 500, true)) {
            phone.show(page, "");
            assertEquals(true, phone.value("matchMedia('(prefers-color-scheme: dark)').matches"));
            assertEquals(List.of(), phone.axe());
            phone.run("document.querySelector('button.more').click()");
            assertEquals(List.of(), phone.axe());
            assertEquals(
                    true,
                    phone.value("document.documentElement.scrollWidth <= window.innerWidth"),
                    "nothing is wider than the page");
            assertEquals(List.of(), phone.console());
        }
    }
}
