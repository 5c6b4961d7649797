package dev.convbench.results.compare;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A reason why two things are not alike enough to be compared.
 *
 * @param kind what differs
 * @param text what exactly, as one clause
 * @param rows how many rows it concerns
 */
public record Mismatch(Kind kind, String text, int rows) {
    /** What may differ. */
    public enum Kind {
        /** The machine. */
        CPU,
        /** The version or the build of Java. */
        JDK,
        /** The flags of the JVM. */
        FLAGS,
        /** Modes, threads, or the names or values of the parameters of a benchmark, so that it has no row in common. */
        PARAMS,
        /** Calls in one operation. */
        BATCH;

        /** As on the command line. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Reads {@link #text()}.
         *
         * @throws UnsuitableOptionException if there is no such kind; the message lists them
         */
        public static Kind parse(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new UnsuitableOptionException("'" + text + "' is not one of "
                            + Arrays.stream(values()).map(Kind::text).collect(Collectors.joining(", "))));
        }
    }
}
