package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.BenchmarkListEntry;

class ForkJvmTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    private static BenchmarkListEntry tiny() {
        return Selection.parse(List.of("TinyBenchmark")).benchmarks().get(0);
    }

    private static ForkJvm jvm(String... arguments) {
        return ForkJvm.of(Selection.parse(List.of(arguments)).options(), false);
    }

    @Test
    void flagsFitTheVersion() {
        assertEquals(List.of(MODULE), ForkJvm.flags(17, true));
        assertEquals(List.of(MODULE, "--enable-native-access=ALL-UNNAMED"), ForkJvm.flags(22, true));
        assertEquals(
                List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"),
                ForkJvm.flags(25, false));
    }

    @Test
    void argumentsOfTheUserAreKeptBesideOurs() {
        ForkJvm jvm = jvm("-jvmArgs", "-Da=1 -Db=2", "-jvmArgsPrepend", "-Dc=3", "-jvmArgsAppend", "-Dd=4");
        List<String> prepend = jvm.prepend(tiny());
        assertTrue(prepend.contains(MODULE), prepend.toString());
        assertTrue(prepend.indexOf("-Dtiny.benchmark=yes") < prepend.indexOf("-Dc=3"), prepend.toString());
        assertEquals(List.of("-Da=1", "-Db=2"), jvm.args(tiny()));
        assertEquals(List.of("-Dd=4"), jvm.append());
    }

    @Test
    void theForksAnswerWhatCanRun() {
        List<Question> questions = List.of(
                new Question(Question.CONV, "naive", "forward", "ic3ih8oc4kh3", "f64"),
                new Question(Question.POOL, "naive", "backwardData", "max_ic3ih8kh2", "f64"),
                new Question(Question.PEAK, "scalar", null, null, "f64"),
                new Question(Question.PEAK, "scalar", null, null, "f32"));
        Probe.Answers answers = jvm("-jvmArgs", "-Xmx200m").ask(questions);
        assertEquals(List.of("", "", "", ""), answers.problems());
        assertEquals(System.getProperty("java.version"), answers.version());
        assertTrue(answers.machine().contains("logicalCores"), answers.machine());
        assertFalse(answers.machineSummary().isEmpty());
    }

    @Test
    void anotherJavaIsAskedForItsVersionAndModules(@TempDir Path folder) throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("jdk"), Path.of(System.getProperty("java.home")));
        String java = link.resolve("bin/java").toString();
        ForkJvm other = jvm("-jvm", java);
        assertEquals(java, other.path());
        assertEquals(ForkJvm.flags(Runtime.version().feature(), true), other.prepend(null));
        Path small = folder.resolve("java");
        Files.writeString(small, "#!/bin/sh\necho java.base@17.0.1\n");
        assertTrue(small.toFile().setExecutable(true));
        ForkJvm without = jvm("-jvm", small.toString());
        assertEquals(List.of(), without.prepend(null), "there is no module to add");
        assertEquals(List.of("-Dtiny.benchmark=yes"), without.prepend(tiny()));
        Files.writeString(small, "#!/bin/sh\necho hello\n");
        String message = assertThrows(UsageException.class, () -> jvm("-jvm", small.toString()))
                .getMessage();
        assertTrue(message.contains("does not answer like a Java of at least version 17"), message);
    }

    @Test
    void forksGetTheFlagsOfThisProgramButNotOurs() {
        List<String> args = jvm().args(null);
        assertFalse(args.contains(MODULE), args.toString());
        assertTrue(args.stream().noneMatch(arg -> arg.startsWith("-D" + ForkJvm.PARENT_PROPERTY)), args.toString());
        List<String> here = ManagementFactory.getRuntimeMXBean().getInputArguments();
        assertTrue(here.containsAll(args), args.toString());
        assertTrue(args.size() >= here.size() - 6 && (here.isEmpty() || !args.isEmpty()), here + " became " + args);
        List<String> all = jvm("-jvmArgsAppend", "-Dd=4").commonArgs();
        assertTrue(all.contains(MODULE) && all.containsAll(args) && all.contains("-Dd=4"), all.toString());
    }

    @Test
    void aJvmThatDoesNotStartIsASentence() {
        String message = assertThrows(
                        UsageException.class,
                        () -> jvm("-jvmArgs", "-XX:+NoSuchFlag").ask(List.of()))
                .getMessage();
        assertTrue(message.contains("NoSuchFlag"), message);
        message = assertThrows(UsageException.class, () -> jvm("-jvm", "/no/such/java"))
                .getMessage();
        assertTrue(message.contains("/no/such/java"), message);
    }
}
