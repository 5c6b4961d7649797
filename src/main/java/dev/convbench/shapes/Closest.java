package dev.convbench.shapes;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Finds the names nearest to a misspelt one. */
final class Closest {
    private Closest() {}

    /** The {@code count} names with the smallest edit distance to {@code text}, joined by commas. */
    static String names(String text, Collection<String> names, int count) {
        return names.stream()
                .sorted(Comparator.comparingInt(name -> distance(text, name)))
                .limit(count)
                .collect(Collectors.joining(", "));
    }

    /** Levenshtein distance: insertions, deletions and replacements that turn one text into the other. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
