package dev.convbench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which room (package) may use which: the arrows point one way, and the library needs nothing but the JDK. */
class ArchitectureTest {
    private static final String BASE = "dev.convbench";

    /** Each room and the other rooms that it may use. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry("text", List.of()),
            Map.entry("op", List.of("text")),
            Map.entry("shapes", List.of("op", "text")),
            Map.entry("check", List.of("op", "shapes")),
            Map.entry("simd", List.of()),
            Map.entry("gemm", List.of("simd")),
            Map.entry("strategy", List.of("op", "gemm", "simd", "text")),
            Map.entry("nn", List.of("op", "gemm", "simd", "text")),
            Map.entry("bench", List.of("op", "shapes", "check", "strategy", "nn", "simd")),
            Map.entry("results", List.of("text")),
            Map.entry("machine", List.of()),
            Map.entry("npy", List.of("text")),
            Map.entry("chart", List.of("results")),
            Map.entry("report", List.of("chart", "results")),
            Map.entry("run", List.of("bench", "machine", "results", "op", "shapes", "simd")),
            Map.entry("gate", List.of("run", "results", "machine", "op", "shapes", "strategy")),
            Map.entry(
                    "cli",
                    List.of(
                            "text",
                            "op",
                            "shapes",
                            "check",
                            "strategy",
                            "gemm",
                            "simd",
                            "nn",
                            "bench",
                            "run",
                            "gate",
                            "results",
                            "chart",
                            "report",
                            "npy",
                            "machine")));

    /** The rooms of the library jar; the includes of the jar plugin in the build list the same. */
    private static final String[] LIBRARY = packages("text", "op", "shapes", "strategy", "gemm", "simd", "nn");

    private static final JavaClasses MAIN_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(BASE);

    @Test
    void thereAreClassesToCheck() {
        assertFalse(MAIN_CLASSES.isEmpty(), "no class of the project was found");
    }

    @Test
    void everyClassIsInARoom() {
        check(classes()
                .should()
                .resideInAnyPackage(packages(ARROWS.keySet().toArray(String[]::new)))
                .because("a new room needs a row in ARROWS"));
    }

    static Stream<String> rooms() {
        return ARROWS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void usesOnlyTheRoomsItMay(String room) {
        String[] allowed = packages(
                Stream.concat(Stream.of(room), ARROWS.get(room).stream()).toArray(String[]::new));
        check(classes()
                .that()
                .resideInAnyPackage(packages(room))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(resideOutsideOfPackage(BASE + ".."))));
    }

    @Test
    void libraryNeedsNothingOutsideTheJdk() {
        check(classes()
                .that()
                .resideInAnyPackage(LIBRARY)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(LIBRARY).or(resideInAnyPackage("java..", "jdk.incubator.vector.."))));
    }

    @Test
    void onlyVectorCodeUsesTheVectorApi() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(packages("simd", "gemm", "strategy.simd", "strategy.winograd", "strategy.fft"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector.."));
    }

    @Test
    void onlyTheCommandLineUsesPicocli() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(packages("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli.."));
    }

    @Test
    void onlyMeasuringCodeUsesJmh() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(packages("bench", "run", "cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.openjdk.jmh.."));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN_CLASSES);
    }

    private static String[] packages(String... rooms) {
        return Arrays.stream(rooms).map(room -> BASE + "." + room + "..").toArray(String[]::new);
    }
}
