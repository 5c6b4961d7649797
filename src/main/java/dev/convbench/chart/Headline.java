package dev.convbench.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * The text above a picture.
 *
 * @param title the headline
 * @param subtitle where, with what and when; wrapped
 * @param warnings what a reader must know before believing it; wrapped
 * @param source what the data was, for machines; may be empty
 */
record Headline(String title, List<String> subtitle, List<String> warnings, String source) {
    private static final int LINE = 17;
    private static final int TITLE_HEIGHT = 30;
    private static final int LINE_CHARACTERS = 125;

    Headline {
        subtitle = TextLines.wrapped(subtitle, LINE_CHARACTERS);
        warnings = TextLines.wrapped(warnings, LINE_CHARACTERS);
    }

    /** The same about something else. */
    Headline titled(String other, String note) {
        List<String> lines = new ArrayList<>(List.of(note));
        lines.addAll(subtitle);
        return new Headline(other, lines, warnings, source);
    }

    int height() {
        return TITLE_HEIGHT + LINE * (subtitle.size() + warnings.size());
    }

    /** Draws it at the top; gives where the rest begins. */
    int draw(Canvas canvas) {
        int y = Picture.MARGIN + LINE;
        canvas.text(title, Picture.MARGIN, y, Canvas.Font.TITLE, Canvas.Anchor.START, Ink.TEXT);
        y += 4;
        for (String line : subtitle) {
            y += LINE;
            canvas.text(line, Picture.MARGIN, y, Canvas.Font.SMALL, Canvas.Anchor.START, Ink.MUTED);
        }
        for (String line : warnings) {
            y += LINE;
            canvas.text(line, Picture.MARGIN, y, Canvas.Font.SMALL, Canvas.Anchor.START, Ink.WARNING);
        }
        return Picture.MARGIN + height();
    }
}
