package dev.convbench.results.compare;

import dev.convbench.results.jmh.JmhEntry;
import dev.convbench.results.jmh.JmhMetric;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one origin says of one benchmark in a mode, with exact parameters.
 *
 * @param origin where it was measured
 * @param benchmark qualified class and method
 * @param mode JMH's short label
 * @param threads threads of JMH
 * @param params parameters by name
 * @param jvm the Java that ran it; null if it was planned and not measured
 * @param settings how long it ran; null if it was planned and not measured
 * @param primary the score; {@link JmhMetric#NONE} if no fork gave one
 * @param secondary other metrics
 * @param failedForks forks that failed
 * @param failure why the first of them failed, or why there is nothing; null if all is well
 */
public record Measurement(
        Origin origin,
        String benchmark,
        String mode,
        int threads,
        Map<String, String> params,
        JmhEntry.Jvm jvm,
        JmhEntry.Settings settings,
        JmhMetric primary,
        Map<String, JmhMetric> secondary,
        int failedForks,
        String failure) {
    /** Flags that give permissions and change nothing in compiled code: newer JDKs want them, older ones refuse them. */
    private static final List<String> PERMISSIONS =
            List.of("--enable-native-access", "--sun-misc-unsafe-memory-access");

    /** An entry of a JMH file. */
    static Measurement of(Origin origin, JmhEntry entry) {
        return new Measurement(
                origin,
                entry.benchmark(),
                entry.mode(),
                entry.threads(),
                entry.params(),
                entry.jvm(),
                entry.settings(),
                entry.primary(),
                entry.secondary(),
                0,
                null);
    }

    /** The same from an origin of another label. */
    Measurement from(Origin newOrigin) {
        return new Measurement(
                newOrigin, benchmark, mode, threads, params, jvm, settings, primary, secondary, failedForks, failure);
    }

    /** Whether it has a score. */
    public boolean isMeasured() {
        return !primary.usable().isEmpty() || (primary.score() > 0 && primary.score() < Double.POSITIVE_INFINITY);
    }

    /** The JDK, as it has to be equal; null if unknown. */
    public String jdk() {
        if (jvm == null || jvm.version().isEmpty()) {
            return null;
        }
        String build = jvm.vmVersion().isEmpty() ? "" : ", " + jvm.vmVersion();
        return jvm.version() + (jvm.vmName().isEmpty() ? "" : " (" + jvm.vmName() + build + ")");
    }

    /**
     * The flags of the JVM, as they have to be equal: each once, without those that only give permissions; null if
     * unknown.
     */
    public String flags() {
        if (jvm == null || jvm.args() == null) {
            return null;
        }
        Set<String> flags = new LinkedHashSet<>(jvm.args());
        flags.removeIf(flag -> PERMISSIONS.stream().anyMatch(flag::startsWith));
        return flags.isEmpty() ? "(none)" : String.join(" ", new ArrayList<>(flags));
    }
}
