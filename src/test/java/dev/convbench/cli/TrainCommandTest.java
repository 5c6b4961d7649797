package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.nn.Checkpoint;
import dev.convbench.run.ForkJvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The train command: what it says and writes, that it goes on, and what it refuses. */
class TrainCommandTest {
    /** Four steps an epoch of a network that needs milliseconds. */
    private static final String TINY = "--filters 2 --filter-size 3 --hidden 4 --batch-size 250 --strategy loops";

    @TempDir
    private Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    /** As in a child that has all flags. */
    @BeforeAll
    static void haveAllFlags() {
        System.setProperty(
                ForkJvm.PARENT_PROPERTY, Long.toString(ProcessHandle.current().pid()));
    }

    @AfterAll
    static void forgetThem() {
        System.clearProperty(ForkJvm.PARENT_PROPERTY);
    }

    private int train(String options, String... more) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("train"));
        if (!options.isEmpty()) {
            arguments.addAll(List.of(options.split(" ")));
        }
        arguments.addAll(List.of(more));
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return Main.execute(commandLine, arguments.toArray(String[]::new));
    }

    private Path output() {
        return folder.resolve("out");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void assertRefused(int code, String sentence) {
        assertEquals(2, code, () -> out + "\n" + err);
        String text = err.toString().strip();
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.startsWith("convbench: ") && text.contains(sentence), text);
        assertFalse(Files.exists(output()), "a folder was made");
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(output().resolve(file));
    }

    @Test
    void tellsHowItGoesAndWritesPicturesAndTables() throws IOException {
        assertEquals(0, train(TINY + " --epochs 2 -o", output().toString()), err::toString);
        List<String> said = out.toString().lines().toList();
        assertEquals(
                "synthetic shapes: 1,000 images to learn from, 200 for validation, 200 to test; 3x32x32, 10 classes",
                said.get(0));
        assertEquals("2,158 parameters, 4 steps an epoch, 2 epochs", said.get(2));
        assertTrue(said.get(3).matches("step 1 loss 2\\.30[0-9]{2}"), said.get(3));
        List<String> epochs =
                said.stream().filter(line -> line.startsWith("epoch ")).toList();
        assertEquals(3, epochs.size(), out::toString);
        for (int epoch = 0; epoch < 3; epoch++) {
            String line = epochs.get(epoch);
            assertTrue(
                    line.matches("epoch " + epoch + " train accuracy [01]\\.[0-9]{3} val accuracy [01]\\.[0-9]{3}"),
                    line);
        }
        assertEquals("curves, filters and histories: " + output(), said.get(said.size() - 1));
        try (Stream<Path> files = Files.list(output())) {
            assertEquals(
                    List.of("accuracies.csv", "curves.png", "curves.svg", "filters.png", "filters.svg", "losses.csv"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals("iteration,loss", lines("losses.csv").get(0));
        assertEquals(9, lines("losses.csv").size());
        assertTrue(lines("losses.csv").get(8).matches("8,[0-9.]+"), lines("losses.csv")::toString);
        assertEquals("epoch,train,validation", lines("accuracies.csv").get(0));
        assertTrue(lines("accuracies.csv").get(3).matches("2,[0-9.]+,[0-9.]+"), lines("accuracies.csv")::toString);
        assertTrue(
                Files.readString(output().resolve("curves.svg")).contains("Three-layer network on synthetic shapes"));
    }

    @Test
    void anEpochOfOneStepIsNumberedFromOne() throws IOException {
        String tiny = TINY.replace("--batch-size 250", "--batch-size 1000");
        assertEquals(0, train(tiny + " --epochs 1 -o", output().toString()), err::toString);
        assertEquals(2, lines("accuracies.csv").size());
        assertTrue(lines("accuracies.csv").get(1).startsWith("1,"));
        assertEquals(
                1,
                out.toString()
                        .lines()
                        .filter(line -> line.startsWith("epoch 1 "))
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"f64", "f32"})
    void goesOnToTheBitAsIfItHadNotStopped(String precision) throws Exception {
        assertEquals(
                0,
                train(
                        TINY + " --precision " + precision + " --reg 0.01 --epochs 2 --checkpoint",
                        path("a"),
                        "-o",
                        path("a-out")));
        assertEquals(
                0,
                train(
                        TINY + " --precision " + precision + " --reg 0.01 --epochs 1 --checkpoint",
                        path("b"),
                        "-o",
                        path("b-out")));
        assertEquals(0, train("--epochs 2 --resume", path("b"), "-o", path("c-out")), err::toString);
        assertTrue(out.toString().contains("going on after step 4"), out::toString);
        for (String file : new String[] {"losses.csv", "accuracies.csv", "curves.svg", "filters.svg"}) {
            assertEquals(
                    Files.readString(folder.resolve("a-out").resolve(file)),
                    Files.readString(folder.resolve("c-out").resolve(file)),
                    file);
        }
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("a")), Files.readAllBytes(folder.resolve("b")), "the checkpoints");
    }

    @Test
    void workersDoNotChangeTheNumbers() throws Exception {
        String parallel = TINY.replace("loops", "loops-parallel") + " --epochs 1 ";
        assertEquals(0, train(parallel + "--workers 1 -o", path("one")), err::toString);
        assertEquals(0, train(parallel + "--workers 3 -o", path("three")), err::toString);
        assertEquals(
                Files.readString(folder.resolve("one/losses.csv")),
                Files.readString(folder.resolve("three/losses.csv")));
    }

    @Test
    void aFinishedTrainingIsDrawnAgain() throws Exception {
        assertEquals(0, train(TINY + " --epochs 1 --checkpoint", path("a"), "-o", path("out-1")));
        assertEquals(0, train("--resume", path("a"), "-o", path("out-2")), err::toString);
        assertEquals(
                Files.readString(folder.resolve("out-1/filters.svg")),
                Files.readString(folder.resolve("out-2/filters.svg")));
    }

    @Test
    void aCheckpointHoldsWhatItWasStartedWith() throws Exception {
        assertEquals(
                0,
                train(
                        TINY + " --epochs 1 --seed -7 --update-rule sgd --checkpoint-every 0 --checkpoint",
                        path("a"),
                        "-o",
                        output().toString()),
                err::toString);
        Checkpoint checkpoint = Checkpoint.read(folder.resolve("a"));
        assertEquals("-7", checkpoint.settings().get("seed"));
        assertEquals("sgd", checkpoint.settings().get("update-rule"));
        assertEquals("0.01", checkpoint.settings().get("learning-rate"), "the rate of sgd");
        assertEquals("synthetic", checkpoint.settings().get("data"));
        assertEquals(4, checkpoint.state().step());
    }

    @Test
    void otherOptionsThanAtTheStartAreRefused() throws Exception {
        assertEquals(0, train(TINY + " --epochs 1 --checkpoint", path("a"), "-o", path("x")));
        assertRefused(
                train("--reg 0.5 --resume", path("a"), "-o", output().toString()),
                "--reg is 0.5, but " + path("a") + " was started with 0.0: leave the option out to go on");
        assertRefused(
                train("--seed 2 --resume", path("a"), "-o", output().toString()),
                "--seed is 2, but " + path("a") + " was started with 0");
    }

    @Test
    void fewerEpochsThanAreDoneAreRefused() throws Exception {
        assertEquals(0, train(TINY + " --epochs 2 --checkpoint", path("a"), "-o", path("x")));
        assertRefused(
                train("--epochs 1 --resume", path("a"), "-o", output().toString()),
                path("a") + " does not fit: the state is that of another training");
    }

    @Test
    void otherImagesThanAtTheStartAreRefused() throws Exception {
        Path cifar = cifar();
        assertEquals(0, train(TINY + " --epochs 1 --checkpoint", path("a"), "-o", path("x")));
        assertRefused(
                train("--resume", path("a"), "--data", cifar.toString(), "-o", output().toString()),
                path("a") + " was started with other images than those of " + cifar);
    }

    @Test
    void aDamagedCheckpointIsRefused() throws Exception {
        assertEquals(0, train(TINY + " --epochs 1 --checkpoint", path("a"), "-o", path("x")));
        byte[] bytes = Files.readAllBytes(folder.resolve("a"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve("a"), bytes);
        assertRefused(
                train("--resume", path("a"), "-o", output().toString()),
                "the checkpoint " + path("a") + " is damaged: its content does not agree with its SHA-256");
        Files.write(folder.resolve("a"), Arrays.copyOf(bytes, 5000));
        assertRefused(train("--resume", path("a"), "-o", output().toString()), "is damaged: it has 5000 bytes");
        assertRefused(train("--resume", path("none"), "-o", output().toString()), path("none") + " does not exist");
    }

    @Test
    void aCheckpointWithASettingThatIsNoNumberIsRefused() throws Exception {
        assertEquals(0, train(TINY + " --epochs 1 --checkpoint", path("a"), "-o", path("x")));
        Checkpoint checkpoint = Checkpoint.read(folder.resolve("a"));
        Map<String, String> settings = new LinkedHashMap<>(checkpoint.settings());
        settings.put("hidden", "four");
        new Checkpoint(settings, checkpoint.state()).write(folder.resolve("a"));
        assertRefused(
                train("--resume", path("a"), "-o", output().toString()), "a setting in " + path("a") + " is no number");
    }

    @Test
    void whatIsThereIsNotReplacedByANewTraining() throws Exception {
        assertEquals(0, train(TINY + " --epochs 1 --checkpoint", path("a"), "-o", path("x")));
        assertRefused(
                train(TINY + " --checkpoint", path("a"), "-o", output().toString()),
                path("a") + " is a checkpoint already: go on with --resume " + path("a") + ", or remove it");
        Files.writeString(folder.resolve("notes.txt"), "do not lose me");
        assertRefused(
                train(TINY + " --checkpoint", path("notes.txt"), "-o", output().toString()),
                "exists and is no checkpoint: it is not replaced");
        assertEquals("do not lose me", Files.readString(folder.resolve("notes.txt")));
    }

    @Test
    void aCheckpointThatCannotBeWrittenIsNoticedBeforeTheTraining() {
        int code = train(TINY + " --checkpoint", path("no/such/folder/a"), "-o", path("x"));
        assertEquals(2, code);
        assertTrue(err.toString().contains("such/folder is not a folder"), err::toString);
        assertFalse(out.toString().contains("step 1"), out::toString);
    }

    @Test
    void aLossThatIsNoNumberEndsTheTraining() throws IOException {
        int code = train(
                TINY + " --epochs 3 --update-rule sgd --learning-rate 1e200 --checkpoint",
                path("a"),
                "-o",
                output().toString());
        assertEquals(1, code);
        assertTrue(err.toString().contains("try a smaller --learning-rate"), err::toString);
        assertTrue(lines("losses.csv").size() < 13, lines("losses.csv")::toString);
    }

    /** Five batches of four images and a test batch of two. */
    private Path cifar() throws IOException {
        Path data = Files.createDirectories(folder.resolve("cifar"));
        byte[] batch = new byte[4 * 3073];
        for (int n = 0; n < 4; n++) {
            batch[n * 3073] = (byte) n;
            Arrays.fill(batch, n * 3073 + 1, (n + 1) * 3073, (byte) (60 * n));
        }
        for (int k = 1; k <= 5; k++) {
            Files.write(data.resolve("data_batch_" + k + ".bin"), batch);
        }
        Files.write(data.resolve("test_batch.bin"), Arrays.copyOf(batch, 2 * 3073));
        return data;
    }

    @Test
    void readsCifar10AndNotesWhatIsDifferent() throws IOException {
        String tiny = TINY.replace("--batch-size 250", "--batch-size 5");
        assertEquals(
                0, train(tiny + " --epochs 2 --data", cifar().toString(), "-o", output().toString()), err::toString);
        assertTrue(
                out.toString().startsWith("CIFAR-10: 19 images to learn from, 1 for validation, 2 to test;"),
                out::toString);
        assertTrue(
                out.toString().contains("note: test_batch.bin holds 2 images, the official one 10,000"), out::toString);
        assertEquals(2 * 3 + 1, lines("losses.csv").size());
    }

    @Test
    void unreadableDataIsRefused() throws IOException {
        assertRefused(train("--data", path("none"), "-o", output().toString()), "none is not a folder");
        Path data = cifar();
        byte[] batch = Files.readAllBytes(data.resolve("data_batch_2.bin"));
        batch[0] = 77;
        Files.write(data.resolve("data_batch_2.bin"), batch);
        assertRefused(
                train("--data", data.toString(), "-o", output().toString()),
                "data_batch_2.bin has the label 77 at byte 0");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            --epochs 0             | --epochs is 0, must be at least 1
            --epochs many          | Invalid value for option '--epochs': 'many' is not an int
            --epochs 2000000000    | integer overflow
            --batch-size -1        | --batch-size is -1, must be at least 1
            --batch-size 100000000 | elements
            --update-rule lion     | no update rule is called 'lion'; there are sgd, momentum, rmsprop, adam
            --learning-rate 0      | --learning-rate is 0.0, must be a number above 0
            --learning-rate NaN    | --learning-rate is NaN, must be a number above 0
            --reg -1               | --reg is -1.0, must be a number from 0 up
            --reg Infinity         | --reg is Infinity, must be a number from 0 up
            --hidden 0             | --hidden is 0, must be at least 1
            --filters 0            | --filters is 0, must be at least 1
            --filter-size 0        | --filter-size is 0, must be at least 1
            --weight-scale 0       | --weight-scale is 0.0, must be a number above 0
            --seed x               | Invalid value for option '--seed': 'x' is not a long
            --workers 0            | --workers is 0, must be at least 1
            --strategy fast        | no strategy is called 'fast'; there are
            --strategy loops --workers 2 | loops is serial: workers must be 1, not 2
            --strategy simd-depthwise    | cannot train with simd-depthwise in f64: not depthwise
            --precision f16        | precision 'f16' is neither f64 nor f32
            --checkpoint-every -1  | --checkpoint-every is -1.0, must be at least 0
            --learning             | Unknown option: '--learning'
            more                   | Unmatched argument at index 1: 'more'
            """)
    void everyWrongOptionIsOneSentence(String options, String sentence) {
        assertRefused(train(options, "-o", output().toString()), sentence);
    }

    @Test
    void anOutputThatIsAFileIsRefused() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertEquals(2, train(TINY + " -o", path("file")));
        assertTrue(err.toString().contains("cannot make the folder " + path("file")), err::toString);
    }

    @Test
    void helpNamesEveryOption() {
        assertEquals(0, train("--help"));
        for (String option : ("--data --strategy --precision --epochs --batch-size --update-rule --learning-rate --reg"
                        + " --hidden --filters --filter-size --weight-scale --seed --workers --checkpoint --resume -o")
                .split(" ")) {
            assertTrue(out.toString().contains(option), option);
        }
    }
}
