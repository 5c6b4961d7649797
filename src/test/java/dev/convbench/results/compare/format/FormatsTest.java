package dev.convbench.results.compare.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Json;
import dev.convbench.results.compare.Comparer;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Filter;
import dev.convbench.results.compare.Input;
import dev.convbench.results.compare.Options;
import dev.convbench.results.compare.Results;
import dev.convbench.results.stats.Rule;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;

/** All formats against golden files (-Dconvbench.golden.write=true writes them anew), and against hostile names. */
class FormatsTest {
    private static final Path RESOURCES = Path.of("src/test/resources/dev/convbench/results/compare");

    /** Not a folder of its own for each run: its name stands in the golden files. */
    private static final Path FOLDER = Path.of("target", "formats-test");

    /** The formats and what they end in. */
    enum Format {
        TEXT("txt"),
        NARROW("narrow.txt"),
        COLOUR("colour.txt"),
        MARKDOWN("md"),
        JSON("json"),
        JUNIT("xml"),
        CSV("csv");

        private final String suffix;

        Format(String suffix) {
            this.suffix = suffix;
        }

        String render(Comparison comparison) {
            return switch (this) {
                case TEXT -> TextRenderer.render(comparison, 120, false);
                case NARROW -> TextRenderer.render(comparison, 60, false);
                case COLOUR -> TextRenderer.render(comparison, 120, true);
                case MARKDOWN -> MarkdownRenderer.render(comparison);
                case JSON -> JsonRenderer.render(comparison);
                case JUNIT -> JUnitRenderer.render(comparison);
                case CSV -> CsvRenderer.render(comparison);
            };
        }
    }

    private static Input read(Results results, String name) throws Exception {
        Files.createDirectories(FOLDER);
        return Input.read(results.run(FOLDER.resolve(name)));
    }

    /** A line of every kind. */
    private static Comparison versions() throws Exception {
        Results base = new Results();
        Results candidate = new Results();
        String[] names = {"slower", "faster", "same", "noisy", "small", "single", "few"};
        double[] centres = {90, 125, 100.1, 103, 98.4, 50, 80};
        double[] spreads = {0.5, 0.5, 0.5, 9, 0.9, 1, 1};
        int[] forks = {8, 8, 8, 8, 16, 1, 3};
        for (int i = 0; i < names.length; i++) {
            base.add("run", "case=" + names[i] + " size=10", Results.around(100, forks[i], spreads[i], 10 + i));
            candidate.add(
                    "run", "case=" + names[i] + " size=10", Results.around(centres[i], forks[i], spreads[i], 30 + i));
        }
        base.metric("gc.alloc.rate.norm", "B/op", 1000, 1000, 1000);
        candidate.metric("gc.alloc.rate.norm", "B/op", 4000, 4000, 4000);
        base.add("gone", "size=10", 1, 2, 3);
        candidate.add("new", "size=10", 1, 2, 3);
        base.add("broken", "size=10", 1, 2, 3);
        candidate.add("broken", "size=10");
        candidate.peaks(50, 30, 50);
        Options options = new Options(
                Rule.DEFAULT, List.of("run"), null, null, List.of(), Set.of(), List.of(Pattern.compile("rate")));
        return Comparer.compare(List.of(read(base, "base"), read(candidate, "candidate")), options);
    }

    private static Comparison choices() throws Exception {
        Results run = new Results();
        double[] speeds = {20, 100, 101, 480};
        String[] strategies = {"plain", "blocked", "packed", "vector"};
        for (int i = 0; i < strategies.length; i++) {
            for (int size : new int[] {10, 1000}) {
                if (i < 3 || size > 10) {
                    run.add(
                            "run",
                            "size=" + size + " strategy=" + strategies[i],
                            Results.around(speeds[i] / size, 6, 1.5, 7L * size + i));
                }
            }
        }
        Options options = new Options(
                Rule.DEFAULT,
                List.of("strategy"),
                null,
                "blocked",
                List.of(Filter.parse("benchmark~run")),
                Set.of(),
                List.of());
        return Comparer.compare(List.of(read(run, "choices")), options);
    }

    private static void check(String name, Comparison comparison, Format format) throws Exception {
        String actual = format.render(comparison);
        Path golden = RESOURCES.resolve(name + "." + format.suffix);
        if (Boolean.getBoolean("convbench.golden.write")) {
            Files.createDirectories(RESOURCES);
            Files.writeString(golden, actual);
        }
        assertEquals(Files.readString(golden), actual);
    }

    @ParameterizedTest
    @EnumSource
    void versions(Format format) throws Exception {
        check("versions", versions(), format);
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "MARKDOWN", "JUNIT"})
    void choices(Format format) throws Exception {
        check("choices", choices(), format);
    }

    private static final String HOSTILE = "=cmd|'/c_calc'!A1<script>&`*_[x](y)@me,\"q\"\u001b[31m\n\u0000|";

    private static Comparison hostile(int rows) throws Exception {
        Results base = new Results();
        Results candidate = new Results();
        for (int i = 0; i < rows; i++) {
            base.add("run", "n=" + HOSTILE + i, Results.around(100, 6, 0.5, i));
            candidate.add("run", "n=" + HOSTILE + i, Results.around(50, 6, 0.5, i));
        }
        Files.createDirectories(FOLDER);
        return Comparer.compare(
                List.of(
                        Input.read(base.jmh(FOLDER.resolve("base.json"))),
                        Input.read(candidate.jmh(FOLDER.resolve("candidate.json")))),
                Options.DEFAULT);
    }

    @Test
    void markdownActsOnNothing() throws Exception {
        String text = MarkdownRenderer.render(hostile(2));
        assertFalse(text.contains("<script>") || text.contains("@me") || text.contains("](y)"), text);
        String row = text.lines()
                .filter(line -> line.startsWith("| Bench.run"))
                .findFirst()
                .orElseThrow();
        assertEquals(9, row.chars().filter(c -> c == '|').count(), row);
    }

    @Test
    void markdownFitsIntoOneComment() throws Exception {
        String text = MarkdownRenderer.render(hostile(1500));
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < MarkdownRenderer.LARGEST, bytes + " bytes");
        assertTrue(bytes > MarkdownRenderer.LARGEST * 0.9, bytes + " bytes");
        assertTrue(text.contains("more rows left out: the comment would be too long"), text);
        assertTrue(text.startsWith(MarkdownRenderer.MARKER + "\n### 1500 regressions"), text.substring(0, 100));
    }

    @Test
    void markdownOpensWhatChangedOnly() throws Exception {
        String text = MarkdownRenderer.render(versions());
        String open = text.replaceAll("(?s)<details>.*?</details>", "");
        assertTrue(open.contains("case=slower") && open.contains("case=faster"), open);
        assertTrue(open.contains("FAILED in the candidate") && open.contains("NOT TO BE TRUSTED"), open);
        assertFalse(open.contains("case=same") || open.contains("case=noisy"), open);
        assertTrue(text.contains("case=same") && text.contains("case=noisy"), text);
    }

    @Test
    void csvHoldsNoFormula() throws Exception {
        assertEquals("'=1+1", CsvRenderer.text("=1+1"));
        assertEquals("'+1", CsvRenderer.text("+1"));
        assertEquals("'-1", CsvRenderer.text("-1"));
        assertEquals("'@a", CsvRenderer.text("@a"));
        assertEquals("\"'\ta\"", CsvRenderer.text("\ta"));
        assertEquals("\"a,\"\"b\"\"\"", CsvRenderer.text("a,\"b\""));
        assertEquals("a=b", CsvRenderer.text("a=b"));
        String text = CsvRenderer.render(hostile(1));
        assertTrue(text.contains("\"'=cmd|"), text);
    }

    @Test
    void jsonAndXmlAreWellFormed() throws Exception {
        JsonNode json = Json.mapper().readTree(JsonRenderer.render(hostile(3)));
        assertEquals(3, json.path("summary").path("regression").asInt());
        assertEquals(
                HOSTILE + "0", json.path("lines").path(0).path("row").path("n").asText());
        assertEquals(2, json.path("lines").path(0).path("ratio").asDouble(), 0.1);
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(JUnitRenderer.render(hostile(3)).getBytes(StandardCharsets.UTF_8)));
        assertEquals(3, xml.getElementsByTagName("failure").getLength());
        assertEquals("3", xml.getDocumentElement().getAttribute("failures"));
    }

    @Test
    void textSendsNothingToTheTerminalButColours() throws Exception {
        String plain = TextRenderer.render(hostile(3), 100, false);
        assertTrue(plain.chars().allMatch(c -> c == '\n' || c >= ' '), plain);
        String coloured = TextRenderer.render(hostile(3), 100, true);
        assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
        assertTrue(coloured.contains("\u001b[31;1mREGRESSION\u001b[0m"), coloured);
    }
}
