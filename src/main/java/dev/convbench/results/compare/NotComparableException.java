package dev.convbench.results.compare;

import dev.convbench.text.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** Two things are too unlike to be compared. */
public final class NotComparableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    NotComparableException(String message) {
        super(Printable.of(message));
    }

    /** Because of mismatches that were not allowed. */
    NotComparableException(List<Mismatch> mismatches) {
        super(Printable.of("not comparable: "
                + mismatches.stream().map(Mismatch::text).collect(Collectors.joining("; "))
                + "; --allow-mismatch "
                + mismatches.stream()
                        .map(mismatch -> mismatch.kind().text())
                        .distinct()
                        .collect(Collectors.joining(","))
                + " compares them all the same"));
    }
}
