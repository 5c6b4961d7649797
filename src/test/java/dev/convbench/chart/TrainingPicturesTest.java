package dev.convbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The pictures of a training: as documents and as pixels. */
class TrainingPicturesTest {
    private static final double[] TRAIN = {0.1, 0.4, 0.8};
    private static final double[] VAL = {0.1, 0.5, 0.3};

    private static TrainingCurves curves(double... loss) {
        return new TrainingCurves("T & <t>", List.of("how it was trained"), loss, TRAIN, VAL, 0, 10);
    }

    private static double[] losses(int count) {
        return IntStream.range(0, count)
                .mapToDouble(i -> 1 + 1.0 / (1 + i) + (i % 2) * 0.1)
                .toArray();
    }

    private static FilterGrid grid(double[] weights, int filters, int channels) {
        return new FilterGrid("Filters", List.of("first layer"), weights, filters, channels, 2, 2);
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> elements(Picture picture, String name) throws Exception {
        NodeList nodes = parse(picture.svg()).getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<String> texts(Picture picture) throws Exception {
        return elements(picture, "text").stream().map(Element::getTextContent).toList();
    }

    private static List<Element> dots(Picture picture, String hint) throws Exception {
        return elements(picture, "circle").stream()
                .filter(dot -> dot.getTextContent().strip().startsWith(hint))
                .toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static BufferedImage pixels(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.png()));
    }

    @Test
    void aFewLossesAreDotsOnTheirPlaces() throws Exception {
        List<Element> dots = dots(curves(4, 2, 1), "iteration");
        assertEquals(3, dots.size());
        double first = number(dots.get(0), "cy");
        double second = number(dots.get(1), "cy");
        double third = number(dots.get(2), "cy");
        assertEquals(2, (second - first) / (third - second), 0.01, "4 - 2 is twice 2 - 1, downwards");
        assertEquals(TrainingCurves.RIGHT, number(dots.get(2), "cx"), 0.01, "the last iteration is at the end");
        assertEquals("iteration 1: loss 4.0000", dots.get(0).getTextContent().strip());
    }

    @Test
    void manyLossesAreABandWithTheirMean() throws Exception {
        TrainingCurves many = curves(losses(5000));
        assertEquals(0, dots(many, "iteration").size());
        Element band = elements(many, "polygon").get(0);
        int columns = band.getAttribute("points").split(" ").length / 2;
        assertEquals(5000 / 15, columns);
        assertTrue(
                texts(many).contains("line: mean of 83 iterations; band: smallest to largest nearby"),
                texts(many)::toString);
        assertTrue(many.svg().length() < 60_000, many.svg().length() + " characters");
    }

    @Test
    void accuraciesAreDotsOnTheirPlaces() throws Exception {
        List<Element> train = dots(curves(1), "train, epoch");
        List<Element> val = dots(curves(1), "validation, epoch");
        assertEquals(3, train.size());
        assertEquals(3, val.size());
        assertEquals(number(train.get(0), "cy"), number(val.get(0), "cy"), 0);
        double step = number(train.get(0), "cy") - number(train.get(1), "cy");
        assertEquals(step / 3 * 4, number(train.get(1), "cy") - number(train.get(2), "cy"), 0.02);
        assertEquals(step / 3 * 4, number(val.get(0), "cy") - number(val.get(1), "cy"), 0.02);
        assertEquals(TrainingCurves.LEFT, number(train.get(0), "cx"), 0);
        assertEquals(TrainingCurves.RIGHT, number(train.get(2), "cx"), 0);
    }

    @Test
    void namesStandBesideTheLinesAndDoNotOverlap() throws Exception {
        TrainingCurves close = new TrainingCurves(
                "T", List.of("s"), new double[] {1}, new double[] {0.1, 0.51}, new double[] {0.1, 0.5}, 0, 10);
        List<Element> names = elements(close, "text").stream()
                .filter(text -> text.getTextContent().matches("(train|validation) 0\\.5.*"))
                .toList();
        assertEquals(
                List.of("train 0.510", "validation 0.500"),
                names.stream().map(Element::getTextContent).toList());
        double distance = number(names.get(1), "y") - number(names.get(0), "y");
        assertTrue(distance >= 14.9, "names are " + distance + " apart");
        assertTrue(texts(curves(1)).contains("best validation accuracy 0.500 after epoch 1"));
    }

    @Test
    void ticksOfEpochsAreWhole() throws Exception {
        TrainingCurves one = new TrainingCurves(
                "T", List.of("s"), losses(3), new double[] {0.1, 0.2}, new double[] {0.1, 0.2}, 0, 10);
        List<String> texts = texts(one);
        int last = texts.indexOf("epoch");
        assertEquals(List.of("0", "1"), texts.subList(last - 2, last));
    }

    @Test
    void aDivergedTrainingIsStillDrawn() throws Exception {
        TrainingCurves diverged = curves(2, Double.NaN, 3, Double.POSITIVE_INFINITY);
        assertEquals(2, dots(diverged, "iteration").size());
        assertTrue(
                texts(diverged).contains("2 of 4 losses are not finite and not shown: the training diverged."),
                texts(diverged)::toString);
        assertEquals(0, dots(curves(Double.NaN), "iteration").size());
    }

    @Test
    void aTrainingWithoutHistoryIsDrawn() throws Exception {
        TrainingCurves none = new TrainingCurves("T", List.of("s"), new double[0], new double[0], new double[0], 0, 10);
        assertTrue(texts(none).contains("guessing"));
        assertTrue(pixels(none).getHeight() > 0);
    }

    @Test
    void wrongAccuraciesAreRefused() {
        assertEquals(
                "an accuracy is 1.5, must be between 0 and 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new TrainingCurves(
                                        "T", List.of(), new double[0], new double[] {1.5}, new double[] {0}, 0, 10))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrainingCurves("T", List.of(), new double[0], new double[] {1}, new double[0], 0, 10));
    }

    @Test
    void documentsAreTheSameEveryTimeLightAndDark() throws Exception {
        String svg = curves(losses(3)).svg();
        assertEquals(svg, curves(losses(3)).svg());
        assertTrue(svg.contains("@media (prefers-color-scheme: dark)"));
        assertEquals("T & <t>", elements(curves(1), "title").get(0).getTextContent());
    }

    @Test
    void inksAreThoseOfTheOtherCharts() {
        String dark = Theme.CSS.substring(Theme.CSS.indexOf("@media"));
        String light = Theme.CSS.substring(0, Theme.CSS.indexOf("@media"));
        String[] styles = {".ground", "text", ".muted", ".warning", ".grid", ".serial", ".parallel", ".naive"};
        assertEquals(Ink.ON_CELL.ordinal(), styles.length, "the last one is for heat maps alone");
        assertEquals(Ink.ON_CELL.light(), Ink.ON_CELL.dark(), "cells are as pale in the dark");
        for (Ink ink : Arrays.copyOf(Ink.values(), styles.length)) {
            String style = styles[ink.ordinal()];
            assertTrue(rule(light, style).contains(ink.light()), () -> ink + " is not " + rule(light, style));
            assertTrue(rule(dark, style).contains(ink.dark()), () -> ink + " is not " + rule(dark, style));
        }
    }

    private static String rule(String css, String style) {
        return Arrays.stream(css.split("\n"))
                .filter(line -> line.strip().startsWith(style + " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void pixelsShowTheSameAsTheDocument() throws Exception {
        TrainingCurves picture = curves(4, 2, 1);
        BufferedImage image = pixels(picture);
        assertEquals(PngCanvas.SCALE * picture.width(), image.getWidth());
        assertEquals(PngCanvas.SCALE * picture.height(), image.getHeight());
        assertEquals(0xffffff, rgb(image, 1, 1));
        Element dot = dots(picture, "iteration 2").get(0);
        assertEquals(0x0072b2, rgb(image, number(dot, "cx") - 1.2, number(dot, "cy") + 1.2), "a loss");
        Element best = dots(picture, "validation, epoch 1").get(0);
        assertEquals(0xe69f00, rgb(image, number(best, "cx"), number(best, "cy")), "an accuracy");
    }

    private static int rgb(BufferedImage image, double x, double y) {
        return image.getRGB((int) (x * PngCanvas.SCALE), (int) (y * PngCanvas.SCALE)) & 0xffffff;
    }

    @Test
    void pixelsHoldText() throws Exception {
        BufferedImage image = pixels(curves(1));
        boolean dark = false;
        for (int x = Picture.MARGIN * PngCanvas.SCALE; x < 200; x++) {
            for (int y = Picture.MARGIN * PngCanvas.SCALE; y < 80; y++) {
                dark |= (image.getRGB(x, y) & 0xff) < 0x40;
            }
        }
        assertTrue(dark, "no headline");
    }

    @Test
    void eachFilterIsStretchedToAllColours() throws Exception {
        double[] weights = new double[2 * 3 * 4];
        // The red of the first pixel is the largest weight of the first filter, its blue the smallest.
        weights[0] = 3;
        weights[8] = -1;
        weights[1] = 1;
        Arrays.fill(weights, 12, 24, 7.5);
        List<Element> cells = elements(grid(weights, 2, 3), "rect").subList(1, 9);
        assertEquals("#ff4000", cells.get(0).getAttribute("fill"));
        assertEquals("#804040", cells.get(1).getAttribute("fill"), "the second of the first row");
        assertEquals("#404040", cells.get(2).getAttribute("fill"));
        assertEquals("#808080", cells.get(4).getAttribute("fill"), "equal weights are middle grey");
        BufferedImage image = pixels(grid(weights, 2, 3));
        assertEquals(0xff4000, rgb(image, number(cells.get(0), "x") + 1, number(cells.get(0), "y") + 1));
    }

    @Test
    void filtersStandInRowsOfEight() throws Exception {
        List<Element> cells = elements(grid(new double[9 * 4], 9, 1), "rect").subList(1, 37);
        assertEquals(number(cells.get(0), "y"), number(cells.get(28), "y"), 0, "the eighth");
        assertEquals(number(cells.get(0), "x"), number(cells.get(32), "x"), 0, "the ninth");
        assertTrue(number(cells.get(32), "y") > number(cells.get(2), "y") + number(cells.get(2), "height"));
    }

    @Test
    void filtersThatCannotBeDrawnAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> grid(new double[8], 1, 2));
        assertThrows(IllegalArgumentException.class, () -> grid(new double[5], 1, 1));
        assertThrows(IllegalArgumentException.class, () -> grid(new double[] {1, Double.NaN, 1, 1}, 1, 1));
    }

    @Test
    void picturesDoNotChangeWithTheArraysTheyWereMadeFrom() {
        double[] loss = losses(3);
        TrainingCurves picture = curves(loss);
        String before = picture.svg();
        loss[1] = 77;
        assertEquals(before, picture.svg());
    }
}
