package dev.convbench.chart;

import java.util.Locale;

/** Draws into an SVG document; the same calls give the same bytes. */
final class SvgCanvas implements Canvas {
    private final Svg svg;

    /** A document of the size, title and description of a picture. */
    SvgCanvas(Picture picture) {
        svg = new Svg(picture.width(), picture.height());
        svg.text("title", picture.title()).text("desc", picture.description());
        if (!picture.source().isEmpty()) {
            svg.text("metadata", picture.source());
        }
        svg.text("style", "\n" + Ink.styleSheet());
    }

    /** All that was drawn. */
    String document() {
        return svg.document();
    }

    @Override
    public void rectangle(double x, double y, double width, double height, Ink ink) {
        svg.leaf("rect", "class", ink.style("fill"), "x", x, "y", y, "width", width, "height", height);
    }

    @Override
    public void cell(double x, double y, double width, double height, int rgb) {
        String colour = String.format(Locale.ROOT, "#%06x", rgb);
        svg.leaf(
                "rect",
                "fill",
                colour,
                "x",
                x,
                "y",
                y,
                "width",
                width,
                "height",
                height,
                "shape-rendering",
                "crispEdges");
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, double thickness, boolean dashed, Ink ink) {
        String dashes = dashed ? "5 4" : "none";
        svg.leaf(
                "line",
                "class",
                ink.style("stroke"),
                "x1",
                x1,
                "y1",
                y1,
                "x2",
                x2,
                "y2",
                y2,
                "stroke-width",
                thickness,
                "stroke-dasharray",
                dashes);
    }

    @Override
    public void curve(double[] x, double[] y, double thickness, Ink ink) {
        svg.leaf(
                "polyline",
                "class",
                ink.style("stroke"),
                "fill",
                "none",
                "stroke-width",
                thickness,
                "stroke-linejoin",
                "round",
                "stroke-linecap",
                "round",
                "points",
                points(x, y, false));
    }

    @Override
    public void band(double[] x, double[] low, double[] high, Ink ink) {
        String around = points(x, low, false) + " " + points(x, high, true);
        svg.leaf("polygon", "class", ink.style("fill"), "fill-opacity", PngCanvas.BAND_OPACITY, "points", around);
    }

    @Override
    public void dot(double x, double y, double radius, Ink ink, String hint) {
        svg.open(
                "circle", "class", ink.style("fill") + " " + Ink.GROUND.style("stroke"), "cx", x, "cy", y, "r", radius);
        svg.text("title", hint);
        svg.close();
    }

    @Override
    public void text(String content, double x, double y, Font font, Anchor anchor, Ink ink) {
        svg.text(
                "text",
                content,
                "class",
                ink.style("fill"),
                "x",
                x,
                "y",
                y,
                "font-size",
                font.size(),
                "font-weight",
                font.bold() ? "600" : "400",
                "text-anchor",
                anchor.name().toLowerCase(Locale.ROOT));
    }

    private static String points(double[] x, double[] y, boolean backwards) {
        StringBuilder points = new StringBuilder();
        for (int k = 0; k < x.length; k++) {
            int i = backwards ? x.length - 1 - k : k;
            points.append(k > 0 ? " " : "").append(Svg.number(x[i])).append(',').append(Svg.number(y[i]));
        }
        return points.toString();
    }
}
