package dev.convbench.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.util.Utils;

/**
 * Loads the class of JMH about which newer JVMs warn, because it uses {@code sun.misc.Unsafe}, without the warning: nobody
 * who runs a benchmark can do anything about it. Forks get a flag instead, which this JVM was started without.
 */
final class QuietJmh {
    private static final String WARNING = "WARNING: ";

    private QuietJmh() {}

    /** Loads it; what else is printed meanwhile comes out afterwards. */
    static void load() {
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            Utils.getCurrentJvm();
        } finally {
            System.setErr(err);
        }
        bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith(WARNING))
                .forEach(err::println);
    }
}
