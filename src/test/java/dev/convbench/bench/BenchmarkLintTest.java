package dev.convbench.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.shapes.Descriptors;
import dev.convbench.simd.PeakKernels;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The rules that every benchmark class keeps, and the default parameters against what they stand for. */
class BenchmarkLintTest {
    private static final JavaClasses BENCH = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(FmaPeak.class.getPackageName());

    /** Classes with a benchmark method, without what JMH generates from them. */
    static List<Class<?>> benchmarks() {
        return handWritten()
                .map(JavaClass::reflect)
                .filter(type -> !benchmarkMethods(type).isEmpty())
                .sorted(Comparator.comparing(Class::getSimpleName))
                .collect(Collectors.toList());
    }

    private static Stream<JavaClass> handWritten() {
        return BENCH.stream().filter(type -> !type.getPackageName().contains("jmh_generated"));
    }

    private static List<Method> benchmarkMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .toList();
    }

    @Test
    void theBenchmarksAreThese() {
        assertEquals(
                List.of(
                        BatchNormBackward.class,
                        BatchNormForward.class,
                        ConvBackwardData.class,
                        ConvBackwardWeights.class,
                        ConvForward.class,
                        ConvInference.class,
                        ConvReluPoolBackward.class,
                        ConvReluPoolForward.class,
                        CopyBandwidth.class,
                        FmaPeak.class,
                        PoolBackward.class,
                        PoolForward.class,
                        TrainStep.class),
                benchmarks());
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void measuresThroughputPerSecondInFiveForksOrMore(Class<?> type) {
        assertEquals(
                List.of(Mode.Throughput),
                List.of(type.getAnnotation(BenchmarkMode.class).value()));
        assertEquals(TimeUnit.SECONDS, type.getAnnotation(OutputTimeUnit.class).value());
        Fork fork = type.getAnnotation(Fork.class);
        assertTrue(fork.value() >= 5, () -> type + " has " + fork.value() + " forks");
        List<String> appended = List.of(fork.jvmArgsAppend());
        assertTrue(appended.contains("--add-modules=jdk.incubator.vector"), appended::toString);
        // jvmArgs would replace what the user's JVM was started with.
        assertEquals(List.of(Fork.BLANK_ARGS), List.of(fork.jvmArgs()));
        if (type != FmaPeak.class) {
            assertTrue(appended.containsAll(List.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch")), appended::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void warmsUpForTwoSecondsAndMeasuresOften(Class<?> type) {
        Warmup warmup = type.getAnnotation(Warmup.class);
        assertTrue(warmup.timeUnit().toMillis((long) warmup.iterations() * warmup.time()) >= 2_000);
        assertTrue(type.getAnnotation(Measurement.class).iterations() >= 5);
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void hasOneMethodOfOneCallThatReturnsItsResult(Class<?> type) throws IOException {
        List<Method> methods = benchmarkMethods(type);
        assertEquals(1, methods.size());
        Class<?> result = methods.get(0).getReturnType();
        assertTrue(result == double[].class || result == Object.class, result::toString);
        Path source = Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
        String oneCall = "@Benchmark\\s+public (?:double\\[\\]|Object) "
                + methods.get(0).getName() + "\\(\\w+ (\\w+)\\) \\{\\s+return \\1\\.\\w+\\(\\);\\s+\\}\\s+\\}\\s*$";
        assertTrue(Pattern.compile(oneCall).matcher(Files.readString(source)).find(), () -> "not one call: " + source);
    }

    @Test
    void statesBelongToOneThread() {
        List<State> states = handWritten()
                .map(type -> type.reflect().getAnnotation(State.class))
                .filter(state -> state != null)
                .toList();
        assertTrue(states.size() >= 7, states::toString);
        states.forEach(state -> assertEquals(Scope.Thread, state.value()));
    }

    @Test
    void nothingHappensAroundSingleInvocations() {
        Set<Level> levels = new HashSet<>();
        handWritten()
                .flatMap(type -> Arrays.stream(type.reflect().getDeclaredMethods()))
                .forEach(method -> {
                    if (method.isAnnotationPresent(Setup.class)) {
                        levels.add(method.getAnnotation(Setup.class).value());
                    }
                    if (method.isAnnotationPresent(TearDown.class)) {
                        levels.add(method.getAnnotation(TearDown.class).value());
                    }
                });
        assertEquals(Set.of(Level.Trial, Level.Iteration), levels);
    }

    @Test
    void parametersAreStringsThatNobodyReassigns() {
        List<Field> parameters = handWritten()
                .flatMap(type -> Arrays.stream(type.reflect().getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(Param.class))
                .toList();
        assertTrue(parameters.size() >= 8, parameters::toString);
        parameters.forEach(field -> assertEquals(String.class, field.getType(), field::toString));
        List<JavaFieldAccess> written = handWritten()
                .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                .filter(access -> access.getAccessType() == JavaFieldAccess.AccessType.SET)
                .filter(access -> access.getTarget().isAnnotatedWith(Param.class))
                .toList();
        assertEquals(List.of(), written);
    }

    @Test
    void strategiesAreThoseOfTheRegistry() throws NoSuchFieldException {
        Set<String> listed = Set.of(defaults(OperationState.class, "strategy"));
        assertEquals(
                Set.copyOf(Strategies.names()),
                listed,
                () -> "the default of OperationState.strategy must be {\"" + String.join("\", \"", Strategies.names())
                        + "\"}");
    }

    @Test
    void kernelsAreThePeakKernels() throws NoSuchFieldException {
        assertEquals(PeakKernels.names(), List.of(defaults(FmaPeak.Peak.class, "kernel")));
    }

    @Test
    void everyOtherDefaultMeansSomething() throws NoSuchFieldException {
        for (String spec : defaults(ConvState.class, "conv")) {
            assertNotNull(ConvState.shape(spec));
        }
        for (String spec : defaults(PoolState.class, "pool")) {
            assertNotNull(PoolState.shape(spec));
        }
        for (String spec : defaults(SandwichState.class, "conv")) {
            assertNotNull(ConvState.shape(spec));
        }
        for (String norm : defaults(NormState.class, "norm")) {
            assertEquals(50 * 32 * 32 * 32, Descriptors.batchNorm(norm).length());
        }
        for (String precision : defaults(OperationState.class, "precision")) {
            assertNotNull(Precision.parse(precision));
        }
        for (String bytes : defaults(CopyBandwidth.Copy.class, "bytes")) {
            assertTrue(CopyBandwidth.Copy.length(bytes) > 0);
        }
        for (Class<?> type : List.of(OperationState.class, FmaPeak.Peak.class, CopyBandwidth.Copy.class)) {
            assertEquals(1, Workers.parse(defaults(type, "workers")[0], false));
        }
    }

    private static String[] defaults(Class<?> type, String parameter) throws NoSuchFieldException {
        return type.getField(parameter).getAnnotation(Param.class).value();
    }
}
