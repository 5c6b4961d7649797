package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What the JIT compiler needs of kernel classes: no method beyond the 8,000 bytes of bytecode that C2 refuses to compile
 * (HotSpot's HugeMethodLimit), and no species or shuffle that is not a constant.
 */
class KernelClassesTest {
    /** HotSpot does not compile a method of more bytes than this. */
    private static final int HUGE_METHOD_LIMIT = 8000;

    private static final Set<String> CONSTANTS =
            Set.of("jdk.incubator.vector.VectorSpecies", "jdk.incubator.vector.VectorShuffle");

    private static final JavaClasses KERNELS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.convbench.strategy", "dev.convbench.gemm", "dev.convbench.simd");

    @Test
    void noMethodIsTooLargeForTheCompiler() throws IOException {
        int methods = 0;
        List<String> huge = new ArrayList<>();
        for (JavaClass kernel : KERNELS) {
            Map<String, Integer> sizes = codeSizes(kernel);
            methods += sizes.size();
            huge.addAll(huge(kernel.getName(), sizes));
        }
        assertTrue(methods > 50, "methods found: " + methods);
        assertEquals(List.of(), huge, "the JIT compiler refuses these");
    }

    private static List<String> huge(String name, Map<String, Integer> sizes) {
        return sizes.entrySet().stream()
                .filter(method -> method.getValue() > HUGE_METHOD_LIMIT)
                .map(method -> name + "." + method.getKey() + ": " + method.getValue() + " bytes")
                .toList();
    }

    private static Map<String, Integer> codeSizes(JavaClass kernel) throws IOException {
        String resource = "/" + kernel.getName().replace('.', '/') + ".class";
        try (InputStream bytes = KernelClassesTest.class.getResourceAsStream(resource)) {
            return ClassFile.codeSizes(new DataInputStream(bytes));
        }
    }

    @Test
    void theSizeOfCodeIsReadRight() throws IOException {
        try (InputStream bytes = Sized.class.getResourceAsStream("KernelClassesTest$Sized.class")) {
            Map<String, Integer> sizes = ClassFile.codeSizes(new DataInputStream(bytes));
            assertEquals(Set.of("<init>()V", "two(I)I", "twice(I)I"), sizes.keySet());
            assertEquals(2, sizes.get("two(I)I"), "iconst_2, ireturn");
            assertEquals(4, sizes.get("twice(I)I"), "iload_0, iconst_2, imul, ireturn");
        }
    }

    @Test
    void aHugeMethodIsFound() throws IOException {
        List<String> found = new ArrayList<>();
        for (int length : new int[] {HUGE_METHOD_LIMIT, HUGE_METHOD_LIMIT + 1, 60_000}) {
            found.addAll(huge("M" + length, ClassFile.codeSizes(new DataInputStream(written(length)))));
        }
        assertEquals(List.of("M8001.m()V: 8001 bytes", "M60000.m()V: 60000 bytes"), found);
    }

    /** Methods of known size. */
    @SuppressWarnings("unused")
    private static final class Sized {
        static int two(int ignored) {
            return 2;
        }

        static int twice(int value) {
            return value * 2;
        }
    }

    /** The least class file with a method of so many bytes. */
    private static InputStream written(int codeLength) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0xCAFEBABE);
        out.writeInt(61);
        out.writeShort(6);
        for (String text : new String[] {"m", "()V", "Code"}) {
            out.writeByte(1);
            out.writeUTF(text);
        }
        out.writeByte(5);
        out.writeLong(7);
        for (int zero = 0; zero < 5; zero++) {
            out.writeShort(0);
        }
        out.writeShort(1);
        out.writeShort(0);
        out.writeShort(1);
        out.writeShort(2);
        out.writeShort(1);
        out.writeShort(3);
        out.writeInt(codeLength + 12);
        out.writeInt(0);
        out.writeInt(codeLength);
        out.write(new byte[codeLength]);
        out.writeInt(0);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Test
    void speciesAndShufflesAreConstants() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass kernel : KERNELS) {
            wrong.addAll(variableSpecies(kernel));
        }
        assertEquals(List.of(), wrong, "the compiler must see these as constants: make them static final fields");
    }

    private static List<String> variableSpecies(JavaClass kernel) {
        List<String> wrong = new ArrayList<>();
        for (JavaField field : kernel.getFields()) {
            boolean constant = field.getModifiers().containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL));
            if (CONSTANTS.contains(field.getRawType().getName()) && !constant) {
                wrong.add(field.getFullName());
            }
        }
        for (JavaCodeUnit unit : kernel.getCodeUnits()) {
            for (JavaClass parameter : unit.getRawParameterTypes()) {
                if (CONSTANTS.contains(parameter.getName())) {
                    wrong.add(unit.getFullName());
                }
            }
        }
        return wrong;
    }

    @Test
    void aVariableSpeciesIsFound() {
        Map<String, List<String>> found = new TreeMap<>();
        for (JavaClass sample : new ClassFileImporter().importClasses(Variable.class, Constant.class)) {
            found.put(sample.getSimpleName(), variableSpecies(sample));
        }
        assertEquals(List.of(), found.get("Constant"));
        assertEquals(3, found.get("Variable").size(), found.toString());
    }

    /** A field that is not final, one that is not static, and a parameter. */
    @SuppressWarnings("unused")
    private static final class Variable {
        private static jdk.incubator.vector.VectorSpecies<Double> notFinal;
        private final jdk.incubator.vector.VectorShuffle<Double> notStatic = null;

        static int lanes(jdk.incubator.vector.VectorSpecies<Double> species) {
            return species.length();
        }
    }

    /** A constant, and one derived from it. */
    @SuppressWarnings("unused")
    private static final class Constant {
        private static final jdk.incubator.vector.VectorSpecies<Double> SPECIES = null;

        static int lanes() {
            return SPECIES.length();
        }
    }
}
