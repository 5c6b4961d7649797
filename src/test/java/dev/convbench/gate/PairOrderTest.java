package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.convbench.gate.PairOrder.Side;
import dev.convbench.gate.PairOrder.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairOrderTest {
    private static final List<Integer> FIVE = List.of(0, 1, 2, 3, 4);

    private static Side first(int round, int benchmark) {
        return PairOrder.round(3, 1, round, FIVE).stream()
                .filter(slot -> slot.benchmark() == benchmark)
                .findFirst()
                .orElseThrow()
                .side();
    }

    @Test
    void sidesAlternateFromRoundToRound() {
        for (int benchmark : FIVE) {
            for (int round = 0; round < 6; round++) {
                assertNotEquals(first(round, benchmark), first(round + 1, benchmark));
            }
        }
    }

    @Test
    void bothForksOfAPairAreNeighbours() {
        List<Slot> slots = PairOrder.round(9, 2, 4, FIVE);
        assertEquals(10, slots.size());
        for (int i = 0; i < slots.size(); i += 2) {
            assertEquals(slots.get(i).benchmark(), slots.get(i + 1).benchmark());
            assertNotEquals(slots.get(i).side(), slots.get(i + 1).side());
        }
    }

    @Test
    void theSeedGivesTheOrder() {
        assertEquals(PairOrder.round(9, 1, 4, FIVE), PairOrder.round(9, 1, 4, FIVE));
        assertNotEquals(PairOrder.round(9, 1, 4, FIVE), PairOrder.round(10, 1, 4, FIVE));
        assertNotEquals(PairOrder.round(9, 1, 4, FIVE), PairOrder.round(9, 1, 6, FIVE));
    }
}
