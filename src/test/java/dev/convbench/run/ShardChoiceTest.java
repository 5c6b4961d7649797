package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a suite: everything in exactly one, about the same to do in each. */
class ShardChoiceTest {
    private static List<Integer> part(int index, int count, double... seconds) {
        List<Integer> all = IntStream.range(0, seconds.length).boxed().toList();
        return new ShardChoice(index, count).of(all, k -> seconds[k]);
    }

    @Test
    void everythingIsInExactlyOnePart() {
        Random random = new Random(3);
        for (int count = 1; count <= 7; count++) {
            double[] seconds = random.doubles(50, 0.1, 10).toArray();
            List<Integer> all = new ArrayList<>();
            for (int index = 1; index <= count; index++) {
                List<Integer> mine = part(index, count, seconds);
                assertEquals(mine.stream().sorted().toList(), mine, "in the order of the whole");
                all.addAll(mine);
            }
            assertEquals(
                    IntStream.range(0, 50).boxed().toList(),
                    all.stream().sorted().toList());
        }
    }

    @Test
    void partsHaveAboutTheSameToDo() {
        Random random = new Random(4);
        for (int trial = 0; trial < 100; trial++) {
            int count = 2 + random.nextInt(6);
            double[] seconds = random.doubles(40, 0.1, 10).toArray();
            double most = 0;
            double total = 0;
            for (int index = 1; index <= count; index++) {
                double load = part(index, count, seconds).stream()
                        .mapToDouble(k -> seconds[k])
                        .sum();
                most = Math.max(most, load);
                total += load;
            }
            assertTrue(most <= 4.0 / 3 * total / count, most + " of " + total + " in " + count + " parts");
        }
    }

    @Test
    void theLongestStandsAlone() {
        assertEquals(List.of(2), part(1, 2, 1, 1, 5, 1));
        assertEquals(List.of(0, 1, 3), part(2, 2, 1, 1, 5, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/3", "4/3", "2", "a/b", "1/0", "-1/2", "1/2/3", "", "99999/99999"})
    void refusesWhatIsNoPart(String text) {
        UsageException e = assertThrows(UsageException.class, () -> ShardChoice.parse(text));
        assertTrue(e.getMessage().startsWith("--shard is '"), e.getMessage());
    }
}
