package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.BrokenStrategy;
import dev.convbench.check.Fault;
import dev.convbench.check.GivenCheck;
import dev.convbench.check.PoolInputs;
import dev.convbench.check.References;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What {@code apply --check} says of strategies that are right, wrong or not asked, and whether all is well in the end. */
class GivenReportTest {
    private final StringWriter out = new StringWriter();
    private final GivenReport report = new GivenReport(new PrintWriter(out));

    private static GivenCheck check(Strategy strategy) {
        PoolShape shape = PoolShape.builder()
                .kind(PoolKind.AVERAGE_EXCLUDE_PADDING)
                .input(1, 1, 2, 2)
                .window(2, 2)
                .stride(2, 2)
                .build();
        PoolInputs inputs = new PoolInputs(shape, Pass.FORWARD, new double[] {1, 2, 3, 6}, null);
        return GivenCheck.of(strategy, inputs, References.expected(inputs), null);
    }

    @Test
    void rightOnes() {
        report.begin("pool forward");
        report.add(check(Strategies.reference()));
        report.add(check(Strategies.named("winograd")));
        report.end();
        assertTrue(report.ok());
        assertEquals("""
                pool forward
                strategy  largest difference  of what it may have  verdict
                --------  ------------------  -------------------  -------
                naive     0.00e+00            0.0 %                ok
                not asked: winograd: winograd has no pooling

                """, out.toString());
    }

    @Test
    void oneWrongIsEnough() {
        report.begin("pool forward");
        report.add(check(new BrokenStrategy(Fault.LAST_ELEMENT, Pass.FORWARD)));
        report.end();
        report.begin("pool backwardData");
        report.add(check(Strategies.reference()));
        report.end();
        assertFalse(report.ok(), "a right one makes none good");
        String[] lines = out.toString().split("\n");
        assertTrue(lines[3].matches("broken +1\\.00e-03 +\\S+ % +WRONG: .*"), out.toString());
        assertEquals("", lines[4]);
        assertEquals("pool backwardData", lines[5]);
    }

    @Test
    void whatThrowsIsWrong() {
        report.begin("pool forward");
        report.add(check(new BrokenStrategy(Fault.THROWS, Pass.FORWARD)));
        report.end();
        assertFalse(report.ok());
        assertTrue(out.toString().contains("WRONG: "), out.toString());
    }
}
