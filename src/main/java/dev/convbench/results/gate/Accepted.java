package dev.convbench.results.gate;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Changes that somebody accepted: lines {@code PATTERN | REASON | EXPIRY}. The pattern is a regular expression that is looked
 * for in the name of the row, benchmark and parameters; the expiry is the last day on which the entry counts, such as 2030-01-31.
 * Empty lines and those that begin with {@code #} say nothing.
 */
public final class Accepted {
    private static final int FIELDS = 3;

    private final List<Entry> entries;
    private final List<String> warnings;

    /**
     * An entry.
     *
     * @param pattern of the names of rows
     * @param reason why it is accepted
     * @param expiry last day
     */
    public record Entry(Pattern pattern, String reason, LocalDate expiry) {}

    private Accepted(List<Entry> entries, List<String> warnings) {
        this.entries = List.copyOf(entries);
        this.warnings = List.copyOf(warnings);
    }

    /** Nothing is accepted. */
    public static Accepted none() {
        return new Accepted(List.of(), List.of());
    }

    /**
     * Reads the lines of a file.
     *
     * @param name of the file, for messages
     * @param today entries that expired before count no more; each gives a warning
     * @throws IllegalArgumentException if a line is malformed; one sentence
     */
    public static Accepted parse(String name, List<String> lines, LocalDate today) {
        List<Entry> entries = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = name + ", line " + (i + 1);
            Entry entry = entry(where, line);
            if (entry.expiry().isBefore(today)) {
                warnings.add(where + ": '" + entry.pattern() + "' expired on " + entry.expiry()
                        + " and counts no more; remove it or give a new date");
            } else {
                entries.add(entry);
            }
        }
        return new Accepted(entries, warnings);
    }

    private static Entry entry(String where, String line) {
        // Patterns may hold bars themselves, so the fields are taken from the end.
        int last = line.lastIndexOf('|');
        int middle = last < 0 ? -1 : line.lastIndexOf('|', last - 1);
        String[] fields = middle < 0
                ? new String[0]
                : new String[] {
                    line.substring(0, middle).strip(),
                    line.substring(middle + 1, last).strip(),
                    line.substring(last + 1).strip()
                };
        if (fields.length != FIELDS || fields[0].isEmpty() || fields[1].isEmpty()) {
            throw new IllegalArgumentException(where + ": need 'PATTERN | REASON | EXPIRY', not '" + line + "'");
        }
        try {
            return new Entry(Pattern.compile(fields[0]), fields[1], LocalDate.parse(fields[2]));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    where + ": '" + fields[0] + "' is no regular expression: " + e.getDescription(), e);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(where + ": '" + fields[2] + "' is no day such as 2030-01-31", e);
        }
    }

    /** The first entry that accepts a row of that name. */
    public Optional<Entry> of(String row) {
        return entries.stream()
                .filter(entry -> entry.pattern().matcher(row).find())
                .findFirst();
    }

    /** What is to be said about entries that count no more, one sentence each. */
    public List<String> warnings() {
        return warnings;
    }
}
