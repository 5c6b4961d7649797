package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing computes in double only: every class has its float twin, with the same members, or does both itself. */
class FloatTwinClassesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(
                    "dev.convbench.op",
                    "dev.convbench.strategy",
                    "dev.convbench.gemm",
                    "dev.convbench.simd",
                    "dev.convbench.nn",
                    "dev.convbench.bench.layer");

    /** Pictures, files, checks by differences and the notebook, which are double whatever the network computes in. */
    private static final Pattern DOUBLE_ONLY =
            Pattern.compile("dev\\.convbench\\.nn\\.(notebook\\..*|(Checkpoint|Cifar10|GradientCheck|Splits"
                    + "|SyntheticImages|TrainingHistory)\\w*(\\$.*)?)");

    private static final Set<String> NAMES =
            CLASSES.stream().map(JavaClass::getName).collect(Collectors.toSet());

    private static boolean isTwin(String name) {
        return outer(name).endsWith("F32");
    }

    private static String outer(String name) {
        return name.replaceFirst("\\$.*", "");
    }

    private static String twinOf(String name) {
        return outer(name) + "F32" + name.substring(outer(name).length());
    }

    /** A float name, or a type in a signature, as it is in the double source. */
    private static String inDouble(String text) {
        return text.replaceAll("(?<![A-Za-z0-9])F32\\b", "F64")
                .replaceAll("F32(?=\\b|\\$)", "")
                .replace("FLOAT", "DOUBLE")
                .replace("Float", "Double")
                .replaceAll("\\bfloat", "double");
    }

    private static String signature(JavaMember member) {
        if (member instanceof JavaCodeUnit unit) {
            return unit.getRawParameterTypes().stream().map(JavaClass::getName).toList() + " "
                    + unit.getRawReturnType().getName();
        }
        return ((JavaField) member).getRawType().getName();
    }

    private static Set<String> members(JavaClass type) {
        return type.getMembers().stream()
                .map(member -> member.getModifiers() + " " + member.getName() + " " + signature(member))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean names(JavaClass type, String... types) {
        return type.getMembers().stream().anyMatch(member -> Stream.of(types).anyMatch(signature(member)::contains));
    }

    /** What of a room computes in double and has neither a twin nor methods for float. */
    private static List<String> doubleOnly(JavaClasses classes, Set<String> names) {
        return classes.stream()
                .filter(type -> !isTwin(type.getName()) && !names.contains(twinOf(type.getName())))
                .filter(type -> !DOUBLE_ONLY.matcher(type.getName()).matches())
                .filter(type -> names(type, "[D", "DoubleVector") && !names(type, "[F", "FloatVector"))
                .map(JavaClass::getName)
                .toList();
    }

    @Test
    void nothingComputesInDoubleOnly() {
        assertEquals(List.of(), doubleOnly(CLASSES, NAMES));
    }

    @Test
    void aClassThatComputesInDoubleOnlyIsFound() {
        JavaClasses sample = new ClassFileImporter().importClasses(DoubleOnly.class, Both.class);
        assertEquals(List.of(DoubleOnly.class.getName()), doubleOnly(sample, Set.of()));
    }

    @SuppressWarnings("unused")
    private static final class DoubleOnly {
        static void run(double[] x) {
            x[0] = 1;
        }
    }

    @SuppressWarnings("unused")
    private static final class Both {
        static void run(double[] x) {
            x[0] = 1;
        }

        static void run(float[] x) {
            x[0] = 1;
        }
    }

    @Test
    void aTwinHasTheMembersOfItsMaster() {
        int twins = 0;
        for (JavaClass type : CLASSES) {
            String twin = twinOf(type.getName());
            if (NAMES.contains(twin)) {
                Set<String> found = members(CLASSES.get(twin)).stream()
                        .map(FloatTwinClassesTest::inDouble)
                        .map(text -> text.replaceAll("\\[F\\b", "[D"))
                        .collect(Collectors.toCollection(TreeSet::new));
                assertEquals(members(type), found, twin);
                twins++;
            }
        }
        assertTrue(twins > 80, "twins found: " + twins);
    }
}
