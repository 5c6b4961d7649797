package dev.convbench.chart;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws pixels with Java 2D, two to a CSS pixel, without a screen. Text takes the fonts of this machine. */
final class PngCanvas implements Canvas {
    /** How much a band covers what is below it. */
    static final double BAND_OPACITY = 0.22;

    /** Pixels of the image for one of the picture. */
    static final int SCALE = 2;

    private static final float RIM = 0.8f;

    private final BufferedImage image;
    private final Graphics2D graphics;

    /** Pixels of the size of a picture. */
    PngCanvas(Picture picture) {
        image = new BufferedImage(picture.width() * SCALE, picture.height() * SCALE, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** The file of all that was drawn. */
    byte[] file() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("this Java writes no PNG");
        }
        return bytes.toByteArray();
    }

    private void paint(Ink ink) {
        graphics.setColor(Color.decode(ink.light()));
    }

    @Override
    public void rectangle(double x, double y, double width, double height, Ink ink) {
        paint(ink);
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void cell(double x, double y, double width, double height, int rgb) {
        graphics.setColor(new Color(rgb));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, double thickness, boolean dashed, Ink ink) {
        paint(ink);
        float[] dashes = dashed ? new float[] {5, 4} : null;
        graphics.setStroke(
                new BasicStroke((float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void curve(double[] x, double[] y, double thickness, Ink ink) {
        paint(ink);
        graphics.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(path(x, y));
    }

    @Override
    public void band(double[] x, double[] low, double[] high, Ink ink) {
        Path2D around = path(x, low);
        for (int i = x.length - 1; i >= 0; i--) {
            around.lineTo(x[i], high[i]);
        }
        around.closePath();
        Composite before = graphics.getComposite();
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) BAND_OPACITY));
        paint(ink);
        graphics.fill(around);
        graphics.setComposite(before);
    }

    private static Path2D path(double[] x, double[] y) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < x.length; i++) {
            if (i == 0) {
                path.moveTo(x[i], y[i]);
            } else {
                path.lineTo(x[i], y[i]);
            }
        }
        return path;
    }

    @Override
    public void dot(double x, double y, double radius, Ink ink, String hint) {
        Ellipse2D circle = new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
        paint(ink);
        graphics.fill(circle);
        paint(Ink.GROUND);
        graphics.setStroke(new BasicStroke(RIM));
        graphics.draw(circle);
    }

    @Override
    public void text(String content, double x, double y, Font font, Anchor anchor, Ink ink) {
        paint(ink);
        int weight = font.bold() ? java.awt.Font.BOLD : java.awt.Font.PLAIN;
        graphics.setFont(new java.awt.Font(java.awt.Font.SANS_SERIF, weight, font.size()));
        double width =
                graphics.getFontMetrics().getStringBounds(content, graphics).getWidth();
        double before = switch (anchor) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        graphics.drawString(content, (float) (x - before), (float) y);
    }
}
