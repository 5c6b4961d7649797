package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What a training says while it goes on. */
class TrainReportTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private TrainReport report(boolean terminal) {
        return new TrainReport(new PrintWriter(out), new PrintWriter(err), terminal);
    }

    @Test
    void onATerminalALineIsWrittenOver() throws InterruptedException {
        TrainReport report = report(true);
        report.step(1, 100, 2.5, 77);
        assertEquals("step 1 loss 2.5000", out.toString().strip());
        assertEquals("", err.toString(), "too early for a line");
        Thread.sleep(220);
        report.step(2, 100, 2.5, 77);
        assertTrue(
                err.toString().matches("\r\\u001b\\[Kstep 2 of 100, loss 2\\.5000, 77 images/s, 0:[0-9]{2} left"),
                err::toString);
        report.epoch(1, 0.25, 0.5);
        assertTrue(err.toString().endsWith("left\r\u001b[K"), "the line is erased before another one");
        assertTrue(out.toString().contains("epoch 1 train accuracy 0.250 val accuracy 0.500"), out::toString);
    }

    @Test
    void elsewhereALineComesEveryTenSeconds() throws InterruptedException {
        TrainReport report = report(false);
        report.step(2, 100, 2.5, 77);
        Thread.sleep(220);
        report.step(3, 100, 2.5, 77);
        assertEquals("", err.toString());
    }
}
