package dev.convbench.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the generator of float twins, and that it stops where it has none. */
class FloatTwinsTest {
    private static final String PATH = "dev/convbench/gemm/Sample.java";
    private static final String TWIN = "dev/convbench/gemm/SampleF32.java";

    /** A class that has a twin, with a line of code in it. */
    private static String sample(String line) {
        return "package dev.convbench.gemm;\nclass Sample {\n    double[] data;\n    " + line + "\n}\n";
    }

    private static String twin(String line) {
        String twin = FloatTwins.twins(Map.of(PATH, sample(line))).get(TWIN);
        return twin.lines().toList().get(3).strip();
    }

    @Test
    void aTwinHasTheSameLinesAndSaysWhereItComesFrom() {
        assertEquals("""
                package dev.convbench.gemm; // generated from dev/convbench/gemm/Sample.java by FloatTwins: edit that
                class SampleF32 {
                    float[] data;
                    int n;
                }
                """, FloatTwins.twins(Map.of(PATH, sample("int n;"))).get(TWIN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "double x = Double.NaN;                       | float x = Float.NaN;",
                "DoubleVector.fromArray(Species.F64, x, 0);   | FloatVector.fromArray(Species.F32, x, 0);",
                "int n = Species.LANES_F64 + DOUBLES;         | int n = Species.LANES_F32 + FLOATS;",
                "int n = laneDoubles() + random.nextDouble(); | int n = laneFloats() + random.nextFloat();",
                "x = y.doubleValue();                         | x = y.floatValue();",
                "Sample copy = new Sample(this);              | SampleF32 copy = new SampleF32(this);",
                "x = 0.1 + 1e3 + .25 + 0. + 0x1p-3;           | x = 0.1f + 1e3f + .25f + 0.f + 0x1p-3f;",
                "int n = 1 + 0x1F + 1_000 + 0b1 + 7L;         | int n = 1 + 0x1F + 1_000 + 0b1 + 7L;",
                "int e = 0xAAAA_AAAA_AAAA_AAAAL;              | int e = 0xAAAA_AAAA_AAAA_AAAAL;",
                "x = 1 / Math.sqrt(y) + Math.max(y, 0);       | x = 1 / (float) Math.sqrt(y) + Math.max(y, 0);",
                "char c = '\"'; double x;                     | char c = '\"'; float x;",
                "double redouble = undoubled;                 | float redouble = undoubled;",
                "// doubles of Sample, double[] in F64        | // floats of SampleF32, float[] in F32",
                "/* {@link Sample#laneDoubles} of 0.1 */      | /* {@link SampleF32#laneFloats} of 0.1 */"
            })
    void wordsChangeByTheTable(String code, String expected) {
        assertEquals(expected, twin(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "double x = 1e-300;",
                "double x = 1e-40;",
                "double x = 1e39;",
                "double x = 0x1.00000001p0;",
                "double x = 1d;",
                "java.util.stream.DoubleStream s;",
                "long bits = Double.doubleToRawLongBits(x);",
                "v.reinterpretAsLongs();",
                "throw new Error(\"a double\");",
                "String s = \"f64\";"
            })
    void whatHasNoRuleStopsTheBuildWithFileAndLine(String code) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> twin(code));
        assertTrue(e.getMessage().startsWith(PATH + ":4: there is no float for "), e.getMessage());
    }

    private static Set<String> twins(String... sources) {
        Map<String, String> texts = new HashMap<>();
        for (String source : sources) {
            String name = source.replaceFirst("(?s).*?(class|interface) (\\w+).*", "$2");
            String folder =
                    source.replaceFirst("(?s)package ([\\w.]+);.*", "$1").replace('.', '/');
            texts.put(folder + "/" + name + ".java", source);
        }
        return FloatTwins.twins(texts).keySet();
    }

    @Test
    void classesHaveTwinsThatComputeOrUseOneThatDoes() {
        assertEquals(
                Set.of("a/AF32.java", "a/BF32.java", "b/CF32.java"),
                twins(
                        "package a; class A { double[] x; }",
                        "package a; class B { A a; }",
                        "package b;\nimport a.B;\nclass C { B b; }",
                        "package b; class D { /* B and double[] in a comment */ B otherB; double cost; }",
                        "package b; class E { int[] x; }"));
    }

    @Test
    void classesForBothPrecisionsHaveNone() {
        assertEquals(
                Set.of("a/AF32.java"),
                twins(
                        "package a; class A { double[] x; }",
                        "package a; class Both { void f(double[] x) {} void f(float[] x) {} }",
                        "package a; class Chooser { Object of(boolean f) { return f ? new AF32() : new A(); } }",
                        "package a; class Constants { static final double ONE_F64 = 1; static final float ONE_F32 = 1; }"));
    }

    @Test
    void namesMeanWhatTheImportsSay() {
        String other = "package b; class A { int n; }";
        String user = "package b; class User { A mine; double[] x; }";
        Map<String, String> twins = FloatTwins.twins(Map.of(
                "a/A.java", "package a; public class A { double[] x; }", "b/A.java", other, "b/User.java", user));
        assertTrue(twins.get("b/UserF32.java").contains("A mine;"), "the A of the same package has no twin");
        String imported = user.replace("class", "import static a.A.x; import a.A; class");
        twins = FloatTwins.twins(Map.of(
                "a/A.java",
                "package a; public class A { double[] x; }",
                "b/User.java",
                imported.replace("import", "\nimport")));
        assertTrue(twins.get("b/UserF32.java").contains("import a.AF32;"), twins.toString());
        assertTrue(twins.get("b/UserF32.java").contains("import static a.AF32.x;"), twins.toString());
        assertTrue(twins.get("b/UserF32.java").contains("AF32 mine;"), twins.toString());
        assertThrows(
                IllegalArgumentException.class,
                () -> twins("package b;\nimport a.*;\nclass User { A mine; double[] x; }"));
    }

    @Test
    void theFolderHoldsTheTwinsAndNothingElseAndUnchangedFilesStay(@TempDir Path folder) throws IOException {
        Path sources = folder.resolve("java");
        Path target = folder.resolve("f32");
        Path source = sources.resolve(PATH);
        Files.createDirectories(source.getParent());
        Files.writeString(source, sample("int n;"));
        Files.writeString(source.resolveSibling("Other.java"), sample("int n;").replace("Sample", "Other"));
        run(sources, target);
        assertEquals(List.of("OtherF32.java", "SampleF32.java"), files(target));
        Path twin = target.resolve(TWIN);
        var written = Files.getLastModifiedTime(twin);

        Files.delete(source.resolveSibling("Other.java"));
        run(sources, target);
        assertEquals(List.of("SampleF32.java"), files(target));
        assertEquals(written, Files.getLastModifiedTime(twin));

        Files.writeString(source, sample("int m;"));
        run(sources, target);
        assertTrue(Files.readString(twin).contains("int m;"));
    }

    private static void run(Path sources, Path target) throws IOException {
        FloatTwins.main(new String[] {sources.toString(), target.toString()});
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
