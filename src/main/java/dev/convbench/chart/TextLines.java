package dev.convbench.chart;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
final class TextLines {
    private TextLines() {}

    /** The texts one below the other, each broken at spaces into lines of so many characters at most; longer words stay whole. */
    static List<String> wrapped(List<String> texts, int characters) {
        List<String> lines = new ArrayList<>();
        for (String text : texts) {
            StringBuilder line = new StringBuilder();
            for (String word : text.split(" ", -1)) {
                if (line.length() > 0 && line.length() + 1 + word.length() > characters) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.length() > 0 ? " " : "").append(word);
            }
            lines.add(line.toString());
        }
        return List.copyOf(lines);
    }
}
