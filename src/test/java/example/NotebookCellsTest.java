package example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.nn.SplitMix;
import dev.convbench.nn.Splits;
import dev.convbench.nn.SyntheticImages;
import dev.convbench.nn.Trainer;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The code of docs/notebook.md: it stands there as it is, and gives what the page says. */
class NotebookCellsTest {
    private static final Strategy FAST = Strategies.named("im2col");

    @Test
    void thePageHoldsEveryCellAsItIs() throws IOException {
        String code = Files.readString(Path.of("src/example/java/example/NotebookCells.java"));
        String page = Files.readString(Path.of("docs/notebook.md"));
        List<String> methods = new ArrayList<>();
        Matcher matcher = Pattern.compile("^    static .*?^    }\n", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(code);
        while (matcher.find()) {
            methods.add("```java\n" + matcher.group().replaceAll("(?m)^    ", "") + "```\n");
        }
        assertEquals(18, methods.size());
        for (String method : methods) {
            assertTrue(page.contains(method), () -> "docs/notebook.md does not hold\n" + method);
        }
        assertEquals(methods.size(), page.split("```java", -1).length - 1, "code blocks of the page");
    }

    @Test
    void forwardPassesGiveThePrintedValues() {
        double[] conv = NotebookCells.convForward();
        assertEquals(-0.08759809, conv[0], 1e-8);
        assertEquals(2.38247847, conv[23], 1e-8);
        double[] pool = NotebookCells.poolForward();
        assertEquals(-0.26315789, pool[0], 1e-8);
        assertEquals(0.4, pool[23], 1e-8);
    }

    @Test
    void gradientsAreWithinTheirLimits() {
        for (Strategy strategy : List.of(Strategies.reference(), FAST)) {
            assertTrue(NotebookCells.convBackward(strategy, new SplitMix(1)) <= 1e-8, strategy.name());
            assertTrue(NotebookCells.poolBackward(strategy, new SplitMix(1)) <= 1e-11, strategy.name());
            assertTrue(NotebookCells.convReluPool(strategy, new SplitMix(1)) <= 1e-6, strategy.name());
            assertTrue(NotebookCells.convRelu(strategy, new SplitMix(1)) <= 1e-6, strategy.name());
        }
        assertTrue(NotebookCells.networkGradients(new SplitMix(1)) <= 1e-2);
        assertTrue(NotebookCells.batchNormBackward(new SplitMix(1)) <= 1e-6);
    }

    @Test
    void lossesAtTheStartAreThoseOfThePage() {
        double[] losses = NotebookCells.lossAtTheStart(new SplitMix(1));
        assertEquals(Math.log(10), losses[0], 0.01);
        assertEquals(Math.log(10) + 0.206, losses[1], 0.01);
    }

    @Test
    void batchNormalisationNormalises() {
        double[] y = NotebookCells.batchNormInTraining(new SplitMix(1));
        double[] means = new double[3];
        for (int k = 0; k < y.length; k++) {
            means[k / 20 % 3] += y[k] / 40;
        }
        assertArrayEquals(new double[] {6, 7, 8}, means, 1e-6);
        double mean = Arrays.stream(NotebookCells.batchNormInTest(new SplitMix(1)))
                .average()
                .orElseThrow();
        assertEquals(0, mean, 0.1);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void trainingsLearn() {
        Splits splits = SyntheticImages.draw(150, 20, 10, 1);
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        double[] accuracies;
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            accuracies = NotebookCells.overfit(splits, 6).trainAccuracies();
        } finally {
            System.setOut(before);
        }
        assertEquals(7, printed.toString(StandardCharsets.UTF_8).lines().count());
        assertTrue(accuracies[6] >= accuracies[0] + 0.15, Arrays.toString(accuracies));
        Trainer training = NotebookCells.training(splits, 1);
        assertEquals(3, training.losses().length);
        assertEquals(2.303, training.losses()[0], 0.002);
    }

    @Test
    void fastIsFasterThanNaive() {
        assertTrue(NotebookCells.speedUp(FAST, new SplitMix(1)) > 1);
    }
}
