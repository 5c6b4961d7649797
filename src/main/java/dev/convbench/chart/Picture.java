package dev.convbench.chart;

import java.io.IOException;

/** Something that can be drawn, as SVG and as PNG, by the same calls. */
public abstract class Picture {
    /** Width of a picture: that of the text column of a README. */
    static final int WIDTH = 840;

    /** Space round the picture. */
    static final int MARGIN = 16;

    Picture() {}

    /** The headline. */
    String title() {
        return head().title();
    }

    /** What the headline leaves open, for readers and machines. */
    String description() {
        return String.join(" ", head().subtitle());
    }

    /** What the data was, for machines; may be empty. */
    String source() {
        return head().source();
    }

    /** Title, subtitle and source of a picture that has them as one. */
    Headline head() {
        throw new UnsupportedOperationException(getClass() + " has no headline");
    }

    /** Width in CSS pixels. */
    int width() {
        return WIDTH;
    }

    /** Height in CSS pixels. */
    abstract int height();

    abstract void draw(Canvas canvas);

    /** The style sheet that the SVG documents of this package hold, for a page that shows many. */
    public static String styleSheet() {
        return Theme.CSS + Ink.styleSheet();
    }

    /** The picture as an SVG document, light, and dark where the reader's system asks for it. */
    public final String svg() {
        SvgCanvas canvas = new SvgCanvas(this);
        drawOn(canvas);
        return canvas.document();
    }

    /**
     * The picture as a PNG file, light, two pixels to a CSS pixel.
     *
     * @throws IOException with the reason, if this Java cannot draw: one without fonts or without Java 2D
     */
    public final byte[] png() throws IOException {
        try {
            PngCanvas canvas = new PngCanvas(this);
            drawOn(canvas);
            return canvas.file();
        } catch (LinkageError | InternalError e) {
            throw new IOException("this Java cannot draw pixels: " + e, e);
        } catch (RuntimeException e) {
            if (e.getStackTrace().length > 0
                    && e.getStackTrace()[0].getClassName().startsWith("sun.")) {
                throw new IOException("this Java has no fonts: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private void drawOn(Canvas canvas) {
        canvas.rectangle(0, 0, width(), height(), Ink.GROUND);
        draw(canvas);
    }
}
