package dev.convbench.run;

import dev.convbench.results.Configuration;
import dev.convbench.results.RunDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Whether a run can go on: forks measured now must be like those measured then. Pure comparison. */
final class SameRun {
    private static final int HASH_DIGITS = 12;

    private SameRun() {}

    /**
     * What differs, as phrases; empty if nothing does.
     *
     * @param then the run as it was started, with configurations that were added later
     * @param now the same options planned again
     */
    static List<String> differences(RunDocument then, RunDocument now) {
        List<String> all = new ArrayList<>();
        compare(all, "the jar (SHA-256)", digits(then.jarSha256()), digits(now.jarSha256()));
        compare(all, "the JDK", jdk(then), jdk(now));
        compare(all, "the JVM arguments", args(then), args(now));
        compare(all, "the machine", machine(then), machine(now));
        compare(all, "the number of processors", then.processors(), now.processors());
        compare(all, "the vector width in bits", then.vectorBits(), now.vectorBits());
        comparePlans(all, then.configurations(), now.configurations());
        return all;
    }

    private static void compare(List<String> all, String what, Object then, Object now) {
        if (!Objects.equals(then, now)) {
            all.add(what + ": " + text(then) + " then, " + text(now) + " now");
        }
    }

    private static String text(Object value) {
        return value == null ? "none" : value.toString();
    }

    private static String digits(String hash) {
        return hash == null ? null : hash.substring(0, Math.min(HASH_DIGITS, hash.length()));
    }

    private static String jdk(RunDocument document) {
        RunDocument.Jvm jvm = document.jvm();
        return jvm == null ? null : jvm.version() + " (" + jvm.vmName() + " " + jvm.vmVersion() + ")";
    }

    private static String args(RunDocument document) {
        return document.jvm() == null ? null : String.join(" ", document.jvm().args());
    }

    private static String machine(RunDocument document) {
        return document.machine() == null
                ? null
                : document.machine().path("machineClass").asText();
    }

    private static void comparePlans(List<String> all, List<Configuration> then, List<Configuration> now) {
        for (int i = 0; i < now.size(); i++) {
            String planned = now.get(i).key();
            String recorded = i < then.size() ? then.get(i).key() : null;
            if (!planned.equals(recorded)) {
                compare(all, "what is measured as number " + i, recorded, planned);
                return;
            }
        }
    }
}
