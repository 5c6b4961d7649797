package dev.convbench.run;

import dev.convbench.results.RunDocument;
import java.util.Locale;
import java.util.function.Function;

/** What must be the same in runs that become one, unless their rows are kept apart by it. */
public enum Aspect {
    /** Kind of machine and width of its vectors. */
    MACHINE("the machine", document -> machine(document)),
    /** Version and build of the forks' JVM. */
    JDK("the JDK", document -> document.jvm() == null ? null : document.jvm().vmVersion()),
    /** Arguments that every fork got. */
    FLAGS(
            "the JVM arguments",
            document -> document.jvm() == null
                    ? null
                    : String.join(" ", document.jvm().args())),
    /** The jar, or the commit where it did not run from one. */
    JAR(
            "the jar",
            document -> document.jarSha256() == null
                    ? document.commit()
                    : document.jarSha256()
                            .substring(
                                    0,
                                    Math.min(
                                            Aspect.HASH_DIGITS,
                                            document.jarSha256().length())));

    private static final int HASH_DIGITS = 12;

    private final String title;
    private final Function<RunDocument, String> value;

    Aspect(String title, Function<RunDocument, String> value) {
        this.title = title;
        this.value = value;
    }

    private static String machine(RunDocument document) {
        String kind = document.machine() == null
                ? "unknown"
                : document.machine().path("machineClass").asText("unknown");
        return kind + "-" + document.vectorBits() + "bit";
    }

    /** Its name on the command line, and of the parameter that keeps rows apart. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As in a sentence. */
    String title() {
        return title;
    }

    /** What a run has. */
    String of(RunDocument document) {
        String found = value.apply(document);
        return found == null || found.isEmpty() ? "none" : found;
    }
}
