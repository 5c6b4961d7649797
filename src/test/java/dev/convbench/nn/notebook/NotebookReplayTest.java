package dev.convbench.nn.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.nn.ProgressListener;
import dev.convbench.nn.SyntheticImages;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The notebook, replayed with few images and hasty timings. */
class NotebookReplayTest {
    private static List<Cell> run(long seed, List<Strategy> compared) {
        Settings settings = new Settings(
                seed,
                Strategies.named("loops"),
                compared,
                SyntheticImages.draw(100, 50, 50, 1),
                false,
                0,
                1,
                1,
                ProgressListener.NONE);
        Notebook notebook = new Notebook(settings);
        List<String> begun = new ArrayList<>();
        List<Cell> ended = new ArrayList<>();
        List<Cell> cells = notebook.run(begun::add, ended::add);
        assertEquals(notebook.titles(), begun);
        assertEquals(cells, ended);
        return cells;
    }

    @Test
    void everyLimitHolds() {
        List<Strategy> compared =
                List.of(Strategies.named("im2col"), Strategies.named("loops-parallel"), Strategies.reference());
        List<Cell> cells = run(231, compared);
        assertEquals(17, cells.size());
        for (Cell cell : cells) {
            for (Check check : cell.checks()) {
                assertTrue(check.passed(), () -> cell.title() + ": " + check);
            }
        }
        assertTrue(cells.stream().mapToInt(cell -> cell.checks().size()).sum() >= 45);
        List<Timing> timings =
                cells.stream().flatMap(cell -> cell.timings().stream()).toList();
        Set<String> compares = timings.stream()
                .map(timing -> timing.operation() + " " + timing.strategy())
                .collect(Collectors.toSet());
        assertEquals(4 * compared.size(), compares.size(), compares::toString);
        timings.forEach(timing -> assertTrue(timing.millis() > 0 && timing.speedUp() > 0, timing::toString));
        assertEquals(2, cells.stream().filter(cell -> cell.curves() != null).count(), "trainings");
    }

    /** At seed 11 a difference of the network's loss straddles a kink of relu: its gradient check must say so. */
    @Test
    void aCheckThatFailsIsSeen() {
        List<Cell> cells = run(11, List.of());
        List<Check> failed = cells.stream()
                .flatMap(cell -> cell.checks().stream())
                .filter(check -> !check.passed())
                .toList();
        assertTrue(
                failed.stream().anyMatch(check -> check.name().equals("W1") && check.value() > 0.5), failed::toString);
        assertFalse(cells.get(11).passed());
        assertNull(cells.get(11).curves());
    }

    @Test
    void aNumberThatIsNoneFails() {
        assertFalse(Check.atMost("error", Double.NaN, 1, "").passed());
        assertFalse(Check.atLeast("accuracy", Double.NaN, 0, "").passed());
        assertTrue(Check.atMost("error", 1, 1, "").passed());
        assertFalse(Check.atMost("error", 1.1, 1, "").passed());
        assertTrue(Check.atLeast("accuracy", 1, 1, "").passed());
        assertFalse(Check.atLeast("accuracy", 0.9, 1, "").passed());
    }
}
