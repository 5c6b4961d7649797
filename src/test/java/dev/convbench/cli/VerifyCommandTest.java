package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.DepthwiseOnly;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The verify command: its table, exit codes and messages. */
class VerifyCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int verify(String... args) {
        return new CommandLine(
                        new VerifyCommand(() -> List.of(new DepthwiseOnly(), new Wrong(), Strategies.reference())))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void aSoundStrategyExitsWithZero() {
        assertEquals(
                0,
                verify("--strategy naive --precision f64 --conv ic3ih5oc4kh3 --pool ic3ih6kh2".split(" ")),
                err::toString);
        String text = out.toString();
        assertTrue(text.startsWith("strategy "), text);
        assertEquals(6, text.lines().filter(line -> line.startsWith("naive ")).count(), text);
        assertTrue(text.contains("verified: 6 checks, all within their bounds"), text);
    }

    @Test
    void withoutArgumentsTheEdgeListAndRandomShapesAreChecked() {
        assertEquals(0, verify("--strategy", "naive", "--pass", "backwardBias"));
        assertTrue(out.toString().contains("precision f64:"), out.toString());
        assertTrue(out.toString().contains("precision f32:"), out.toString());
        assertTrue(out.toString().contains("verified: 582 checks"), out.toString());
    }

    @Test
    void aMissExitsWithOneAndSaysHowToRepeatIt() {
        assertEquals(
                1,
                verify("--strategy wrong,naive --precision f64 --keep-going --cases 20 --conv cs231n:naive_.* --seed 5"
                        .split(" ")));
        String text = out.toString();
        assertTrue(text.contains("MISS: wrong forward g1mb2ic3ih4iw4oc3oh2ow2"), text);
        assertTrue(
                text.contains("repeat with: verify --strategy wrong --pass forward --conv"
                        + " g1mb1ic1ih1iw1oc1oh1ow1kh1kw1sh1sw1dh0dw0ph0pw0 --seed 5 --precision f64"),
                text);
        assertTrue(text.contains("MISSED on 22"), text);
        assertTrue(text.contains("FAILED: 1 of "), text);
        assertFalse(text.contains("verified"), text);
    }

    @Test
    void theTableSaysAll() {
        assertEquals(
                1,
                verify(
                        "--strategy wrong,picky,naive --precision f64 --conv ic2ih5oc2kh3 --pool ic1ih4kh2 --keep-going --seed 5"
                                .split(" ")));
        String table =
                out.toString().lines().limit(15).map(String::stripTrailing).collect(Collectors.joining("\n"));
        assertEquals("""
                strategy                 op    pass             shapes  abs error  rel error  of bound  largest share at
                wrong                    conv  forward               1   1.00e-06   1.00e-06   > 100 %  MISSED on 1
                naive                    conv  forward               1          0          0         0
                wrong                    conv  backwardData          1          0          0         0
                naive                    conv  backwardData          1          0          0         0
                wrong                    conv  backwardWeights       1          0          0         0
                naive                    conv  backwardWeights       1          0          0         0
                wrong                    conv  backwardBias          1          0          0         0
                naive                    conv  backwardBias          1          0          0         0
                wrong                    pool  forward               1          0          0         0
                naive                    pool  forward               1          0          0         0
                wrong                    pool  backwardData          1          0          0         0
                naive                    pool  backwardData          1          0          0         0
                skipped: picky conv: not depthwise: 1 group (4 checks, for this or a like reason)
                skipped: picky pool: no pooling (2 checks, for this or a like reason)""", table);
        assertTrue(out.toString().endsWith("\nFAILED: 1 of 12 combinations of strategy, operation and pass\n"));
    }

    @Test
    void theFirstMissEndsItUnlessItKeepsGoing() {
        assertEquals(1, verify("--strategy", "wrong", "--precision", "f64", "--cases", "1000000", "--seed", "5"));
        assertTrue(out.toString().contains("MISSED on 1"), out.toString());
        assertTrue(out.toString().contains("stopped after 1 shapes"), out.toString());
        assertEquals(
                1,
                out.toString()
                        .lines()
                        .filter(line -> line.contains("repeat with:"))
                        .count());
    }

    @Test
    void aBudgetEndsASweepThatWouldGoOnForDays() {
        assertEquals(0, verify("--strategy", "naive", "--budget", "1"), err::toString);
        String text = out.toString();
        assertTrue(text.contains("stopped after "), text);
        assertTrue(text.contains("all within their bounds"), text);
        String[] tables = text.split("precision f32:");
        assertEquals(counts(tables[0]), counts(tables[1]), text);
    }

    /** Who was checked on how many shapes, by operation and pass. */
    private static List<List<String>> counts(String table) {
        return table.lines()
                .filter(line -> line.startsWith("naive "))
                .map(line -> List.of(line.split(" +")).subList(0, 4))
                .toList();
    }

    @Test
    void theReproducerReproduces() {
        assertEquals(1, verify("--strategy", "wrong", "--precision", "f64", "--conv", "ic2ih5oc2kh3"));
        String line = out.toString()
                .lines()
                .filter(l -> l.contains("repeat with: verify "))
                .findFirst()
                .orElseThrow();
        String[] again = line.substring(line.indexOf("verify ") + "verify ".length())
                .replaceFirst(" --vector-bits \\d+$", "")
                .split(" ");
        assertEquals(1, verify(again));
    }

    @Test
    void skippedCombinationsAreListedWithTheirReason() {
        assertEquals(
                0,
                verify(
                        "--strategy",
                        "picky",
                        "--precision",
                        "f64",
                        "--conv",
                        "mobilenet_v1:dw13",
                        "--conv",
                        "ic3ih5oc4kh3",
                        "--conv",
                        "g2ic4ih5oc4kh3"));
        assertTrue(out.toString().contains("skipped: picky conv: not depthwise: 1 group (8 checks, "), out.toString());
    }

    @Test
    void nothingCheckedIsWrongUsage() {
        assertEquals(2, verify("--strategy", "picky", "--conv", "ic3ih5oc4kh3"));
        assertTrue(err.toString().contains("nothing was checked"), err.toString());
    }

    @Test
    void anUnavailableStrategyIsNamedWithItsReason() {
        Strategy absent = new Wrong() {
            @Override
            public Support available() {
                return Support.no("add --add-modules some.module");
            }
        };
        int code = new CommandLine(new VerifyCommand(() -> List.of(absent)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute();
        assertEquals(2, code);
        assertTrue(
                err.toString().contains("wrong is not available here: add --add-modules some.module"), err.toString());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            --strategy fast         | no strategy is called 'fast'; there are picky, wrong, naive
            --pass back             | no pass is called 'back'; there are forward, backwardData, backwardWeights
            --conv resnet5          | the closest network is resnet50
            --conv ic3ih3oc2kh5     | character 10: kh is 5: with dilation 1 the kernel spans 5
            --pool ic3ih3oc2kh2     | unknown field 'oc', a pooling has the fields
            --cases -1              | --cases is -1, must be at least 0
            --budget 0              | --budget is 0, must be at least 1
            --cases 2000000000      | --cases is 2000000000, must be at most 1000000000
            --precision f16         | precision 'f16' is neither f64 nor f32
            --vector-bits 100       | convbench.vector.bits is '100', must be 128, 256 or 512
            --workers 0             | --workers is 0, must be at least 1
            """)
    void wrongUsageExitsWithTwoAndOneSentence(String args, String expected) {
        assertEquals(2, verify(args.split(" ")));
        assertTrue(err.toString().contains(expected), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertEquals("", out.toString());
    }

    /** The reference with 1e-6 added to the first output. */
    private static class Wrong implements Strategy {
        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public String description() {
            return "wrong";
        }

        @Override
        public int rank() {
            return 1;
        }

        @Override
        public Support supports(ConvShape shape, Pass pass, Precision precision) {
            return Support.yes();
        }

        @Override
        public Support supports(PoolShape shape, Pass pass, Precision precision) {
            return Strategies.reference().supports(shape, pass, precision);
        }

        @Override
        public Convolution convolution(ConvShape shape, Precision precision) {
            return new ConvPlan(name(), shape, pass -> {
                ConvKernel good = ((ConvPlan) Strategies.reference().convolution(shape, precision)).kernel(pass);
                return pass != Pass.FORWARD ? good : new WrongKernel(good);
            });
        }

        @Override
        public Pooling pooling(PoolShape shape, Precision precision) {
            return Strategies.reference().pooling(shape, precision);
        }
    }

    private record WrongKernel(ConvKernel good) implements ConvKernel {
        @Override
        public int chunks(int phase) {
            return good.chunks(phase);
        }

        @Override
        public void run(int phase, int chunk, ConvScratch scratch, int lane) {
            good.run(phase, chunk, scratch, lane);
            scratch.y[0] += chunk == 0 ? 1e-6 : 0;
        }
    }
}
