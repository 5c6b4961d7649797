package dev.convbench.strategy.auto;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.simd.VectorModule;
import dev.convbench.simd.Widths;
import dev.convbench.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, by machine: a text file that can be read, edited and copied.
 *
 * <pre>
 * convbench choices 1
 * machine amd64 512-bit 2 processors jdk25
 * f64 forward g1mb1ic64ih56…  winograd=1.702 simd=4.681
 * </pre>
 *
 * <p>Times are in milliseconds a call. A file with a line that is none of these is refused whole.
 */
public final class AutoChoices {
    /** Property that names the file; {@value #NONE} for none. */
    public static final String PROPERTY = "convbench.choices";

    /** Value of {@link #PROPERTY} with which nothing is read. */
    public static final String NONE = "none";

    private static final String FIRST_LINE = "convbench choices 1";
    private static final String MACHINE = "machine ";

    /** By machine, then by precision, pass and shape: milliseconds by strategy. */
    private final Map<String, Map<String, Map<String, Double>>> machines = new LinkedHashMap<>();

    /** No choices. */
    public AutoChoices() {}

    private static final class Holder {
        static final AutoChoices CURRENT = load();

        private static AutoChoices load() {
            Path file = file();
            return file == null ? new AutoChoices() : read(file);
        }
    }

    /**
     * The choices that {@code auto} uses: those of {@link #file()}, read once.
     *
     * @throws IllegalArgumentException if the file is damaged
     */
    static AutoChoices current() {
        try {
            return Holder.CURRENT;
        } catch (ExceptionInInitializerError e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e);
        }
    }

    /** The file that {@link #PROPERTY} names, else {@code .config/convbench/choices.txt} at home; null for none. */
    public static Path file() {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return named.equals(NONE) ? null : Path.of(named);
        }
        return Path.of(System.getProperty("user.home"), ".config", "convbench", "choices.txt");
    }

    /** What times are comparable on: architecture, width of vectors, processors, version of Java. */
    public static String machine() {
        int bits = VectorModule.isUsable() ? Widths.bits() : 0;
        return System.getProperty("os.arch") + " " + bits + "-bit "
                + Runtime.getRuntime().availableProcessors() + " processors jdk"
                + Runtime.version().feature();
    }

    /**
     * Reads a file; one that does not exist has no choices.
     *
     * @throws IllegalArgumentException if it is damaged or cannot be read, with file and line
     */
    public static AutoChoices read(Path file) {
        AutoChoices choices = new AutoChoices();
        if (!Files.exists(file)) {
            return choices;
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the choices in " + file + ": " + e.getMessage(), e);
        }
        String machine = null;
        for (int k = 0; k < lines.size(); k++) {
            String line = lines.get(k).strip();
            if (k == 0 ? !line.equals(FIRST_LINE) : !line.isEmpty() && machine == null && !line.startsWith(MACHINE)) {
                throw damaged(file, k, k == 0 ? "does not say '" + FIRST_LINE + "'" : "comes before a machine");
            }
            if (line.startsWith(MACHINE)) {
                machine = line.substring(MACHINE.length());
            } else if (k > 0 && !line.isEmpty()) {
                choices.parse(machine, line, file, k);
            }
        }
        if (lines.isEmpty()) {
            throw damaged(file, 0, "is missing");
        }
        return choices;
    }

    private void parse(String machine, String line, Path file, int number) {
        String[] words = line.split(" +");
        if (words.length < 4) {
            throw damaged(file, number, "is not 'precision pass shape strategy=milliseconds …'");
        }
        Map<String, Double> times = new LinkedHashMap<>();
        for (int k = 3; k < words.length; k++) {
            int equals = words[k].indexOf('=');
            double time;
            try {
                time = Double.parseDouble(words[k].substring(equals + 1));
            } catch (NumberFormatException e) {
                throw damaged(
                        file, number, "has " + Printable.quoted(words[k]) + ", which is not strategy=milliseconds");
            }
            if (equals < 1 || !(time > 0 && Double.isFinite(time))) {
                throw damaged(
                        file, number, "has " + Printable.quoted(words[k]) + ", which is not strategy=milliseconds");
            }
            times.put(words[k].substring(0, equals), time);
        }
        of(machine).put(words[0] + " " + words[1] + " " + words[2], fastestFirst(times));
    }

    private static Map<String, Double> fastestFirst(Map<String, Double> times) {
        Map<String, Double> sorted = new LinkedHashMap<>();
        times.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(time -> sorted.put(time.getKey(), time.getValue()));
        return sorted;
    }

    private static IllegalArgumentException damaged(Path file, int line, String what) {
        return new IllegalArgumentException(
                Printable.of("line " + (line + 1) + " of the choices in " + file + " " + what));
    }

    private Map<String, Map<String, Double>> of(String machine) {
        return machines.computeIfAbsent(machine, any -> new LinkedHashMap<>());
    }

    private static String key(ConvShape shape, Pass pass, Precision precision) {
        return precision.text() + " " + pass.text() + " " + shape;
    }

    /** Milliseconds by strategy, the fastest first; empty if this machine has not measured it. */
    public Map<String, Double> times(ConvShape shape, Pass pass, Precision precision) {
        return machines.getOrDefault(machine(), Map.of()).getOrDefault(key(shape, pass, precision), Map.of());
    }

    /** Keeps what this machine has measured, in place of what was there. */
    public void put(ConvShape shape, Pass pass, Precision precision, Map<String, Double> milliseconds) {
        of(machine()).put(key(shape, pass, precision), fastestFirst(milliseconds));
    }

    /** Writes all choices, of other machines too; the file is replaced at once. */
    public void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(FIRST_LINE));
        machines.forEach((machine, choices) -> {
            lines.add("");
            lines.add(MACHINE + machine);
            choices.forEach((key, times) -> {
                StringBuilder line = new StringBuilder(key);
                times.forEach((name, time) -> line.append(String.format(Locale.ROOT, " %s=%.4g", name, time)));
                lines.add(line.toString());
            });
        });
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, "choices", ".tmp");
        Files.write(fresh, lines, StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
