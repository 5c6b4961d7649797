package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.check.Data;
import dev.convbench.nn.Golden;
import dev.convbench.npy.ElementType;
import dev.convbench.npy.NdArray;
import dev.convbench.npy.Npy;
import dev.convbench.op.Strategies;
import dev.convbench.run.ForkJvm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The apply command, on arrays whose results PyTorch computed, and on arguments that are wrong. */
class ApplyCommandTest {
    @TempDir
    private Path folder;

    private StringWriter out;
    private StringWriter err;

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

    /** Words that begin with @ are files of the folder. */
    private int apply(String options) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("apply"));
        for (String word : options.isEmpty() ? new String[0] : options.split(" ")) {
            arguments.add(
                    word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word);
        }
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return Main.execute(commandLine, arguments.toArray(String[]::new));
    }

    private void assertApplies(String options) {
        assertEquals(0, apply(options), () -> options + ": " + out + err);
    }

    private void assertRefused(String message, String options) {
        assertEquals(2, apply(options), () -> options + ": " + out + err);
        assertEquals("", out.toString());
        assertEquals(
                "convbench: " + message,
                err.toString().strip().replace(folder + "/", "").replace(folder.toString(), "FOLDER"));
    }

    private void write(String name, double[] values, int... shape) throws Exception {
        Npy.write(folder.resolve(name), new NdArray(shape, values));
    }

    private double[] read(String name) throws Exception {
        return Npy.read(folder.resolve(name)).doubles();
    }

    private void writeGolden(JsonNode golden, String... arrays) throws Exception {
        for (String array : arrays) {
            if (golden.has(array)) {
                int[] shape = StreamSupport.stream(
                                golden.get(array).get("shape").spliterator(), false)
                        .mapToInt(JsonNode::asInt)
                        .toArray();
                write(array + ".npy", Golden.data(golden, array), shape);
            }
        }
    }

    private static String pair(JsonNode params, String name) {
        JsonNode value = params.get(name);
        return value.isArray()
                ? value.get(0).asInt() + "," + value.get(1).asInt()
                : value.asInt() + "," + value.asInt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "naive", "im2col-parallel", "simd"})
    void convolutionsAreThoseOfPyTorch(String strategy) throws Exception {
        if (!Strategies.named(strategy).available().ok()) {
            return;
        }
        for (JsonNode golden : Golden.cases("conv2d")) {
            JsonNode params = golden.get("params");
            writeGolden(golden, "x", "w", "b", "dout");
            assertApplies("conv --strategy " + strategy + " --input @x.npy --weights @w.npy"
                    + (golden.has("b") ? " --bias @b.npy" : "")
                    + " --output @y.npy --grad-output @dout.npy --grad-input @dx.npy --grad-weights @dw.npy --grad-bias"
                    + " @db.npy --stride " + pair(params, "stride") + " --pad " + pair(params, "pad") + " --dilation "
                    + pair(params, "dilation") + " --groups "
                    + params.get("groups").asInt());
            Golden.assertClose(golden, "out", read("y.npy"));
            Golden.assertClose(golden, "dx", read("dx.npy"));
            Golden.assertClose(golden, "dw", read("dw.npy"));
            if (golden.has("db")) {
                Golden.assertClose(golden, "db", read("db.npy"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxpool", "avgpool"})
    void poolingsAreThoseOfPyTorch(String kind) throws Exception {
        for (JsonNode golden : Golden.cases(kind + "2d")) {
            JsonNode params = golden.get("params");
            writeGolden(golden, "x", "dout");
            boolean max = kind.equals("maxpool");
            assertApplies(kind
                    + " --input @x.npy --output @y.npy --grad-output @dout.npy --grad-input @dx.npy --kernel "
                    + pair(params, "kernel") + " --stride " + pair(params, "stride") + " --pad " + pair(params, "pad")
                    + (params.get("ceil_mode").asBoolean() ? " --ceil-mode" : "")
                    + (max ? " --argmax @argmax.npy --dilation " + pair(params, "dilation") : "")
                    + (!max && params.get("count_include_pad").asBoolean() ? " --count-include-pad" : ""));
            Golden.assertClose(golden, "out", read("y.npy"));
            Golden.assertClose(golden, "dx", read("dx.npy"));
            if (max) {
                byte[] places = Files.readAllBytes(folder.resolve("argmax.npy"));
                assertTrue(new String(places, 0, 30, StandardCharsets.ISO_8859_1).contains("'<i4'"));
            }
        }
    }

    @Test
    void batchNormalisationsAreThoseOfPyTorch() throws Exception {
        for (JsonNode golden : Golden.cases("batchnorm2d")) {
            JsonNode params = golden.get("params");
            boolean train = params.get("train").asBoolean();
            writeGolden(golden, "x", "gamma", "beta", "dout", "running_mean_before", "running_var_before");
            assertApplies("batchnorm --input @x.npy --gamma @gamma.npy --beta @beta.npy --eps "
                    + params.get("eps").asText() + " --output @y.npy --grad-output @dout.npy --grad-input @dx.npy"
                    + " --grad-gamma @dgamma.npy --grad-beta @dbeta.npy"
                    + (train
                            ? " --running-mean @running_mean_before.npy --running-variance @running_var_before.npy"
                                    + " --new-running-mean @m.npy --new-running-variance @v.npy --keep "
                                    + (1 - params.get("momentum").asDouble())
                            : " --mean @running_mean_before.npy --variance @running_var_before.npy"));
            Golden.assertClose(golden, "out", read("y.npy"));
            Golden.assertClose(golden, "dx", read("dx.npy"));
            Golden.assertClose(golden, "dgamma", read("dgamma.npy"));
            Golden.assertClose(golden, "dbeta", read("dbeta.npy"));
            if (train) {
                Golden.assertClose(golden, "running_mean_after", read("m.npy"));
                Golden.assertClose(golden, "running_var_after", read("v.npy"));
            }
        }
    }

    private double[] statistic(String keep, String convention) throws Exception {
        assertApplies("batchnorm --input @four.npy --gamma @one.npy --beta @one.npy --eps 0 --keep " + keep
                + " --convention " + convention + " --new-running-mean @m.npy --new-running-variance @v.npy");
        return new double[] {
            Npy.read(folder.resolve("m.npy")).doubles()[0],
            Npy.read(folder.resolve("v.npy")).doubles()[0]
        };
    }

    /** Of 1, 1, 5, 5: mean 3, variance 4, unbiased 16/3. */
    @Test
    void statisticsBeginAsEachConventionHasIt() throws Exception {
        write("four.npy", new double[] {1, 1, 5, 5}, 2, 1, 1, 2);
        write("one.npy", new double[] {1}, 1);
        assertArrayEquals(new double[] {3, 16 / 3.0}, statistic("0", "pytorch"), 1e-15);
        assertArrayEquals(new double[] {0, 1}, statistic("1", "pytorch"));
        assertArrayEquals(new double[] {1.5, 0.5 + 8 / 3.0}, statistic("0.5", "pytorch"), 1e-15);
        assertArrayEquals(new double[] {3, 4}, statistic("0", "notebook"));
        assertArrayEquals(new double[] {0, 0}, statistic("1", "notebook"));
    }

    private void writeSmall() throws Exception {
        write("x.npy", Data.uniform(2 * 3 * 7 * 6, 1), 2, 3, 7, 6);
        write("w.npy", Data.uniform(4 * 3 * 3 * 3, 2), 4, 3, 3, 3);
        write("b.npy", Data.uniform(4, 3), 4);
        write("dy.npy", Data.uniform(2 * 4 * 7 * 6, 4), 2, 4, 7, 6);
        write("g.npy", Data.uniform(3, 5), 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f64", "f32"})
    void checkComparesEveryStrategy(String precision) throws Exception {
        writeSmall();
        assertApplies("conv --input @x.npy --weights @w.npy --bias @b.npy --pad 1 --grad-output @dy.npy --check"
                + " --precision " + precision);
        for (String title : List.of("conv backwardData, ", "conv backwardWeights, ", "conv backwardBias, ")) {
            assertTrue(out.toString().contains(title + precision), out.toString());
        }
        assertTrue(rows("naive") == 3 && rows("im2col") == 3, out.toString());
        assertApplies("maxpool --input @x.npy --kernel 2 --check --precision " + precision);
        assertEquals(1, rows("loops"), out.toString());
        assertApplies("batchnorm --input @x.npy --gamma @g.npy --beta @g.npy --check --grad-output @x.npy --precision "
                + precision);
        assertEquals(1, rows("naive"), out.toString());
        assertFalse(out.toString().contains("WRONG"), out.toString());
    }

    private long rows(String strategy) {
        return out.toString()
                .lines()
                .filter(line -> line.matches(strategy + " .* ok *"))
                .count();
    }

    @Test
    void checkHoldsNumbersOfAnySize() throws Exception {
        double[] large = Data.uniform(2 * 3 * 7 * 6, 1);
        for (int k = 0; k < large.length; k++) {
            large[k] *= k % 5 == 0 ? 1e12 : 1e-12;
        }
        large[17] = Double.NaN;
        writeSmall();
        write("x.npy", large, 2, 3, 7, 6);
        assertApplies("conv --input @x.npy --weights @w.npy --pad 1 --check --output @y.npy");
        assertTrue(Double.isNaN(read("y.npy")[17]));
        assertApplies("avgpool --input @x.npy --kernel 2 --check");
        assertApplies("maxpool --input @x.npy --kernel 3 --stride 1 --pad 1 --check");
    }

    @Test
    void floatsStayFloats() throws Exception {
        writeSmall();
        for (String name : List.of("x", "w")) {
            NdArray array = Npy.read(folder.resolve(name + ".npy"));
            Npy.write(folder.resolve(name + "32.npy"), new NdArray(array.shape(), array.floats()));
        }
        assertApplies("conv --input @x32.npy --weights @w32.npy --output @y.npy");
        assertEquals(ElementType.FLOAT32, Npy.read(folder.resolve("y.npy")).type());
        assertEquals(
                folder.resolve("y.npy") + ": float32 (2, 4, 5, 4)",
                out.toString().strip());
        assertRefused(
                "--input is float32 and --weights is float64; say with --precision f64 or f32 in which to compute",
                "conv --input @x32.npy --weights @w.npy --output @z.npy");
        assertFalse(Files.exists(folder.resolve("z.npy")));
        assertApplies("conv --input @x32.npy --weights @w.npy --output @z.npy --precision f64");
        assertEquals(ElementType.FLOAT64, Npy.read(folder.resolve("z.npy")).type());
    }

    @Test
    void automaticPaddingKeepsTheSize() throws Exception {
        writeSmall();
        write("wide.npy", Data.uniform(4 * 3 * 4 * 2, 2), 4, 3, 4, 2);
        assertApplies("conv --input @x.npy --weights @wide.npy --auto-pad SAME_UPPER --output @y.npy");
        assertApplies("conv --input @x.npy --weights @wide.npy --pad 1,0,2,1 --output @z.npy");
        assertArrayEquals(read("z.npy"), read("y.npy"));
        assertApplies("maxpool --input @x.npy --kernel 2 --stride 1 --auto-pad SAME_LOWER --output @y.npy");
        assertApplies("maxpool --input @x.npy --kernel 2 --stride 1 --pad 1,1,0,0 --output @z.npy");
        assertArrayEquals(read("z.npy"), read("y.npy"));
    }

    @Test
    void theGradientOfAnAverageNeedsNoOutput() throws Exception {
        writeSmall();
        write("dp.npy", Data.uniform(2 * 3 * 3 * 3, 6), 2, 3, 3, 3);
        String gradient = "avgpool --input @x.npy --kernel 2 --grad-output @dp.npy --grad-input ";
        assertApplies(gradient + "@alone.npy");
        assertEquals(
                folder.resolve("alone.npy") + ": float64 (2, 3, 7, 6)",
                out.toString().strip());
        assertApplies(gradient + "@dx.npy --output @y.npy");
        assertArrayEquals(read("dx.npy"), read("alone.npy"));
    }

    @Test
    void archivesAreReadByName() {
        String archive = Path.of("src/test/resources/npy/plain.npz").toString();
        assertRefused(
                "--input: " + archive
                        + ":weights has the shape (2, 3); it must have 4 axes: images, channels, height, width",
                "maxpool --kernel 2 --output @y.npy --input " + archive + ":weights");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apply needs an operation: conv, maxpool, avgpool or batchnorm; convbench apply --help lists the options|",
                "there is no strategy|conv --strategy nobody --input @x.npy --weights @w.npy --output @y.npy",
                "--input: there is no file missing.npy|conv --input @missing.npy --weights @w.npy --output @y.npy",
                "--weights: b.npy has the shape (4,); it must have 4 axes: output channels, input channels of a group, height,"
                        + " width|conv --input @x.npy --weights @b.npy --output @y.npy",
                "--bias has the shape (3,), must have (4,)|conv --input @x.npy --weights @w.npy --bias @g.npy --output @y.npy",
                "--grad-output has the shape (2, 4, 7, 6), must have (2, 4, 5, 4)|conv --input @x.npy --weights @w.npy"
                        + " --grad-output @dy.npy --grad-input @dx.npy",
                "--weights takes 3 channels in each of 2 groups, --input has 3 in all|conv --input @x.npy --weights @w.npy"
                        + " --groups 2 --output @y.npy",
                "g is 0, must be at least 1|conv --input @x.npy --weights @w.npy --groups 0 --output @y.npy",
                "kh is 3: with dilation 9 the kernel spans 19 but the padded input only 7|conv --input @x.npy --weights @w.npy"
                        + " --dilation 9 --output @y.npy",
                "sh is 0, must be at least 1|conv --input @x.npy --weights @w.npy --stride 0 --output @y.npy",
                "padTop is -1, must be at least 0|conv --input @x.npy --weights @w.npy --pad -1 --output @y.npy",
                "nothing to do: say where to write with --output, --grad-input, --grad-weights or --grad-bias, or --check|conv"
                        + " --input @x.npy --weights @w.npy",
                "a gradient is wanted, which needs --grad-output|conv --input @x.npy --weights @w.npy --grad-input @dx.npy",
                "--output and --grad-input name the same file y.npy|conv --input @x.npy --weights @w.npy --grad-output @dy.npy"
                        + " --output @y.npy --grad-input @y.npy",
                "--output: cannot write no/y.npy: no is not a folder|conv --input @x.npy --weights @w.npy --output"
                        + " @no/y.npy",
                "--pad and --auto-pad exclude each other|conv --input @x.npy --weights @w.npy --pad 1 --auto-pad VALID --output"
                        + " @y.npy",
                "--workers is 0, must be at least 1|conv --input @x.npy --weights @w.npy --workers 0 --output @y.npy",
                "precision 'f16' is neither f64 nor f32|conv --input @x.npy --weights @w.npy --precision f16 --output @y.npy",
                "--mean and --variance go together|batchnorm --input @x.npy --gamma @g.npy --beta @g.npy --mean @g.npy"
                        + " --output @y.npy",
                "--eps is -1.0, must be at least 0|batchnorm --input @x.npy --gamma @g.npy --beta @g.npy --eps -1 --output"
                        + " @y.npy",
                "--output and --argmax name the same file y.npy|maxpool --input @x.npy --kernel 2 --output @y.npy --argmax"
                        + " @y.npy",
                "--grad-output has the shape (2, 4, 7, 6), must have (2, 3, 3, 3)|maxpool --input @x.npy --kernel 2"
                        + " --grad-output @dy.npy --grad-input @dx.npy",
                "a gradient is wanted, which needs --grad-output|avgpool --input @x.npy --kernel 2 --grad-input @dx.npy",
                "nothing to do: say where to write with --output or --grad-input, or --check|avgpool --input @x.npy --kernel"
                        + " 2",
                "--pad and --auto-pad exclude each other|maxpool --input @x.npy --kernel 2 --pad 1 --auto-pad VALID --output"
                        + " @y.npy",
                "--keep is 2.0, must be between 0 and 1|batchnorm --input @x.npy --gamma @g.npy --beta @g.npy --keep 2"
                        + " --output @y.npy",
                "--keep is -0.1, must be between 0 and 1|batchnorm --input @x.npy --gamma @g.npy --beta @g.npy --keep -0.1"
                        + " --output @y.npy",
                "--convention is 'mine', must be pytorch or notebook|batchnorm --input @x.npy --gamma @g.npy --beta @g.npy"
                        + " --convention mine --output @y.npy",
                "running statistics are updated by those of a batch, not by --mean and --variance|batchnorm --input @x.npy"
                        + " --gamma @g.npy --beta @g.npy --mean @g.npy --variance @g.npy --new-running-mean @m.npy",
                "running statistics are updated by those of a batch, not by --mean and --variance|batchnorm --input @x.npy"
                        + " --gamma @g.npy --beta @g.npy --mean @g.npy --variance @g.npy --running-variance @g.npy --check",
                "a gradient is wanted, which needs --grad-output|batchnorm --input @x.npy --gamma @g.npy --beta @g.npy"
                        + " --grad-beta @db.npy",
                "--new-running-mean and --new-running-variance name the same file y.npy|batchnorm --input @x.npy --gamma"
                        + " @g.npy --beta @g.npy --new-running-mean @y.npy --new-running-variance @y.npy",
                "--gamma has the shape (4,), must have (3,)|batchnorm --input @x.npy --gamma @b.npy --beta @g.npy --output"
                        + " @y.npy",
                "--grad-output has the shape (2, 4, 7, 6), must have (2, 3, 7, 6)|batchnorm --input @x.npy --gamma @g.npy"
                        + " --beta @g.npy --grad-output @dy.npy --grad-beta @db.npy"
            })
    void wrongArgumentsAreRefusedInOneSentence(String message, String options) throws Exception {
        writeSmall();
        if (message.equals("there is no strategy")) {
            assertEquals(2, apply(options));
            assertTrue(
                    err.toString().startsWith("convbench: no strategy is called 'nobody'; there are "), err.toString());
        } else {
            assertRefused(message, options == null ? "" : options);
        }
        assertEquals("b.npy dy.npy g.npy w.npy x.npy", names());
    }

    private String names() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.joining(" "));
        }
    }

    @Test
    void sizesThatAreNoNumbersAreRefused() {
        assertEquals(2, apply("maxpool --input @x.npy --kernel 2,a --output @y.npy"));
        assertTrue(err.toString().contains("'2,a' is not made of whole numbers"), err.toString());
        assertEquals(2, apply("maxpool --input @x.npy --kernel 2 --pad 1,2,3 --output @y.npy"));
        assertTrue(err.toString().contains("'1,2,3' must be one number, two (height,width) or four"), err.toString());
    }

    @Test
    void whatWasThereBeforeStaysIfNothingIsComputed() throws Exception {
        writeSmall();
        Files.writeString(folder.resolve("y.npy"), "precious");
        assertEquals(2, apply("conv --input @x.npy --weights @w.npy --stride 0 --output @y.npy"));
        assertEquals("precious", Files.readString(folder.resolve("y.npy")));
    }
}
