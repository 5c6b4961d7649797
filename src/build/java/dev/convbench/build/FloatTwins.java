package dev.convbench.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the float twin {@code FooF32} of every class {@code Foo} that computes in double. The build runs it before it
 * compiles; docs/float.md says how to read a twin.
 *
 * <p>Which classes: a source has a twin if its code names {@code double[]}, {@code DoubleVector}, {@code F64} or {@code
 * ..._F64}, or another class that has a twin. A source whose code names {@code float}, {@code Float}, {@code FloatVector} or
 * anything that ends in {@code F32} is written for both precisions by hand and has none; neither have those of {@link
 * #DOUBLE_ONLY}.
 *
 * <p>The rules. They change words; no statement is added, removed or moved, and line numbers stay.
 *
 * <pre>
 * in the double source                         in the twin
 * double, Double, DoubleVector                 float, Float, FloatVector
 * F64, ..._F64                                 F32, ..._F32
 * a class that has a twin                      its twin: ..F32
 * other names with Double(s), DOUBLE(S)        Float(s), FLOAT(S): laneDoubles -> laneFloats
 * 0.1, 1e3, 0x1p-3                             0.1f, 1e3f, 0x1p-3f
 * Math.sqrt and the like, which give doubles   (float) Math.sqrt
 * comments                                     the same names, and "doubles" -> "floats"
 * </pre>
 *
 * <p>What has no rule stops the build: a hexadecimal literal that is not the same number in float, one beyond the range of
 * float, a type such as {@code DoubleStream}, the bits of a double, a message that says double or f64. Such code belongs
 * into a class for both precisions, which the twin then finds by overloading or by a constant with {@code _F64} at its end.
 */
public final class FloatTwins {
    /** The packages whose classes have twins, with all below them. */
    private static final List<String> ROOMS = List.of(
            "dev/convbench/op",
            "dev/convbench/gemm",
            "dev/convbench/simd",
            "dev/convbench/strategy",
            "dev/convbench/nn",
            "dev/convbench/bench/layer");

    /**
     * What is not in the kernels' or layers' precision, by the beginnings of paths: pixels and pictures, files, checks by
     * differences, and the notebook, whose limits are those of double.
     */
    private static final List<String> DOUBLE_ONLY = List.of(
            "dev/convbench/nn/Checkpoint",
            "dev/convbench/nn/Cifar10",
            "dev/convbench/nn/GradientCheck",
            "dev/convbench/nn/NetworkSupport",
            "dev/convbench/nn/Splits",
            "dev/convbench/nn/SyntheticImages",
            "dev/convbench/nn/TrainingHistory",
            "dev/convbench/nn/notebook/");

    private static final String SUFFIX = "F32";

    /** Types that have a counterpart. */
    private static final Map<String, String> TYPES =
            Map.of("double", "float", "Double", "Float", "DoubleVector", "FloatVector");

    private static final Set<String> FLOAT_TYPES = new HashSet<>(TYPES.values());

    /** Functions that exist for doubles only. */
    private static final Set<String> DOUBLE_FUNCTIONS = Set.of("sqrt", "cos", "sin", "exp", "log", "pow");

    /** Names that mean the 64 bits of a double, whatever they are called in float. */
    private static final Set<String> BITS = Set.of(
            "LongVector",
            "reinterpretAsLongs",
            "doubleToLongBits",
            "doubleToRawLongBits",
            "longBitsToDouble",
            "D2I",
            "D2L",
            "I2D",
            "L2D");

    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>//[^\n]*|/\\*.*?\\*/)"
                    + "|(?<text>\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*')"
                    + "|(?<name>\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)"
                    + "|(?<number>(?:0[xX][\\w.]*?[pP][+-]?\\w+)|(?:0[xXbB]\\w+)|(?:\\.?\\d(?:[eE][+-]|[\\w.])*))"
                    + "|(?<space>\\s+)"
                    + "|(?<sign>.)",
            Pattern.DOTALL);

    /** What a message says about the precision that it comes from. */
    private static final Pattern PRECISION = Pattern.compile("\\b(doubles?|f64)\\b");

    private static final Pattern NAME = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");

    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([a-z0-9_.]+\\.)(\\*|[A-Z]\\w*)");

    private FloatTwins() {}

    /**
     * Writes the twins.
     *
     * @param args the folder of the sources, and the folder to write to: it holds the twins and nothing else afterwards
     */
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[1]);
        Map<String, String> twins = twins(read(Path.of(args[0])));
        for (Map.Entry<String, String> twin : twins.entrySet()) {
            Path file = target.resolve(twin.getKey());
            if (!Files.exists(file) || !Files.readString(file).equals(twin.getValue())) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, twin.getValue());
            }
        }
        for (Path file : javaFiles(target)) {
            if (!twins.containsKey(name(target, file))) {
                Files.delete(file);
            }
        }
    }

    private static Map<String, String> read(Path sources) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String room : ROOMS) {
            for (Path file : javaFiles(sources.resolve(room))) {
                texts.put(name(sources, file), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    /**
     * The twins of some sources.
     *
     * @param texts source by path, for example {@code dev/convbench/gemm/Gemm.java}
     * @return source of the twins by path
     * @throws IllegalArgumentException with file and line, if a source has something that no rule is for
     */
    static Map<String, String> twins(Map<String, String> texts) {
        Map<String, Source> sources = new LinkedHashMap<>();
        texts.forEach((path, text) -> {
            if (!path.endsWith("-info.java") && DOUBLE_ONLY.stream().noneMatch(path::startsWith)) {
                Source source = new Source(path, text);
                sources.put(source.type, source);
            }
        });
        Set<String> twinned = twinned(sources);
        Map<String, String> twins = new TreeMap<>();
        for (String type : twinned) {
            Source source = sources.get(type);
            twins.put(source.path.replace(".java", SUFFIX + ".java"), source.twin(twinned));
        }
        return twins;
    }

    /** The classes that have a twin: those that say so themselves, and those that use one of these. */
    private static Set<String> twinned(Map<String, Source> sources) {
        Set<String> twinned = new TreeSet<>();
        List<Source> open = new ArrayList<>();
        for (Source source : sources.values()) {
            if (!source.names(FloatTwins::saysFloat)) {
                open.add(source);
            }
        }
        boolean more = true;
        while (more) {
            more = open.removeIf(
                    source -> (source.computes() || source.names(name -> twinned.contains(source.resolve(name))))
                            && twinned.add(source.type));
        }
        return twinned;
    }

    private static boolean saysFloat(String name) {
        return FLOAT_TYPES.contains(name) || name.endsWith(SUFFIX);
    }

    /** One word of a source. */
    private record Token(String kind, String text, int line) {
        boolean is(String other) {
            return kind.equals(other);
        }
    }

    /** A source file in words. */
    private static final class Source {
        private final String path;
        private final String folder;
        /** Qualified name of its class. */
        private final String type;

        private final List<Token> tokens = new ArrayList<>();
        private final Map<String, String> imports = new LinkedHashMap<>();

        Source(String path, String text) {
            this.path = path;
            folder = path.substring(0, path.lastIndexOf('/') + 1).replace('/', '.');
            type = path.substring(0, path.lastIndexOf('.')).replace('/', '.');
            Matcher token = TOKEN.matcher(text);
            int line = 1;
            while (token.find()) {
                for (String kind : List.of("comment", "text", "name", "number", "space", "sign")) {
                    if (token.group(kind) != null) {
                        tokens.add(new Token(kind, token.group(), line));
                    }
                }
                line += (int) token.group().chars().filter(c -> c == '\n').count();
            }
            Matcher statement = IMPORT.matcher(text);
            while (statement.find()) {
                imports.put(statement.group(2), statement.group(1) + statement.group(2));
            }
        }

        /** The class that a simple name means here, if it is one of ours. */
        String resolve(String name) {
            return imports.getOrDefault(name, folder + name);
        }

        boolean names(Predicate<String> wanted) {
            return tokens.stream().anyMatch(token -> token.is("name") && wanted.test(token.text()));
        }

        /** Whether the code names arrays or vectors of double, or a constant of this precision. */
        boolean computes() {
            for (int i = 0; i + 1 < tokens.size(); i++) {
                if (tokens.get(i).text().equals("double")
                        && tokens.get(i + 1).text().equals("[")) {
                    return true;
                }
            }
            return names(name -> name.equals("DoubleVector") || name.equals("F64") || name.endsWith("_F64"));
        }

        String twin(Set<String> twinned) {
            if (imports.containsKey("*")) {
                throw new IllegalArgumentException(path + ": a class with a twin imports classes one by one");
            }
            StringBuilder text = new StringBuilder();
            boolean first = true;
            for (int i = 0; i < tokens.size(); i++) {
                Token token = tokens.get(i);
                switch (token.kind()) {
                    case "name" ->
                        text.append(callsDoubleFunction(i) ? "(float) " : "").append(name(token, twinned));
                    case "number" -> text.append(number(token));
                    case "comment" -> text.append(comment(token.text(), twinned));
                    case "text" -> text.append(message(token));
                    default -> {
                        text.append(token.text());
                        if (first && token.text().equals(";")) {
                            text.append(" // generated from ").append(path).append(" by FloatTwins: edit that");
                            first = false;
                        }
                    }
                }
            }
            return text.toString();
        }

        private boolean callsDoubleFunction(int at) {
            return at + 2 < tokens.size()
                    && tokens.get(at).text().endsWith("Math")
                    && DOUBLE_FUNCTIONS.contains(tokens.get(at + 2).text());
        }

        private String name(Token token, Set<String> twinned) {
            String name = token.text();
            boolean type = Character.isUpperCase(name.charAt(0)) && name.contains("Double");
            if (BITS.contains(name) || (type && !TYPES.containsKey(name))) {
                throw noRule(token);
            }
            return renamed(name, twinned);
        }

        private String renamed(String name, Set<String> twinned) {
            if (twinned.contains(resolve(name))) {
                return name + SUFFIX;
            }
            if (name.equals("F64") || name.endsWith("_F64")) {
                return name.substring(0, name.length() - 3) + SUFFIX;
            }
            return TYPES.getOrDefault(
                    name,
                    name.replace("Double", "Float")
                            .replace("DOUBLE", "FLOAT")
                            .replaceFirst("^double(?=[A-Zs])", "float"));
        }

        /** A literal: an int stays; a decimal is rounded if it is in the range of float, a hexadecimal must be exact. */
        private String number(Token token) {
            String text = token.text();
            boolean hex = text.matches("0[xX].*");
            boolean whole = hex ? !text.matches(".*[pP].*") : !text.matches(".*[.eEfFdD].*");
            if (whole) {
                return text;
            }
            double value = Double.parseDouble(text.replace("_", ""));
            float rounded = (float) value;
            boolean inRange = Math.abs(rounded) >= Float.MIN_NORMAL && rounded <= Float.MAX_VALUE;
            if (text.matches(".*[fFdD]") || (rounded != value && (hex || !inRange))) {
                throw noRule(token);
            }
            return text + "f";
        }

        private String comment(String text, Set<String> twinned) {
            return NAME.matcher(text).replaceAll(name -> Matcher.quoteReplacement(renamed(name.group(), twinned)));
        }

        private String message(Token token) {
            if (PRECISION.matcher(token.text()).find()) {
                throw noRule(token);
            }
            return token.text();
        }

        private IllegalArgumentException noRule(Token token) {
            return new IllegalArgumentException(
                    path + ":" + token.line() + ": there is no float for " + token.text() + ", see FloatTwins.java");
        }
    }
}
