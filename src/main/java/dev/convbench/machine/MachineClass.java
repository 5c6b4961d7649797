package dev.convbench.machine;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** A short name for machines of one kind, fit for a folder: {@code amd-epyc-zen4-2c}. */
final class MachineClass {
    private MachineClass() {}

    /** Vendor, words of the model that say something, microarchitecture, and the number of threads it runs at once. */
    static String of(String vendor, String model, String microarchitecture, int logicalCores) {
        Set<String> words = new LinkedHashSet<>();
        add(words, vendor(vendor));
        add(words, model(model));
        add(words, microarchitecture.replace(" ", ""));
        if (words.isEmpty()) {
            words.add("unknown");
        }
        return String.join("-", words) + "-" + logicalCores + "c";
    }

    private static void add(Set<String> words, String text) {
        for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
    }

    private static String vendor(String vendor) {
        return switch (vendor) {
            case "AuthenticAMD" -> "amd";
            case "GenuineIntel" -> "intel";
            case "Apple Inc." -> "apple";
            default -> vendor;
        };
    }

    /** Without trademarks, frequency, core count and words that every processor has. */
    private static String model(String model) {
        return model.replaceAll("\\((R|TM|r|tm)\\)", " ")
                .replaceAll("@.*", " ")
                .replaceAll("(?i)\\b\\d+-core\\b", " ")
                .replaceAll("(?i)\\b(cpu|processor|with radeon.*)\\b", " ");
    }
}
