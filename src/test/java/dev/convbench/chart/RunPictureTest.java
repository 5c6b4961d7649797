package dev.convbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The picture of a run folder. */
class RunPictureTest {
    /** Set to true, the golden file is written instead of compared: {@code -DextraArgLine=-Dconvbench.golden.write=true}. */
    private static final String WRITE_PROPERTY = "convbench.golden.write";

    private static final String GOLDEN = "small.svg";

    @TempDir
    private Path folder;

    private String small() throws IOException, UnreadableRunException {
        return RunPicture.speed(SampleRun.small().write(folder.resolve("small")));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static List<Element> bars(Document document) {
        return elements(document, "rect").stream()
                .filter(rect -> rect.hasAttribute("x") && number(rect, "x") == BarChart.PLOT_X)
                .toList();
    }

    private static List<String> texts(Document document) {
        return elements(document, "text").stream().map(Element::getTextContent).toList();
    }

    @Test
    void equalsTheGoldenFile() throws Exception {
        String drawn = small();
        if (Boolean.getBoolean(WRITE_PROPERTY)) {
            Files.writeString(Path.of("src/test/resources/dev/convbench/chart", GOLDEN), drawn);
        }
        try (InputStream golden = RunPictureTest.class.getResourceAsStream(GOLDEN)) {
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), drawn);
        }
    }

    @Test
    void isTheSameEveryTimeAndInEveryLocale() throws Exception {
        String first = small();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertEquals(first, RunPicture.speed(folder.resolve("small")));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void barsAreInProportionToTheSpeed() throws Exception {
        // conv: parallel, 20, 1; pool: 10, 5
        List<Element> bars = bars(parse(small()));
        assertEquals(5, bars.size());
        assertEquals(20, number(bars.get(1), "width") / number(bars.get(2), "width"), 0.02);
        assertEquals(2, number(bars.get(3), "width") / number(bars.get(4), "width"), 0.01);
    }

    @Test
    void fastestIsFirstAndNaiveIsMarked() throws Exception {
        Document document = parse(small());
        List<String> kinds =
                bars(document).stream().map(bar -> bar.getAttribute("class")).toList();
        assertEquals(List.of("parallel", "serial", "naive", "serial", "naive"), kinds);
        List<String> labels = texts(document).stream()
                .filter(text -> text.matches("(naive|simd.*|loops|broken)"))
                .toList();
        assertEquals(List.of("simd-parallel ×2", "simd", "naive", "broken", "loops", "naive"), labels);
    }

    @Test
    void aDotForEveryForkOnThePlaceOfItsSpeed() throws Exception {
        Document document = parse(small());
        List<Element> dots = elements(document, "circle");
        assertEquals(3 * 5 + 1, dots.size(), "five rows of three forks and the legend");
        double zero = BarChart.PLOT_X;
        assertEquals((number(dots.get(0), "cx") - zero) * 40 / 30, number(dots.get(1), "cx") - zero, 0.05);
    }

    @Test
    void saysHowMuchOfTheAttainable() throws Exception {
        // peak 50, copy 40 a second with as many flops as bytes: 40 is attainable for one worker
        List<String> texts = texts(parse(small()));
        assertTrue(texts.contains("50 %"), texts.toString());
        assertTrue(texts.contains("% of attainable"), texts.toString());
    }

    @Test
    void everythingIsInsideThePicture() throws Exception {
        SampleRun run = new SampleRun("words ".repeat(80));
        run.conv("a-strategy-with-an-exceedingly-long-name-parallel", 16, 1, 1000);
        Document document = parse(RunPicture.speed(run.write(folder.resolve("wide"))));
        Element root = document.getDocumentElement();
        assertEquals(BarChart.WIDTH, number(root, "width"));
        double height = number(root, "height");
        for (Element text : elements(document, "text")) {
            assertTrue(number(text, "y") < height, text.getTextContent());
            assertTrue(text.getTextContent().length() <= 125, text.getTextContent());
        }
        for (Element line : elements(document, "line")) {
            assertTrue(
                    number(line, "x2") <= BarChart.PLOT_X + BarChart.PLOT_LENGTH || number(line, "y1") > height - 60);
        }
    }

    @Test
    void twoForksFarApartDoNotSqueezeTheBars() throws Exception {
        SampleRun run = new SampleRun("machine").conv("a", 1, 10, 20).conv("naive", 1, 9, 9);
        List<Element> bars = bars(parse(RunPicture.speed(run.write(folder.resolve("apart")))));
        assertTrue(number(bars.get(0), "width") > BarChart.PLOT_LENGTH / 2);
    }

    @Test
    void textFromTheRunIsEscaped() throws Exception {
        SampleRun run = new SampleRun("<script>\"&\"</script>").conv("<b>&", 1, 1, 2);
        String drawn = RunPicture.speed(run.write(folder.resolve("hostile")));
        assertFalse(drawn.contains("<script>") || drawn.contains("<b>"), drawn);
        assertTrue(texts(parse(drawn)).contains("<b>&"));
    }

    @Test
    void isReadableOnLightAndDarkGround() throws Exception {
        String drawn = small();
        int dark = drawn.indexOf("@media (prefers-color-scheme: dark)");
        assertTrue(dark > 0);
        for (String style :
                List.of(".ground", ".muted", ".grid", ".serial", ".parallel", ".naive", ".whisker", ".fork")) {
            assertTrue(drawn.indexOf(style + " {") < dark && drawn.indexOf(style + " {", dark) > 0, style);
        }
    }

    @Test
    void namesMachineAndDateAndTheHashOfTheData() throws Exception {
        Document document = parse(small());
        assertTrue(texts(document).contains("Imagined CPU, 2 cores; JDK 17.0.1 (Nobody)"));
        assertTrue(texts(document).contains("measured 2026-01-02"));
        String hash = elements(document, "metadata").get(0).getTextContent();
        assertTrue(hash.matches("sha256 of jmh.json: [0-9a-f]{64}"), hash);
        Files.writeString(folder.resolve("small").resolve(RunReader.JMH_FILE), "[]");
        String other = elements(parse(RunPicture.speed(folder.resolve("small"))), "metadata")
                .get(0)
                .getTextContent();
        assertNotEquals(hash, other);
    }

    @Test
    void refusesWhatIsNoFinishedRun() throws Exception {
        assertThrows(UnreadableRunException.class, () -> RunPicture.speed(folder.resolve("none")));
        Path unfinished = SampleRun.small().write(folder.resolve("unfinished"));
        Files.delete(unfinished.resolve(RunReader.JMH_FILE));
        assertThrows(UnreadableRunException.class, () -> RunPicture.speed(unfinished));
        Path empty = new SampleRun("machine").conv("broken", 1).write(folder.resolve("empty"));
        assertThrows(UnreadableRunException.class, () -> RunPicture.speed(empty));
    }
}
