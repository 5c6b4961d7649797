package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.Configuration;
import dev.convbench.results.RunReader;
import dev.convbench.results.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurationsTest {
    private static final Configuration NEW =
            new Configuration(9, "some.New.run", "thrpt", Map.of(), Work.other("New.run"));

    @TempDir
    private Path folder;

    @Test
    void nothingKnownIsASecondEach() {
        assertEquals(1, Durations.unknown().of(NEW));
    }

    @Test
    void theMiddleOfTheForksAndOfAllForWhatIsNew() throws Exception {
        ShardFixture fixture = new ShardFixture("run");
        int one = fixture.plan("One", "1");
        int two = fixture.plan("Two", "1");
        int three = fixture.plan("Three", "1");
        int never = fixture.plan("Never", "1");
        for (double seconds : new double[] {2, 9, 3}) {
            fixture.seconds = seconds;
            fixture.fork(one, 1);
        }
        fixture.seconds = 5.5;
        fixture.fork(two, 1);
        fixture.seconds = 20;
        fixture.fork(three, 1);
        fixture.seconds = 0;
        fixture.fork(three, 1);
        fixture.fork(never, 1);
        Path run = fixture.write(folder);
        Durations durations = Durations.of(run);
        List<Configuration> known = RunReader.read(run).document().configurations();
        assertEquals(3, durations.of(known.get(one)));
        assertEquals(5.5, durations.of(known.get(two)));
        assertEquals(20, durations.of(known.get(three)));
        assertEquals(5.5, durations.of(known.get(never)));
        assertEquals(5.5, durations.of(NEW));
    }

    @Test
    void aTimeThatIsNoneIsSaid() throws Exception {
        ShardFixture fixture = new ShardFixture("run");
        fixture.fork(fixture.plan("One", "1"), 1);
        Path run = fixture.write(folder);
        Path forks = run.resolve(RunReader.FORKS_FILE);
        Files.writeString(forks, Files.readString(forks).replace("\"ended\":\"2030", "\"ended\":\"soon"));
        String message =
                assertThrows(UsageException.class, () -> Durations.of(run)).getMessage();
        assertTrue(message.startsWith("the run of --durations has a time that is none: soon"), message);
    }
}
